import { EncryptedStore } from "./encrypted-store";

let tell = (): void => {};

/** What this device keeps of the person who is signed in. */
export const personalStore = new EncryptedStore("tajriba", () => tell());

/** Call `act` where it turns out, or has turned out, that what is kept won't survive the page. */
export function onNotDurable(act: () => void): void {
  tell = act;
  if (!personalStore.durable) act();
}
