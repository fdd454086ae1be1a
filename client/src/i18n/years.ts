import { lang } from "./lang.svelte";
import { parseNumber } from "./format";

const BETWEEN = 621;
const GREGORIAN_FROM = 1900;
const PERSIAN = { from: GREGORIAN_FROM - BETWEEN - 1, to: 1500 };

/** A year of birth as it was given, in the reader's digits. */
export function yearText(year: number | null): string {
  if (year === null) return "";
  if (lang.current === "en") return String(year);
  return new Intl.NumberFormat("fa-IR", { useGrouping: false }).format(year);
}

/**
 * The year of birth that was typed, in either calendar and any digits, as it is kept: the server
 * reads the youngest age that it allows. Null where nothing was typed, undefined where it is none.
 */
export function birthYear(text: string, now = new Date()): number | null | undefined {
  if (!text.trim()) return null;
  const year = parseNumber(text);
  if (year === null || !Number.isInteger(year)) return undefined;
  const persian = year >= PERSIAN.from && year < PERSIAN.to;
  if (!persian && year < GREGORIAN_FROM) return undefined;
  return (persian ? year + BETWEEN : year) <= now.getFullYear() ? year : undefined;
}

/** Return the age in whole years that somebody born in a year, of either calendar, has at least. */
export function youngestAge(birthYear: number, now = new Date()): number {
  const last = birthYear < GREGORIAN_FROM ? birthYear + BETWEEN + 1 : birthYear;
  const over = birthYear < GREGORIAN_FROM && now >= new Date(now.getFullYear(), 2, 20);
  return Math.max(0, now.getFullYear() - last - (over ? 0 : 1));
}
