import { session } from "../api/session.svelte";

/** Call `act` after every sign-in and after a restored session. */
export function onSignIn(act: () => void): void {
  $effect.root(() => {
    $effect(() => {
      if (session.status === "in" && session.person) act();
    });
  });
}
