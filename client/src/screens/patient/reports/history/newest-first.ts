/** Return reports by the time that they tell of, the latest first; not by when they arrived. */
export function newestFirst<T extends { observed_at: string }>(reports: readonly T[]): T[] {
  return reports.toSorted((one, other) => other.observed_at.localeCompare(one.observed_at));
}
