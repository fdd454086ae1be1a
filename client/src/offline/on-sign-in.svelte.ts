import { session } from "../api/session.svelte";

/** Call `act` whenever somebody has come in, by a sign-in, a cookie or memory. */
export function onSignIn(act: () => void): void {
  $effect.root(() => {
    $effect(() => {
      if (session.status === "in" && session.person) act();
    });
  });
}
