import { Vault } from "./encrypted-store";

let tell = (): void => {};

/** What this device keeps of the person who is signed in. */
export const vault = new Vault("tajriba", () => tell());

/** Call `act` where it turns out, or has turned out, that what is kept won't survive the page. */
export function whenFragile(act: () => void): void {
  tell = act;
  if (!vault.durable) act();
}
