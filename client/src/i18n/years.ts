import { lang } from "./lang.svelte";
import { parseNumber } from "./format";

const BETWEEN = 621;
const OLDEST = 1900;
const PERSIAN = { from: OLDEST - BETWEEN, to: 1500 };

/** A year of birth as one would type it: Persian in Persian, in its own digits. */
export function yearText(gregorian: number | null): string {
  if (gregorian === null) return "";
  if (lang.current === "en") return String(gregorian);
  return new Intl.NumberFormat("fa-IR", { useGrouping: false }).format(gregorian - BETWEEN);
}

/**
 * The Gregorian year of what was typed: by either calendar, in any digits. Null where nothing was
 * typed, undefined where it is no year of birth. A Persian year begins 621 years later, in March.
 */
export function gregorianYear(text: string, now = new Date()): number | null | undefined {
  if (!text.trim()) return null;
  const year = parseNumber(text);
  if (year === null || !Number.isInteger(year)) return undefined;
  const gregorian = year >= PERSIAN.from && year < PERSIAN.to ? year + BETWEEN : year;
  return gregorian >= OLDEST && gregorian <= now.getFullYear() ? gregorian : undefined;
}
