import { createSubscriber } from "svelte/reactivity";

const TICK_MS = 15_000;
let offset = 0;

/**
 * Read the server's time from the Date header of a response. A device's clock may be off by a day,
 * so relative times ("3 minutes ago") use the server's.
 */
export function noteServerTime(header: string | null, now = Date.now()): void {
  const parsed = header === null ? NaN : Date.parse(header);
  if (Number.isNaN(parsed)) return;
  const found = parsed + 500 - now; // The header has whole seconds.
  if (Math.abs(found - offset) > 1000) offset = found;
}

const ticking = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/** Return the server's time in milliseconds; reactive: templates update with it. */
export function now(): number {
  ticking();
  return Date.now() + offset;
}

/** Return the server's time as ISO 8601, for requests. */
export function serverTime(): string {
  return new Date(Date.now() + offset).toISOString();
}
