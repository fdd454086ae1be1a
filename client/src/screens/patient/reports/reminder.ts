import type { components } from "../../../api/schema";

type Report = Pick<components["schemas"]["FeedbackView"], "recommendation_id" | "observed_at">;
type Remedy = Pick<
  components["schemas"]["PlannedItemView"],
  "recommendation_id" | "herb_name" | "duration_days"
>;

const DAY_MS = 86_400_000;
const MOST_DAYS = 7;
const LEAST_DAYS = 2;

/** A remedy whose report is due, and the time of the last report or null. */
export interface Due {
  recommendation_id: number;
  herb_name: string;
  last: number | null;
}

/** Return when to remind of a report that is put off now: a day later, in milliseconds. */
export function remindAgain(now: number): number {
  return now + DAY_MS;
}

/** Days between two reports: a quarter of the course, within 2 to 7 days. */
export function reportInterval(durationDays: number | null): number {
  return Math.min(MOST_DAYS, Math.max(LEAST_DAYS, Math.round((durationDays ?? 28) / 4)));
}

/**
 * The remedy of a plan whose report is longest overdue, or null. `since` is when the plan began,
 * times are milliseconds.
 */
export function dueReport(
  plan: readonly Remedy[],
  reports: readonly Report[],
  since: number,
  now: number,
): Due | null {
  const overdue = plan.map((remedy) => {
    const last = lastOf(reports, remedy.recommendation_id);
    const late = now - (last ?? since) - reportInterval(remedy.duration_days) * DAY_MS;
    return { ...remedy, last, late };
  });
  const [worst] = overdue.filter((one) => one.late >= 0).sort((a, b) => b.late - a.late);
  return worst
    ? { recommendation_id: worst.recommendation_id, herb_name: worst.herb_name, last: worst.last }
    : null;
}

function lastOf(reports: readonly Report[], recommendationId: number): number | null {
  const times = reports
    .filter((one) => one.recommendation_id === recommendationId)
    .map((one) => Date.parse(one.observed_at));
  return times.length ? Math.max(...times) : null;
}
