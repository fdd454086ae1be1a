import { expect, test } from "vitest";
import type { Diagnosis } from "./cached-queries.svelte";
import { isComplete } from "./complete-plan";

const remedy = {
  recommendation_id: 1,
  herb_name: "نعناع",
  preparation: null,
  dose: null,
  frequency: null,
  duration_days: null,
  route: "swallowed",
  cautions: [],
  correctives: null,
  starts_at: "2026-11-22T10:30:00.000Z",
} satisfies Diagnosis["plan"][number];
const diagnosis = {
  id: 1,
  patient_id: 1,
  condition_id: 1,
  condition_name: "سردرد",
  urgent: [],
  unread_symptoms: null,
  seen_by_doctor_at: null,
  withheld: false,
  symptoms: [],
  severity: null,
  imbalance: null,
  self_reported: true,
  practitioner_name: null,
  arrangement: "together",
  plan: [remedy],
  whom_to_call: "115",
  created_at: "2026-11-22T10:30:00.000Z",
} satisfies Diagnosis;

/** Return a thing as a version kept it that did not know a field. */
function without<T extends object>(thing: T, field: string): T {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => name !== field)) as T;
}

test("what the server answers now is complete, also without cautions or a plan", () => {
  expect(isComplete(diagnosis)).toBe(true);
  expect(isComplete({ ...diagnosis, plan: [] })).toBe(true);
});

test.each(["route", "cautions", "correctives", "dose"])(
  "a remedy without its %s is not",
  (field) => {
    expect(isComplete({ ...diagnosis, plan: [remedy, without(remedy, field)] })).toBe(false);
  },
);

test.each(["urgent", "withheld", "whom_to_call", "arrangement", "plan"])(
  "nor is a diagnosis without %s",
  (field) => {
    expect(isComplete(without(diagnosis, field))).toBe(false);
  },
);
