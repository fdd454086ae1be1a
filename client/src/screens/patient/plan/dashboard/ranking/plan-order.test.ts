import { expect, test } from "vitest";
import { inPlanOrder, placed } from "./plan-order";

const entry = (recommendation_id: number, rank: number) => ({
  recommendation_id,
  herb_name: `herb ${recommendation_id}`,
  rank,
  score: 1 / rank,
  interval: [0, 1] as const,
  confidence: 0.5,
  balanced: null,
});
const ranking = [entry(7, 1), entry(8, 2), entry(9, 3)];
const plan = [{ recommendation_id: 9 }, { recommendation_id: 7 }];

test("a practitioner's order stays, and each remedy keeps its rank beside it", () => {
  const shown = inPlanOrder(ranking, plan);
  expect(shown.map((one) => [one.recommendation_id, one.place, one.rank])).toEqual([
    [9, 1, 3],
    [7, 2, 1],
    [8, 3, 2],
  ]);
});

test("without one's order the ranking is the order", () => {
  expect(placed(ranking).map((one) => [one.place, one.rank])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});
