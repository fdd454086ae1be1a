/** Days of a person's own calendar, as ISO 8601 dates ("2026-11-29"). */
const DAY_MS = 86_400_000;

/** Return the day that it is at a time in a time zone; in the device's where none is given. */
export function dayAt(milliseconds: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const parts = Object.fromEntries(
    format.formatToParts(milliseconds).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Return the days since 1970 of a day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** Return the day with a number of days since 1970. */
export function dayOfNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Return the noon of a day on this device, by which the day is written in words. */
export function noonOf(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 12);
}
