import type { ResponseBody } from "../../../api/response-body";
import { dayAt, dayNumber } from "../../../days";
import type { DiaryOperation, Refusal } from "../../../offline/outbox-entry";

export type Diary = ResponseBody<"DiaryView">;
export type DiaryDay = ResponseBody<"DiaryDayView">;
export type DiaryRemedy = ResponseBody<"DiaryRemedy">;

/** What was said of a diagnosis' diary, sent or not. */
export type Operated = DiaryOperation & { diagnosisId: number; refusal?: Refusal | null };

/** Return a diary with what waits in the outbox as if it had been sent. */
export function withPending(diary: Diary, entries: readonly Operated[]): Diary {
  const days = new Map(diary.days.map((one) => [one.day, one]));
  const taken = new Map(
    diary.remedies.map((one) => [
      one.recommendation_id,
      new Map(one.taken.map(({ day, times }) => [day, times])),
    ]),
  );
  for (const entry of entries) {
    if (entry.diagnosisId !== diary.diagnosis_id || entry.refusal) continue;
    if (entry.kind === "diary_day") {
      const { day, severity, sleep = null, symptoms } = entry.body;
      const said = symptoms?.length ? symptoms : diary.symptoms.map(() => null);
      days.set(day, { day, severity, sleep, symptoms: said });
    } else {
      taken.get(entry.body.recommendation_id)?.set(entry.body.day, entry.body.times);
    }
  }
  return {
    ...diary,
    days: [...days.values()].toSorted((one, other) => one.day.localeCompare(other.day)),
    remedies: diary.remedies.map((one) => ({
      ...one,
      taken: [...(taken.get(one.recommendation_id) ?? [])]
        .filter(([, times]) => times > 0)
        .map(([day, times]) => ({ day, times }))
        .toSorted((left, right) => left.day.localeCompare(right.day)),
    })),
  };
}

/** Return how often a remedy was taken on a day. */
export function takenOn(remedy: DiaryRemedy, day: string): number {
  return remedy.taken.find((one) => one.day === day)?.times ?? 0;
}

/** Return which day of its course a remedy is in: 1 on the day on which it starts. */
export function dayOfCourse(remedy: DiaryRemedy, today: string, timeZone?: string): number | null {
  if (remedy.starts_at === null) return null;
  const first = dayAt(Date.parse(remedy.starts_at), timeZone);
  return Math.max(1, dayNumber(today) - dayNumber(first) + 1);
}

/** Whether the duration of a remedy has passed. */
export function isOver(remedy: DiaryRemedy, today: string, timeZone?: string): boolean {
  const day = dayOfCourse(remedy, today, timeZone);
  return day !== null && remedy.duration_days !== null && day > remedy.duration_days;
}

/** Return the place of the remedy whose turn it is, in a plan in turn: the last one that started. */
export function turnOf(plan: readonly DiaryRemedy[], today: string, timeZone?: string): number {
  const begun = (one: DiaryRemedy): boolean =>
    one.starts_at !== null && dayAt(Date.parse(one.starts_at), timeZone) <= today;
  return Math.max(0, plan.findLastIndex(begun));
}

/** Return which of a plan's alternatives the patient takes: those that were taken last. */
export function chosenOf(plan: readonly DiaryRemedy[]): DiaryRemedy[] {
  const last = (one: DiaryRemedy): string => one.taken.at(-1)?.day ?? "";
  const latest = plan.map(last).toSorted().at(-1) ?? "";
  return latest ? plan.filter((one) => last(one) === latest) : [];
}
