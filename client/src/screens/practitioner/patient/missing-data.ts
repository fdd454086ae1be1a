import type { ListName, Patient } from "../../health-record/record";

export type MissingField = Exclude<keyof Patient, "id" | "full_name" | "none_known" | "version">;

/** An empty list that nobody said to be none: it is asked, but does not block a plan. */
export const LISTS: readonly MissingField[] = ["allergies", "medicines", "conditions"];

/** Return the fields to ask a patient for, those that matter for safety first. */
export function missingFields(patient: Patient): MissingField[] {
  const woman = patient.sex === "female";
  const unknown = (name: ListName): boolean =>
    patient[name].length === 0 && !patient.none_known.includes(name);
  const asked: [MissingField, boolean][] = [
    ["sex", patient.sex === null],
    ["pregnant", woman && patient.pregnant === null],
    ["nursing", woman && patient.nursing === null],
    ["allergies", unknown("allergies")],
    ["medicines", unknown("medicines")],
    ["conditions", unknown("conditions")],
    ["birth_year", patient.birth_year === null],
    ["mizaj", patient.mizaj === null],
  ];
  return asked.filter(([, unknown]) => unknown).map(([field]) => field);
}
