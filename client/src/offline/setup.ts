import { setUnsentCounter } from "../api/data-loss.svelte";
import { onSignOut, setPersonStorage } from "../api/session.svelte";
import { outboxState, reloadOutbox, outbox } from "./outbox-state.svelte";
import { personalStore } from "./personal-store";
import { savePerson, loadPerson } from "./person";
import { DRAFT_PREFIX } from "./outbox-entry";
import { onSignIn } from "./on-sign-in.svelte";

/** Set up the outbox and the store. Call it once, before the session is restored. */
export function setUpOffline(): void {
  setPersonStorage({ load: loadPerson, save: savePerson });
  onSignOut(async () => {
    outbox.stop();
    await personalStore.clear();
    await reloadOutbox();
  });
  setUnsentCounter(countUnsent);
  onSignIn(flushOutbox);
  addEventListener("online", flushOutbox);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") flushOutbox();
  });
  addEventListener("beforeunload", (event) => {
    const unsent = outboxState.entries.length + outboxState.diary.length;
    if (unsent && !outboxState.durable) event.preventDefault(); // The browser asks.
  });
}

/** Return the number of countUnsent and rejected reports and of drafts. */
async function countUnsent(): Promise<number> {
  return (await outbox.entries()).length + (await personalStore.all(DRAFT_PREFIX)).size;
}

function flushOutbox(): void {
  void reloadOutbox().then(() => outbox.flush());
}
