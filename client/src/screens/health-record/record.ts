import { api, ask } from "../../api/client";
import type { ResponseBody } from "../../api/response-body";
import type { components } from "../../api/schema";
import { list } from "../../i18n/format";
import { birthYear, yearText } from "../../i18n/years";
import { splitList } from "../patient/report/draft";

export type Patient = ResponseBody<"PatientView">;
type Patch = Partial<components["schemas"]["PatientPatch"]>;
export type Answer = "yes" | "no" | "unknown";
export const ANSWERS: readonly Answer[] = ["yes", "no", "unknown"];
export const SEXES = ["female", "male", "unknown"] as const;
export const LISTS = ["conditions", "allergies", "medicines"] as const;

/** A patient's health record while it is being edited. */
export interface RecordDraft {
  full_name: string;
  /** As typed, of either calendar. */
  birth_year: string;
  sex: (typeof SEXES)[number];
  pregnant: Answer;
  nursing: Answer;
  conditions: string;
  allergies: string;
  medicines: string;
}

/** Return the draft of a record as it is stored. */
export function recordDraft(patient: Patient): RecordDraft {
  return {
    full_name: patient.full_name,
    birth_year: yearText(patient.birth_year),
    sex: patient.sex ?? "unknown",
    pregnant: toAnswer(patient.pregnant),
    nursing: toAnswer(patient.nursing),
    conditions: list(patient.conditions),
    allergies: list(patient.allergies),
    medicines: list(patient.medicines),
  };
}

/** Return what a draft changes, or null where its birth year is not a year. */
export function recordPatch(draft: RecordDraft): Patch | null {
  const birth_year = birthYear(draft.birth_year);
  if (birth_year === undefined) return null;
  const man = draft.sex === "male";
  return {
    full_name: draft.full_name.trim(),
    birth_year,
    sex: draft.sex === "unknown" ? null : draft.sex,
    pregnant: man ? null : fromAnswer(draft.pregnant),
    nursing: man ? null : fromAnswer(draft.nursing),
    conditions: splitList(draft.conditions),
    allergies: splitList(draft.allergies),
    medicines: splitList(draft.medicines),
  };
}

/** Change fields of a patient's record and return the record; throws a `Problem`. */
export function saveRecord(patient_id: number, body: Patch): Promise<Patient> {
  const path = { patient_id };
  return ask(api.PATCH("/api/patients/{patient_id}", { params: { path }, body }));
}

function toAnswer(value: boolean | null): Answer {
  return value === null ? "unknown" : value ? "yes" : "no";
}

function fromAnswer(answer: Answer): boolean | null {
  return answer === "unknown" ? null : answer === "yes";
}
