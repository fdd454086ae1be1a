import { tick } from "svelte";

/**
 * Once what was pressed is gone, give the focus to the first button that is left in its place, or
 * to the head of the page: who uses the keyboard is not thrown back to its beginning.
 */
export async function focusIn(place: HTMLElement | null | undefined): Promise<void> {
  await tick();
  const left = place?.isConnected ? place.querySelector<HTMLElement>("button, a") : null;
  const next = left ?? document.querySelector<HTMLElement>("main h1");
  next?.focus({ preventScroll: left === null });
}
