import { untrack } from "svelte";
import type { Problem } from "./problem";
import { session } from "./session.svelte";

/** Load again after a sign-in what an ended session was refused. Call it while a component starts. */
export function retryAfterSignIn(problem: () => Problem | null, reload: () => unknown): void {
  $effect(() => {
    if (session.arrivals && untrack(() => problem()?.status) === 401) void untrack(reload);
  });
}
