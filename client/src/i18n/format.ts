import { now } from "../clock.svelte";
import { isolate } from "./isolate";
import { lang } from "./lang.svelte";
import { LOCALE } from "./locales";

type When = string | number | Date;

const made = new Map<string, unknown>();

/** Making a formatter is slow, and a list of a hundred rows asks for the same few. */
function kept<T>(name: string, make: (locale: string) => T): T {
  const key = `${lang.current}:${name}`;
  if (!made.has(key)) made.set(key, make(LOCALE[lang.current]));
  return made.get(key) as T;
}

function numeric(value: number, options: Intl.NumberFormatOptions): string {
  const name = JSON.stringify(options);
  return kept(name, (locale) => new Intl.NumberFormat(locale, options)).format(value);
}

const DAY_ALONE = /^\d{4}-\d{2}-\d{2}$/;

/** Times are told in the reader's zone; a day alone is that day everywhere. */
function dated(value: When, moment: Intl.DateTimeFormatOptions): string {
  const alone = typeof value === "string" && DAY_ALONE.test(value);
  const options = alone ? { ...moment, timeZone: "UTC" } : moment;
  const name = JSON.stringify(options);
  const format = kept(name, (locale) => new Intl.DateTimeFormat(locale, options));
  return format.format(new Date(value));
}

/** Write a number in the reader's digits, with at most `digits` behind the point. */
export function number(value: number, digits = 0): string {
  return numeric(value, { maximumFractionDigits: digits });
}

/** Write the digits of a name, such as a version, as the reader does. */
export function digits(name: string): string {
  return name.replace(/\d/g, (one) => number(Number(one)));
}

/** Write a number with its sign: what has changed. */
export function signed(value: number, digits = 0): string {
  return numeric(value, { maximumFractionDigits: digits, signDisplay: "exceptZero" });
}

/** Write a share of 0 to 1 in per cent: 0.732 is "۷۳٪". */
export function percent(share: number, digits = 0): string {
  return numeric(share, { style: "percent", maximumFractionDigits: digits });
}

/** Write the change of a share in percentage points, with its sign. */
export function points(change: number): string {
  return signed(change * 100);
}

/** Write an interval of shares: "۶۱ تا ۸۲٪", "61–82%". */
export function interval(ends: readonly number[]): string {
  const [low = 0, high = 0] = ends;
  const between = lang.current === "fa" ? " تا " : "–";
  return `${number(low * 100)}${between}${percent(high)}`;
}

/** Write names one after the other, with the reader's comma. */
export function list(names: readonly string[]): string {
  const isolated = names.map((name) => isolate(name, lang.current));
  return isolated.join(lang.current === "fa" ? "، " : ", ");
}

/** Write a day with its year: "۲ آذر ۱۴۰۵", "23 November 2026". */
export function date(value: When): string {
  return dated(value, { day: "numeric", month: "long", year: "numeric" });
}

/** Write a day shortly, for axes and rows: "۲ آذر", "23 Nov". */
export function day(value: When): string {
  return dated(value, { day: "numeric", month: "short" });
}

/** Write the time of a day: "۱۰:۳۰". */
export function time(value: When): string {
  return dated(value, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Write a day and its time. */
export function dateTime(value: When): string {
  return lang.current === "fa"
    ? `${date(value)}، ${time(value)}`
    : `${date(value)}, ${time(value)}`;
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Write how long ago (or ahead) a time is by the server's clock; it follows the time. */
export function ago(value: When): string {
  const seconds = Math.round((new Date(value).getTime() - now()) / 1000);
  const format = kept("ago", (locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, "second");
}

/** Return a number whatever digits it was typed in, or null where it is none. */
export function parseNumber(text: string): number | null {
  const latin = text
    .trim()
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace("٫", ".");
  return /^-?\d+(\.\d+)?$/.test(latin) ? Number(latin) : null;
}
