import type { Told } from "../../../api/response-body";

export type Patient = Told<"PatientView">;
export type Unknown = Exclude<keyof Patient, "id" | "full_name" | "version">;

/** An empty list may mean that there is none: it is asked, but hinders nothing. */
export const LISTS: readonly Unknown[] = ["allergies", "medicines", "conditions"];

/** Return what is to be asked of a patient, that on which safety hangs first. */
export function unknowns(patient: Patient): Unknown[] {
  const woman = patient.sex === "female";
  const asked: [Unknown, boolean][] = [
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
