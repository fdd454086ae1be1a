import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Report = Schemas["FeedbackIn"];
export type Revision = Schemas["FeedbackRevision"];
export type Stored = Schemas["FeedbackView"];

/** What is to be sent. */
export type Operation =
  | { kind: "submit"; body: Report }
  | { kind: "revise"; feedbackId: number; body: Revision }
  | { kind: "withdraw"; feedbackId: number };

/** Why the server would not take it; its person can mend it or let it go. */
export interface Refusal {
  status: number;
  code: string;
  title: string;
  detail: string;
  fields: { where: readonly (string | number)[]; message: string }[];
}

/** A report on its way: kept from the moment it is written until the server has taken it. */
export type OutboxEntry = Operation & {
  /** Makes a retry safe; a new one for each entry. */
  key: string;
  userId: number;
  diagnosisId: number;
  recommendationId: number;
  herbName: string;
  /** Milliseconds of this device's clock, which may be wrong. */
  written: number;
  /** From the first try on its bytes stay what they are. */
  sealed: boolean;
  refusal: Refusal | null;
};

export type Outcome =
  | { is: "sent"; stored: Stored | null }
  | { is: "waiting" }
  | { is: "refused"; refusal: Refusal; entry: OutboxEntry };

export const OUTBOX_PREFIX = "outbox/";
/** Where half-written reports are kept. */
export const DRAFT_PREFIX = "draft/";

/** Where a entry is kept: by the time of its writing, so that names are in the order of sending. */
export function storageKey(entry: OutboxEntry): string {
  return `${OUTBOX_PREFIX}${String(entry.written).padStart(15, "0")}-${entry.key}`;
}

/**
 * The entry as it is sent, whenever that is: with the server's time of when it was written.
 * A clock that is off by a day is off by it at both times, so only the time between counts.
 */
export function sealEntry(entry: OutboxEntry, deviceNow: number, serverNow: number): OutboxEntry {
  if (entry.sealed || entry.kind !== "submit") return { ...entry, sealed: true };
  const passed = Math.max(0, deviceNow - entry.written);
  const observed_at = new Date(serverNow - passed).toISOString();
  return { ...entry, body: { ...entry.body, observed_at }, sealed: true };
}
