import { countUnsentBy } from "../api/data-loss.svelte";
import { onSignOut, rememberIn } from "../api/session.svelte";
import { here, look, outbox } from "./outbox-state.svelte";
import { vault } from "./personal-store";
import { keepPerson, keptPerson } from "./person";
import { DRAFTS } from "./outbox-entry";
import { whenSignedIn } from "./on-sign-in.svelte";

/** Prepare what works without the server. Called once, before anybody is known. */
export function start(): void {
  rememberIn({ load: keptPerson, save: keepPerson });
  onSignOut(async () => {
    outbox.stop();
    await vault.clear();
    await look();
  });
  countUnsentBy(unsent);
  whenSignedIn(sendWaiting);
  addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendWaiting();
  });
  addEventListener("beforeunload", (event) => {
    if (here.letters.length && !here.durable) event.preventDefault(); // The browser asks.
  });
}

/** Reports that wait, were refused, or are half written. */
async function unsent(): Promise<number> {
  return (await outbox.letters()).length + (await vault.all(DRAFTS)).size;
}

function sendWaiting(): void {
  void look().then(() => outbox.flush());
}
