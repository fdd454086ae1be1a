import { describe, expect, test } from "vitest";
import { dayNumber } from "../../../../days";
import type { Diary } from "../diary";
import { bandsOf, pointsOf, rowsOf, span, ticks } from "./curve";

const TODAY = "2026-11-29";
const LAST = dayNumber(TODAY);
const remedy = (recommendation_id: number, starts_at: string | null, ...days: string[]) => ({
  recommendation_id,
  herb_name: String(recommendation_id),
  starts_at,
  duration_days: null,
  taken: days.map((day) => ({ day, times: 1 })),
});
const DIARY: Diary = {
  diagnosis_id: 1,
  patient_id: 1,
  condition_name: "سردرد",
  symptoms: ["تهوع"],
  started_at: "2026-11-01T12:00:00.000Z",
  severity: 3,
  days: [
    { day: "2026-10-30", severity: 9, sleep: null, symptoms: [null] },
    { day: "2026-11-23", severity: 7, sleep: 2, symptoms: [4] },
    { day: "2026-11-29", severity: 3, sleep: 5, symptoms: [null] },
  ],
  remedies: [
    remedy(1, "2026-11-20T12:00:00.000Z", "2026-11-22", "2026-11-24"),
    remedy(2, null, "2026-11-02", "2026-11-05"),
    remedy(3, null),
  ],
  notes: [],
  changes: [],
};

describe("a curve", () => {
  test("spans a week, a month, or all since the first entry", () => {
    expect(span(DIARY, "week", TODAY)).toEqual([LAST - 6, LAST]);
    expect(span(DIARY, "month", TODAY)).toEqual([LAST - 29, LAST]);
    expect(span(DIARY, "all", TODAY)).toEqual([dayNumber("2026-10-30"), LAST]);
  });

  test("has a point for each day on which something was said", () => {
    const all = span(DIARY, "all", TODAY);
    expect(pointsOf(DIARY, "complaint", all).map((one) => one.value)).toEqual([9, 7, 3]);
    expect(pointsOf(DIARY, "sleep", all).map((one) => one.value)).toEqual([2, 5]);
    expect(pointsOf(DIARY, 0, all)).toEqual([{ day: dayNumber("2026-11-23"), value: 4 }]);
    expect(pointsOf(DIARY, "complaint", span(DIARY, "week", TODAY))).toHaveLength(2);
  });

  test("shows since when a remedy is planned, or from when to when it was taken", () => {
    const cut = bandsOf(DIARY, span(DIARY, "week", TODAY));
    expect(cut).toMatchObject([{ from: LAST - 6, to: LAST, taken: [dayNumber("2026-11-24")] }]);
    const whole = bandsOf(DIARY, span(DIARY, "all", TODAY));
    expect(whole.map(({ from, to }) => [from, to])).toEqual([
      [dayNumber("2026-11-20"), LAST],
      [dayNumber("2026-11-02"), dayNumber("2026-11-05")],
    ]);
  });

  test("names few days of its axis, today among them", () => {
    expect(ticks([10, 16], 7)).toEqual([10, 11, 12, 13, 14, 15, 16]);
    for (let length = 0; length < 400; length += 7) {
      const found = ticks([100, 100 + length], 5);
      expect(found.length).toBeLessThanOrEqual(5);
      expect(found.at(-1)).toBe(100 + length);
    }
  });

  test("has a table of the same days, the newest first", () => {
    expect(rowsOf(DIARY, span(DIARY, "week", TODAY))).toEqual([
      "2026-11-29",
      "2026-11-24",
      "2026-11-23",
    ]);
  });
});
