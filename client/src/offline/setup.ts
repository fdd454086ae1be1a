import { setUnsentCounter } from "../api/data-loss.svelte";
import { onSignOut, setPersonStorage } from "../api/session.svelte";
import { outboxState, reloadOutbox, outbox } from "./outbox-state.svelte";
import { personalStore } from "./personal-store";
import { savePerson, loadPerson } from "./person";
import { DRAFT_PREFIX } from "./outbox-entry";
import { onSignIn } from "./on-sign-in.svelte";

/** Prepare what works without the server. Called once, before anybody is known. */
export function setUpOffline(): void {
  setPersonStorage({ load: loadPerson, save: savePerson });
  onSignOut(async () => {
    outbox.stop();
    await personalStore.clear();
    await reloadOutbox();
  });
  setUnsentCounter(unsent);
  onSignIn(sendWaiting);
  addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendWaiting();
  });
  addEventListener("beforeunload", (event) => {
    if (outboxState.entries.length && !outboxState.durable) event.preventDefault(); // The browser asks.
  });
}

/** Reports that wait, were refused, or are half written. */
async function unsent(): Promise<number> {
  return (await outbox.entries()).length + (await personalStore.all(DRAFT_PREFIX)).size;
}

function sendWaiting(): void {
  void reloadOutbox().then(() => outbox.flush());
}
