import type { RankedEntry } from "./optimization-level.svelte";

/** An entry of the ranking where it is shown; `place` differs from `rank` in a practitioner's plan. */
export type PlacedEntry = RankedEntry & { place: number };

/** Return the ranking in the order of a plan; what the plan does not hold comes last. */
export function inPlanOrder(
  ranking: readonly RankedEntry[],
  plan: readonly { recommendation_id: number }[],
): PlacedEntry[] {
  const at = new Map(plan.map((one, index) => [one.recommendation_id, index]));
  const position = (one: RankedEntry): number => at.get(one.recommendation_id) ?? plan.length;
  return placed(ranking.toSorted((one, other) => position(one) - position(other)));
}

/** Return the ranking in its own order. */
export function placed(ranking: readonly RankedEntry[]): PlacedEntry[] {
  return ranking.map((one, index) => ({ ...one, place: index + 1 }));
}
