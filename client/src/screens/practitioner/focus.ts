import { tick } from "svelte";

/**
 * After the focused element was removed, focus the first button that is left in its container, else
 * the heading of the page, so that keyboard users keep their position.
 */
export async function focusIn(container: HTMLElement | null | undefined): Promise<void> {
  await tick();
  const left = container?.isConnected ? container.querySelector<HTMLElement>("button, a") : null;
  const next = left ?? document.querySelector<HTMLElement>("main h1");
  next?.focus({ preventScroll: left === null });
}
