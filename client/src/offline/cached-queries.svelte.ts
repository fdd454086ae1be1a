import { resource, type Resource } from "../api/resource.svelte";
import { api, ask, askPage } from "../api/client";
import type { ResponseBody } from "../api/response-body";
import { networkFirst, type Cached } from "./cache";

export type Diagnosis = ResponseBody<"DiagnosisView">;
export type Patient = ResponseBody<"PatientView">;
export type Feedback = ResponseBody<"FeedbackView">;
export type PastReport = ResponseBody<"PastReport">;
export type Diary = ResponseBody<"DiaryView">;
export type Overview = ResponseBody<"Overview">;

/** As many reports and diagnoses are kept on the device. */
export const LIMIT = 200;

/** Return the diagnoses of the signed-in person, newest first; throws a `Problem`, as all here. */
export function myDiagnoses(): Promise<Cached<Diagnosis[]>> {
  const query = { limit: LIMIT };
  return networkFirst("diagnoses", async () => {
    return (await askPage(api.GET("/api/diagnoses", { params: { query } }))).data;
  });
}

/** Return one diagnosis. */
export function diagnosisOf(id: number): Promise<Cached<Diagnosis>> {
  const path = { diagnosis_id: id };
  return networkFirst(`diagnosis/${id}`, () =>
    ask(api.GET("/api/diagnoses/{diagnosis_id}", { params: { path } })),
  );
}

/** Return the record of a patient. */
export function patientOf(patient_id: number): Promise<Cached<Patient>> {
  const path = { patient_id };
  return networkFirst(`patient/${patient_id}`, () =>
    ask(api.GET("/api/patients/{patient_id}", { params: { path } })),
  );
}

/** Return the person's latest reports of one diagnosis, newest first. */
export function reportsOf(id: number): Promise<Cached<PastReport[]>> {
  const query = { diagnosis_id: id, limit: LIMIT };
  return networkFirst(`reports/${id}`, async () => {
    return (await askPage(api.GET("/api/feedback/history", { params: { query } }))).data;
  });
}

/** Return the diary of a diagnosis; the periods of its changes end with `today`. */
export function diaryOf(id: number, today: string): Promise<Cached<Diary>> {
  const params = { path: { diagnosis_id: id }, query: { today } };
  return networkFirst(`diary/${id}`, () =>
    ask(api.GET("/api/diagnoses/{diagnosis_id}/diary", { params })),
  );
}

/**
 * Return a page of reports older than those of `reportsOf`: the first one without a cursor; `next`
 * leads on, null at the end.
 */
export async function olderReports(
  diagnosis_id: number,
  cursor: string | null,
): Promise<{ reports: PastReport[]; next: string | null }> {
  const page = (from: string | null) => {
    const query = { diagnosis_id, limit: LIMIT, ...(from && { cursor: from }) };
    return askPage(api.GET("/api/feedback/history", { params: { query } }));
  };
  const from = cursor ?? (await page(null)).next ?? null;
  if (from === null) return { reports: [], next: null };
  const { data, next } = await page(from);
  return { reports: data, next: next ?? null };
}

/** Return the summary of reports per remedy of a diagnosis, removed remedies included. */
export function overviewOf(id: number): Promise<Cached<Overview>> {
  const path = { diagnosis_id: id };
  return networkFirst(`overview/${id}`, () =>
    ask(api.GET("/api/feedback/diagnosis/{diagnosis_id}/overview", { params: { path } })),
  );
}

/** A resource that may come from the cache: loaded again once the network is back. */
export function cachedResource<T extends { at: number | null }>(
  load: () => Promise<T>,
): Resource<T> {
  const found = resource(load);
  $effect(() => {
    const again = () => {
      if (found.problem || found.value?.at != null) void found.reload();
    };
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  });
  return found;
}
