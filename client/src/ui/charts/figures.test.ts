import { expect, test } from "vitest";
import { rangeText, shareOf, successText, support } from "./figures";

// No catalogue is loaded: texts are their keys.
test("few reports are told by their number, never in per cent", () => {
  expect([shareOf(1, 1), shareOf(4, 4), shareOf(0, 0)]).toEqual([null, null, null]);
  expect(shareOf(4, 5)).toBe(0.8);
  expect(successText(1, 1)).toBe("ui.successes");
  expect(successText(4, 5)).toBe("ui.success_share");
});

test("an interval that spans nearly everything is told as such", () => {
  expect(rangeText([0.01, 0.99])).toBe("ui.range_wide");
  expect(rangeText([0.61, 0.82])).toBe("ui.range");
});

test("support has three names", () => {
  const named = [0, 0.33, 0.51, 0.66, 0.67, 1].map(support);
  expect(named).toEqual(["low", "low", "moderate", "moderate", "high", "high"]);
});
