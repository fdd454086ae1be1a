import { resource, type Resource } from "../api/resource.svelte";
import { api, ask, askPage } from "../api/client";
import type { ResponseBody } from "../api/response-body";
import { networkFirst, type Cached } from "./cache";

export type Diagnosis = ResponseBody<"DiagnosisView">;
export type Feedback = ResponseBody<"FeedbackView">;
export type Overview = ResponseBody<"Overview">;

const MOST = 200;

/** The treatments of who is signed in, newest first. Throws a `Problem`, as all here. */
export function myDiagnoses(): Promise<Cached<Diagnosis[]>> {
  const query = { limit: MOST };
  return networkFirst("diagnoses", async () => {
    return (await askPage(api.GET("/api/diagnoses", { params: { query } }))).data;
  });
}

/** One treatment. */
export function diagnosisOf(id: number): Promise<Cached<Diagnosis>> {
  const path = { diagnosis_id: id };
  return networkFirst(`diagnosis/${id}`, () =>
    ask(api.GET("/api/diagnoses/{diagnosis_id}", { params: { path } })),
  );
}

/** My latest reports of one treatment, newest first. */
export function reportsOf(id: number): Promise<Cached<Feedback[]>> {
  const query = { diagnosis_id: id, limit: MOST };
  return networkFirst(`reports/${id}`, async () => {
    return (await askPage(api.GET("/api/feedback/history", { params: { query } }))).data;
  });
}

/** What was reported of each remedy of a treatment, of those no longer planned too. */
export function overviewOf(id: number): Promise<Cached<Overview>> {
  const path = { diagnosis_id: id };
  return networkFirst(`overview/${id}`, () =>
    ask(api.GET("/api/feedback/diagnosis/{diagnosis_id}/overview", { params: { path } })),
  );
}

/** Something a screen shows that may be of yesterday: asked again once the network is back. */
export function cachedResource<T extends { at: number | null }>(
  load: () => Promise<T>,
): Resource<T> {
  const told = resource(load);
  $effect(() => {
    const again = () => {
      if (told.problem || told.value?.at != null) void told.reload();
    };
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  });
  return told;
}
