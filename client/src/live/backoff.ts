/** What to do after a connection was lost, without a wire (docs/protocol.md). */

export const FIRST_MS = 1_000;
export const LONGEST_MS = 30_000;

export type Step = "come_back" | "renew" | "snapshot" | "not_allowed" | "care_ended";

const STEPS: Record<string, Step> = {
  not_signed_in: "renew",
  session_ended: "renew",
  bad_after: "snapshot",
  not_allowed: "not_allowed",
  care_ended: "care_ended",
};

/**
 * Milliseconds to wait after failed try `attempt` (0 is the first): evenly drawn below a bound
 * that doubles from 1 to 30 s (Brooker, "Exponential Backoff And Jitter", 2015).
 */
export function pause(attempt: number, draw: number): number {
  return draw * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
}

/** What a close frame of this code and reason asks for. */
export function stepAfter(code: number, reason: string): Step {
  return code === 1008 ? (STEPS[reason] ?? "come_back") : "come_back";
}
