import type { components } from "../../../api/schema";
import foods from "./foods.json";

type Mizaj = NonNullable<components["schemas"]["PatientView"]["mizaj"]>;

/** A food with its temperament as the catalogue has it: hot and wet above 0, cold and dry below. */
export type Food = (typeof foods)[number];

/** Foods that a temperament is answered with, and those that strengthen it. */
export interface Advice {
  favoured: readonly Food[];
  limited: readonly Food[];
}

const LEANINGS: Record<string, [axis: "warmth" | "moisture", way: 1 | -1]> = {
  garm: ["warmth", 1],
  sard: ["warmth", -1],
  tar: ["moisture", 1],
  khoshk: ["moisture", -1],
};

/**
 * Return what the tradition advises for a temperament, by opposites (Ibn Sina, Canon, book I): foods
 * that lean the other way on each of its axes, and those that lean as it does. A balanced one has
 * none.
 */
export function adviceFor(mizaj: Mizaj): Advice {
  const leanings = mizaj.split("_").flatMap((part) => (LEANINGS[part] ? [LEANINGS[part]] : []));
  const leaning = (way: 1 | -1): Food[] =>
    leanings.length === 0
      ? []
      : foods.filter((food) => leanings.every(([axis, its]) => food[axis] * its * way > 0));
  return { favoured: leaning(-1), limited: leaning(1) };
}
