import { dayAt, dayNumber, dayOfNumber } from "../../../../days";
import type { Diary, DiaryRemedy } from "../diary";

export type Period = "week" | "month" | "all";
/** What a curve shows: the whole complaint, sleep, or a symptom by its place. */
export type Measure = "complaint" | "sleep" | number;

/** A value on a day (since 1970). */
export interface Point {
  day: number;
  value: number;
}

/** A time in which a remedy was in the plan, or was taken, with the days on which it was taken. */
export interface Band {
  remedy: DiaryRemedy;
  from: number;
  to: number;
  taken: readonly number[];
}

const LENGTH = { week: 7, month: 30 } as const;

/** Return the first and last day that a period shows; all of it goes back to the first entry. */
export function span(diary: Diary, period: Period, today: string): [number, number] {
  const last = dayNumber(today);
  if (period !== "all") return [last - LENGTH[period] + 1, last];
  const known = [
    dayNumber(dayAt(Date.parse(diary.started_at))),
    ...diary.days.map((one) => dayNumber(one.day)),
    ...diary.remedies.flatMap((one) => one.taken.map(({ day }) => dayNumber(day))),
  ];
  return [Math.min(...known, last - LENGTH.week + 1), last];
}

/** Return the values of a measure from one day to another, the oldest first. */
export function pointsOf(diary: Diary, measure: Measure, [from, to]: [number, number]): Point[] {
  return diary.days.flatMap((one) => {
    const day = dayNumber(one.day);
    const value =
      measure === "complaint"
        ? one.severity
        : measure === "sleep"
          ? one.sleep
          : (one.symptoms[measure] ?? null);
    return value === null || day < from || day > to ? [] : [{ day, value }];
  });
}

/** Return the bands of remedies that touch a span, each cut to it. */
export function bandsOf(diary: Diary, [from, to]: [number, number]): Band[] {
  return diary.remedies.flatMap((remedy) => {
    const taken = remedy.taken.map(({ day }) => dayNumber(day));
    const planned =
      remedy.starts_at === null ? [] : [dayNumber(dayAt(Date.parse(remedy.starts_at)))];
    const starts = [...planned, ...taken];
    if (!starts.length) return [];
    const start = Math.min(...starts);
    const end = planned.length ? to : Math.max(...taken);
    if (end < from || start > to) return [];
    return [
      {
        remedy,
        from: Math.max(start, from),
        to: Math.min(end, to),
        taken: taken.filter((day) => day >= from && day <= to),
      },
    ];
  });
}

/** Return at most `count` days of a span at equal steps, both ends among them where they fit. */
export function ticks([from, to]: [number, number], count: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / Math.max(1, count - 1)));
  const found = [];
  for (let day = to; day >= from; day -= step) found.unshift(day);
  return found;
}

/** Return the days with an entry, an intake or a note, the newest first, for the table. */
export function rowsOf(diary: Diary, [from, to]: [number, number]): string[] {
  const days = new Set([
    ...diary.days.map((one) => one.day),
    ...diary.remedies.flatMap((one) => one.taken.map(({ day }) => day)),
    ...diary.notes.map((one) => dayAt(Date.parse(one.observed_at))),
  ]);
  return [...days]
    .map(dayNumber)
    .filter((day) => day >= from && day <= to)
    .toSorted((one, other) => other - one)
    .map(dayOfNumber);
}

/** Isolate the direction of a label: the picture is laid out from left to right. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
