import { EncryptedStore } from "./encrypted-store";

let notify = (): void => {};

/** The encrypted store of the signed-in person. */
export const personalStore = new EncryptedStore("tajriba", () => notify());

/** Call `act` once stored data will be lost with the page, or at once if that is known. */
export function onNotDurable(act: () => void): void {
  notify = act;
  if (!personalStore.durable) act();
}
