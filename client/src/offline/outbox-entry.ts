import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Report = Schemas["FeedbackIn"];
export type Revision = Schemas["FeedbackRevision"];
export type Stored = Schemas["FeedbackView"];

/** What is to be sent of a report. */
export type ReportOperation =
  | { kind: "submit"; body: Report }
  | { kind: "revise"; feedbackId: number; body: Revision }
  | { kind: "withdraw"; feedbackId: number };

/** What is to be sent of a diary: each says what holds from now on, so a retry changes nothing. */
export type DiaryOperation =
  | { kind: "diary_day"; body: Schemas["DiaryDayBody"] }
  | { kind: "intake"; body: Schemas["IntakeBody"] };

export type Operation = ReportOperation | DiaryOperation;

/** Why the server rejected an entry; its author can correct or discard it. */
export interface Refusal {
  status: number;
  code: string;
  title: string;
  detail: string;
  fields: { where: readonly (string | number)[]; message: string }[];
}

/** What every entry of the outbox has, from its writing until the server has accepted it. */
interface Envelope {
  /** The idempotency key: a retry is counted once. */
  key: string;
  userId: number;
  diagnosisId: number;
  recommendationId: number;
  herbName: string;
  /** Milliseconds of this device's clock, which may be wrong. */
  written: number;
  /** From the first attempt on the body does not change. */
  sealed: boolean;
  refusal: Refusal | null;
}

export type ReportEntry = ReportOperation & Envelope;
export type DiaryEntry = DiaryOperation & Envelope;
export type OutboxEntry = ReportEntry | DiaryEntry;

/** Whether an entry is of a diary. */
export function isOfDiary(entry: OutboxEntry): entry is DiaryEntry {
  return entry.kind === "diary_day" || entry.kind === "intake";
}

export type Outcome =
  | { is: "sent"; stored: Stored | null }
  | { is: "waiting" }
  | { is: "refused"; refusal: Refusal; entry: OutboxEntry };

export const OUTBOX_PREFIX = "outbox/";
/** Prefix of the keys of report drafts. */
export const DRAFT_PREFIX = "draft/";

/** Return the storage key of an entry; keys sort in the order of sending. */
export function storageKey(entry: OutboxEntry): string {
  return `${OUTBOX_PREFIX}${String(entry.written).padStart(15, "0")}-${entry.key}`;
}

/**
 * Return the entry as it is sent: with the server's time of its writing. The device's clock may be
 * wrong, so only the time elapsed on it is used.
 */
export function sealEntry(entry: OutboxEntry, deviceNow: number, serverNow: number): OutboxEntry {
  if (entry.sealed || entry.kind !== "submit") return { ...entry, sealed: true };
  const passed = Math.max(0, deviceNow - entry.written);
  const observed_at = new Date(serverNow - passed).toISOString();
  return { ...entry, body: { ...entry.body, observed_at }, sealed: true };
}
