import { expect, test } from "vitest";
import { moved, toggled, type Named } from "./plan-order";

const herb = (id: number): Named => ({ recommendation_id: id, herb_name: `herb ${id}` });
const ids = (found: Named[]): number[] => found.map((one) => one.recommendation_id);
const chosen = [1, 2, 3].map(herb);

test("a remedy goes in last, and out again", () => {
  expect(ids(toggled(chosen, herb(4)))).toEqual([1, 2, 3, 4]);
  expect(ids(toggled(chosen, herb(2)))).toEqual([1, 3]);
});

test("a remedy moves by one place, and not over the ends", () => {
  expect(ids(moved(chosen, herb(2), -1))).toEqual([2, 1, 3]);
  expect(ids(moved(chosen, herb(2), 1))).toEqual([1, 3, 2]);
  expect(ids(moved(chosen, herb(1), -1))).toEqual([1, 2, 3]);
  expect(ids(moved(chosen, herb(3), 1))).toEqual([1, 2, 3]);
  expect(ids(moved(chosen, herb(9), 1))).toEqual([1, 2, 3]);
});
