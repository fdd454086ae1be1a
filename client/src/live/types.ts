import type { components } from "./messages";

type Wire = components["schemas"];

/** Events of the log, which change a snapshot. */
export type LogEvent =
  | Wire["message_feedback_update"]
  | Wire["message_effectiveness_update"]
  | Wire["message_recommendation_update"]
  | Wire["message_diagnosis_update"]
  | Wire["message_safety_alert"]
  | Wire["message_report_reply"];

export type UrgentSign = Wire["UrgentSign"];

/** Messages that are not events of the log. */
export type ControlMessage =
  Wire["message_connect"] | Wire["message_pong"] | Wire["message_error"] | Wire["message_resync"];

/** What every message has, also one of a type that this client does not know. */
export interface Envelope {
  type: string;
  event_id: number;
  timestamp: string;
  data: object;
}

export type Evidence = Wire["LiveEvidence"];
export type RankingEntry = Wire["RankingEntry"];
export type Announced = Wire["Announced"];

/** The live state of a diagnosis; events keep it up to date. */
export interface Snapshot {
  event_id: number;
  evidence: Evidence[];
  ranking: RankingEntry[];
  urgent: UrgentSign[];
  /** Whether no remedy may be taken until a doctor has seen the patient. */
  withheld: boolean;
  recent_events: LogEvent[];
}
