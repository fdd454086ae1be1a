import type { components } from "../../../api/schema";

type Ranked = Pick<components["schemas"]["Ranked"], "effectiveness_score">;

const HALF = 0.5;

/**
 * Return those of a ranking that helped in half of the reports or more. Where few remedies have
 * figures, the whole ranking is both the most and the least effective; the lists say otherwise.
 */
export function mostEffective<T extends Ranked>(ranking: readonly T[]): T[] {
  return ranking.filter((one) => (one.effectiveness_score ?? 0) >= HALF);
}

/** Return those of a ranking that helped in less than half of the reports. */
export function leastEffective<T extends Ranked>(ranking: readonly T[]): T[] {
  return ranking.filter((one) => (one.effectiveness_score ?? 1) < HALF);
}
