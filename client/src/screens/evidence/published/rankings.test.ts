import { expect, test } from "vitest";
import { leastEffective, mostEffective } from "./rankings";

test("no remedy is among the most and the least effective", () => {
  const ranking = [0.9, 0.5, 0.49, 0, null].map((effectiveness_score) => ({ effectiveness_score }));
  const [most, least] = [mostEffective(ranking), leastEffective(ranking)];
  expect(most.map((one) => one.effectiveness_score)).toEqual([0.9, 0.5]);
  expect(least.map((one) => one.effectiveness_score)).toEqual([0.49, 0]);
});
