import { untrack } from "svelte";
import type { Problem } from "./problem";
import { session } from "./session.svelte";

/** Reload after a sign-in where a 401 was the last answer. Call it while a component is initialised. */
export function retryAfterSignIn(problem: () => Problem | null, reload: () => unknown): void {
  $effect(() => {
    if (session.arrivals && untrack(() => problem()?.status) === 401) void untrack(reload);
  });
}
