import { number } from "./i18n/format";

let count = $state(0);

/** How much waits for the person, which the titles of all screens tell first. */
export function setWaiting(n: number): void {
  count = n;
}

/** Return what a title begins with. */
export function waitingPrefix(): string {
  return count ? `(${number(count)}) ` : "";
}
