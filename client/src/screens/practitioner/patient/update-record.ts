import { api, ask } from "../../../api/client";
import type { components } from "../../../api/schema";

type Patch = Partial<components["schemas"]["PatientPatch"]>;

/** Change fields of a patient's record; throws a `Problem`. */
export async function saveRecord(patient_id: number, body: Patch): Promise<void> {
  await ask(api.PATCH("/api/patients/{patient_id}", { params: { path: { patient_id } }, body }));
}
