import { expect, test } from "vitest";
import { dueReport, remindAgain, reportInterval } from "./reminder";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const PLAN = [
  { recommendation_id: 1, herb_name: "نعناع", duration_days: 28 },
  { recommendation_id: 2, herb_name: "بابونه", duration_days: 8 },
];

function report(recommendation_id: number, days: number) {
  return { recommendation_id, observed_at: new Date(NOW - days * DAY).toISOString() };
}

test("a report is due after a quarter of the course, within two to seven days", () => {
  expect([null, 1, 8, 12, 28, 90].map(reportInterval)).toEqual([7, 2, 2, 3, 7, 7]);
});

test("the remedy that waits longest for a report comes first", () => {
  expect(dueReport(PLAN, [], NOW - DAY, NOW)).toBeNull();
  expect(dueReport(PLAN, [], NOW - 10 * DAY, NOW)).toMatchObject({
    recommendation_id: 2,
    last: null,
  });
  const reports = [report(2, 1), report(1, 9), report(1, 8)];
  const due = { recommendation_id: 1, herb_name: "نعناع", last: NOW - 8 * DAY };
  expect(dueReport(PLAN, reports, NOW - 30 * DAY, NOW)).toEqual(due);
  expect(dueReport(PLAN, [report(2, 1), report(1, 6)], NOW - 30 * DAY, NOW)).toBeNull();
  expect(dueReport([], reports, 0, NOW)).toBeNull();
});

test("a report that is put off is asked for a day later", () => {
  expect(remindAgain(1_000)).toBe(1_000 + 86_400_000);
});
