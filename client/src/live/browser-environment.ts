import { api, ask } from "../api/client";
import { session } from "../api/session.svelte";
import { browserEnvironment, openSocket, type ConnectionEnvironment } from "./environment";
import type { Snapshot } from "./types";

/** Where a connection to one diagnosis finds the server. */
export function environmentFor(diagnosisId: number): ConnectionEnvironment {
  return {
    ...browserEnvironment,
    socket: () => openSocket(diagnosisId),
    ticket: () => ticketFor(diagnosisId),
    snapshot: () => snapshotOf(diagnosisId),
  };
}

async function ticketFor(diagnosis_id: number): Promise<string> {
  return (await ask(api.POST("/ws/ticket", { body: { diagnosis_id } }))).ticket;
}

async function snapshotOf(diagnosis_id: number): Promise<Snapshot> {
  const path = { diagnosis_id };
  const told = await ask(api.GET("/api/diagnoses/{diagnosis_id}/live", { params: { path } }));
  // The API's document leaves open what an event holds; that of the live messages says it.
  return told as Snapshot;
}

/** Whether somebody is signed in, so that coming back has a chance. */
export function signedIn(): boolean {
  return session.status === "in";
}
