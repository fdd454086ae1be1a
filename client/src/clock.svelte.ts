import { createSubscriber } from "svelte/reactivity";

const TICK_MS = 15_000;
let offset = 0;

/**
 * Take the server's time from an answer's Date header. A device's clock may be off by a day;
 * what happened "3 minutes ago" is told by the server's.
 */
export function noteServerTime(header: string | null, now = Date.now()): void {
  const told = header === null ? NaN : Date.parse(header);
  if (Number.isNaN(told)) return;
  const found = told + 500 - now; // The header is cut to whole seconds.
  if (Math.abs(found - offset) > 1000) offset = found;
}

const ticking = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/** Return the server's time in milliseconds; what reads it in a template follows it. */
export function now(): number {
  ticking();
  return Date.now() + offset;
}

/** Return the server's time as ISO 8601, for what is sent. */
export function serverTime(): string {
  return new Date(Date.now() + offset).toISOString();
}
