import { expect, test } from "vitest";
import { daysTyped, moved, toggled, type Named } from "./plan-order";

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

test("days are typed in any digits", () => {
  expect(["7", " ۱۴ ", "٣٦٥"].map(daysTyped)).toEqual([7, 14, 365]);
  expect(["", " "].map(daysTyped)).toEqual([null, null]);
  expect(["0", "366", "-1", "1.5", "a week"].map(daysTyped)).toEqual(Array(5).fill(undefined));
});
