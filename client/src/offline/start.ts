import { onSignOut, rememberIn, type Person } from "../api/session.svelte";
import { look, outbox, vault } from "./here.svelte";
import { whenSignedIn } from "./signed.svelte";

const PERSON = "person";

/** Prepare what works without the server. Called once, before anybody is known. */
export async function start(): Promise<void> {
  rememberIn({
    load: () => vault.get<Person>(PERSON),
    save: (person) => vault.put(PERSON, person),
  });
  onSignOut(async () => {
    outbox.stop();
    await vault.clear();
    await look();
  });
  whenSignedIn(sendWaiting);
  addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendWaiting();
  });
}

function sendWaiting(): void {
  void look().then(() => outbox.flush());
}
