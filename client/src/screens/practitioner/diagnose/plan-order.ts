import { number, parseNumber } from "../../../i18n/format";

/** A remedy of a plan. */
export interface Named {
  recommendation_id: number;
  herb_name: string;
  /** What this patient should mind. */
  cautions?: readonly string[];
  /** For how many days it is taken. */
  duration_days?: number | null;
}

const same = (one: Named, other: Named): boolean =>
  one.recommendation_id === other.recommendation_id;

/** Append a remedy, or remove it where it is selected. */
export function toggled(chosen: readonly Named[], one: Named): Named[] {
  const others = chosen.filter((other) => !same(one, other));
  return others.length < chosen.length ? others : [...chosen, one];
}

/** Move a remedy one position; unchanged at either end. */
export function moved(chosen: readonly Named[], one: Named, step: -1 | 1): Named[] {
  const from = chosen.findIndex((other) => same(one, other));
  const to = from + step;
  const others = chosen.filter((other) => !same(one, other));
  if (from < 0 || to < 0 || to > others.length) return [...chosen];
  return others.toSpliced(to, 0, one);
}

const MOST_DAYS = 365;

/** What was typed of the days of remedies, by recommendation. */
export type TypedDays = Readonly<Record<number, string>>;

/** Return the days of a remedy as they stand in its field. */
export function daysText(one: Named, typed: TypedDays): string {
  const said = one.duration_days == null ? "" : number(one.duration_days);
  return typed[one.recommendation_id] ?? said;
}

/** Return the number of days that was typed: null where nothing was, undefined where it is none. */
export function daysTyped(text: string): number | null | undefined {
  if (!text.trim()) return null;
  const days = parseNumber(text);
  const fits = days !== null && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;
  return fits ? days : undefined;
}
