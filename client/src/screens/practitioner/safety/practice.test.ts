import { expect, test } from "vitest";
import { applyToPractice, type PracticeView, type SafetyAlert } from "./practice.svelte";

const view = {
  event_id: 10,
  alerts: [{ id: 5 }, { id: 6 }] as SafetyAlert[],
} satisfies PracticeView;
const told = (type: string, event_id: number, data: object) => ({
  type,
  event_id,
  timestamp: "2026-11-22T10:30:00.000Z",
  data,
});
const closed = told("safety_alert_closed", 12, { patient_id: 1, alert_ids: [5] });

test("closed alerts leave, and the position moves on", () => {
  expect(applyToPractice(view, [closed])).toEqual({ event_id: 12, alerts: [{ id: 6 }] });
});

test("of a new alert only a new snapshot tells all", () => {
  const raised = told("safety_alert", 11, { patient_id: 1, alert_id: 7 });
  expect(applyToPractice(view, [raised, closed])).toBeNull();
});

test("what is not known moves the position alone", () => {
  expect(applyToPractice(view, [told("unheard_of", 13, {})])).toEqual({ ...view, event_id: 13 });
});
