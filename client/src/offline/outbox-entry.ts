import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Report = Schemas["FeedbackIn"];
export type Revision = Schemas["FeedbackRevision"];
export type Stored = Schemas["FeedbackView"];

/** What is to be sent. */
export type Errand =
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
export type Letter = Errand & {
  /** Makes a retry safe; a new one for each letter. */
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
  | { is: "refused"; refusal: Refusal; letter: Letter };

export const PREFIX = "outbox/";
/** Where half-written reports are kept. */
export const DRAFTS = "draft/";

/** Where a letter is kept: by the time of its writing, so that names are in the order of sending. */
export function nameOf(letter: Letter): string {
  return `${PREFIX}${String(letter.written).padStart(15, "0")}-${letter.key}`;
}

/**
 * The letter as it is sent, whenever that is: with the server's time of when it was written.
 * A clock that is off by a day is off by it at both times, so only the time between counts.
 */
export function sealLetter(letter: Letter, deviceNow: number, serverNow: number): Letter {
  if (letter.sealed || letter.kind !== "submit") return { ...letter, sealed: true };
  const passed = Math.max(0, deviceNow - letter.written);
  const observed_at = new Date(serverNow - passed).toISOString();
  return { ...letter, body: { ...letter.body, observed_at }, sealed: true };
}
