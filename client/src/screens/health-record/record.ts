import { api, ask } from "../../api/client";
import type { ResponseBody } from "../../api/response-body";
import type { components } from "../../api/schema";
import type { SuggestedKind } from "../../vocabulary/suggestions";
import { list } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";
import { birthYear, yearText } from "../../i18n/years";

export type Patient = ResponseBody<"PatientView">;
type Patch = Partial<components["schemas"]["PatientPatch"]>;
export type Answer = "yes" | "no" | "unknown";
export const ANSWERS: readonly Answer[] = ["yes", "no", "unknown"];
export const SEXES = ["female", "male", "unknown"] as const;
export const LISTS = ["conditions", "allergies", "medicines"] as const;
export type ListName = (typeof LISTS)[number];
/** What the words of each list are read as. */
export const READ_AS = {
  conditions: "health_state",
  allergies: "allergen",
  medicines: "medicine",
} as const satisfies Record<ListName, SuggestedKind>;

/** A patient's health record while it is being edited. */
export interface RecordDraft {
  full_name: string;
  /** As typed, of either calendar. */
  birth_year: string;
  sex: (typeof SEXES)[number];
  pregnant: Answer;
  nursing: Answer;
  conditions: readonly string[];
  allergies: readonly string[];
  medicines: readonly string[];
  /** The empty lists of which it is known that there is nothing. */
  none_known: readonly ListName[];
}

/** Return the draft of a record as it is stored. */
export function recordDraft(patient: Patient): RecordDraft {
  return {
    full_name: patient.full_name,
    birth_year: yearText(patient.birth_year),
    sex: patient.sex ?? "unknown",
    pregnant: toAnswer(patient.pregnant),
    nursing: toAnswer(patient.nursing),
    conditions: patient.conditions,
    allergies: patient.allergies,
    medicines: patient.medicines,
    none_known: patient.none_known,
  };
}

/** Whether a draft says other than the record that is stored. */
export function differs(draft: RecordDraft, patient: Patient): boolean {
  return JSON.stringify(draft) !== JSON.stringify(recordDraft(patient));
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
    ...Object.fromEntries(LISTS.map((name) => [name, changedList(draft, name)])),
    none_known: draft.none_known.filter((name) => draft[name].length === 0),
  };
}

/** Return a list of a record in words; null where nothing is known of it. */
export function listText(patient: Patient, name: ListName): string | null {
  if (patient[name].length) return list(patient[name]);
  return patient.none_known.includes(name) ? t(`vocabulary.say_no_${name}`) : null;
}

/** Change fields of a patient's record and return the record; throws a `Problem`. */
export function saveRecord(patient_id: number, body: Patch): Promise<Patient> {
  const path = { patient_id };
  return ask(api.PATCH("/api/patients/{patient_id}", { params: { path }, body }));
}

/** A list that is empty is unknown, but where it is said that there is none. */
function changedList(draft: RecordDraft, name: ListName): string[] | null {
  if (draft[name].length) return [...draft[name]];
  return draft.none_known.includes(name) ? [] : null;
}

function toAnswer(value: boolean | null): Answer {
  return value === null ? "unknown" : value ? "yes" : "no";
}

function fromAnswer(answer: Answer): boolean | null {
  return answer === "unknown" ? null : answer === "yes";
}
