/** A remedy of a plan. */
export interface Named {
  recommendation_id: number;
  herb_name: string;
  /** What this patient should mind. */
  cautions?: readonly string[];
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
