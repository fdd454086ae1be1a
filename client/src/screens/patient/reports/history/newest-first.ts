/**
 * Return reports by the time that they tell of, the latest first, not by when they arrived; each
 * once, as it comes first: a report may move to another page while pages are loaded.
 */
export function newestFirst<T extends { id: number; observed_at: string }>(
  reports: readonly T[],
): T[] {
  const once = new Map(reports.toReversed().map((one) => [one.id, one]));
  return [...once.values()].sort((one, other) => other.observed_at.localeCompare(one.observed_at));
}
