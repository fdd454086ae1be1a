import { api, ask } from "../api/client";
import { session } from "../api/session.svelte";
import { browserEnvironment, openSocket, type ConnectionEnvironment } from "./environment";
import { applyAll, isLogEvent } from "./reducer";
import type { Snapshot } from "./types";

/** Return the environment of a connection to one diagnosis. */
export function environmentFor(diagnosisId: number): ConnectionEnvironment {
  return {
    ...browserEnvironment,
    socket: () => openSocket(diagnosisId),
    ticket: () => ticketFor(diagnosisId),
    snapshot: () => snapshotOf(diagnosisId),
    apply: applyAll,
    isEvent: isLogEvent,
  };
}

async function ticketFor(diagnosis_id: number): Promise<string> {
  return (await ask(api.POST("/ws/ticket", { body: { diagnosis_id } }))).ticket;
}

async function snapshotOf(diagnosis_id: number): Promise<Snapshot> {
  const path = { diagnosis_id };
  const snapshot = await ask(api.GET("/api/diagnoses/{diagnosis_id}/live", { params: { path } }));
  // OpenAPI leaves the content of events open; AsyncAPI describes it.
  return snapshot as unknown as Snapshot;
}

/** Whether somebody is signed in, so that reconnecting can succeed. */
export function signedIn(): boolean {
  return session.status === "in";
}
