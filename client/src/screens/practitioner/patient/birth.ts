import type { Lang } from "../../../i18n/index.svelte";
import { parseNumber } from "../../../i18n/format";

/** A year of birth alone is known, so the calendars stand this far apart. */
const BETWEEN = 621;
const LAST_SOLAR = 1500;

/** Return a Gregorian year as the reader counts years. */
export function shownYear(gregorian: number, lang: Lang): number {
  return lang === "fa" ? gregorian - BETWEEN : gregorian;
}

/** Return the Gregorian year of what was typed in either calendar; null for nothing, NaN else. */
export function typedYear(text: string): number | null {
  if (!text.trim()) return null;
  const year = parseNumber(text);
  if (year === null || !Number.isInteger(year)) return NaN;
  return year < LAST_SOLAR ? year + BETWEEN : year;
}
