import type { Patient } from "../../health-record/record";

export type MissingField = Exclude<keyof Patient, "id" | "full_name" | "version">;

/** An empty list may mean that there are none: it is asked, but does not block a plan. */
export const LISTS: readonly MissingField[] = ["allergies", "medicines", "conditions"];

/** Return the fields to ask a patient for, those that matter for safety first. */
export function missingFields(patient: Patient): MissingField[] {
  const woman = patient.sex === "female";
  const asked: [MissingField, boolean][] = [
    ["sex", patient.sex === null],
    ["pregnant", woman && patient.pregnant === null],
    ["nursing", woman && patient.nursing === null],
    ["allergies", patient.allergies.length === 0],
    ["medicines", patient.medicines.length === 0],
    ["conditions", patient.conditions.length === 0],
    ["birth_year", patient.birth_year === null],
    ["mizaj", patient.mizaj === null],
  ];
  return asked.filter(([, unknown]) => unknown).map(([field]) => field);
}
