/** How to reconnect after a connection was lost (docs/protocol.md). */

export const BASE_DELAY_MS = 1_000;
export const MAX_DELAY_MS = 30_000;

export type CloseAction = "reconnect" | "renew" | "snapshot" | "not_allowed" | "care_ended";

const ACTIONS: Record<string, CloseAction> = {
  not_signed_in: "renew",
  session_ended: "renew",
  bad_after: "snapshot",
  not_allowed: "not_allowed",
  care_ended: "care_ended",
};

/**
 * Milliseconds to wait after failed attempt `attempt` (0 is the first): uniform below a bound
 * that doubles from 1 to 30 s (Brooker, "Exponential Backoff And Jitter", 2015).
 */
export function backoffDelay(attempt: number, draw: number): number {
  return draw * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(attempt, 16));
}

/** Return what to do after a close frame of this code and reason. */
export function actionAfterClose(code: number, reason: string): CloseAction {
  return code === 1008 ? (ACTIONS[reason] ?? "reconnect") : "reconnect";
}
