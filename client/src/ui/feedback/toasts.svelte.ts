interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "danger";
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6000;
let count = 0;
let shown = $state.raw<readonly Toast[]>([]);
let said = $state("");

/** The visible toasts, and the last announcement to screen readers. */
export const notes = {
  get shown(): readonly Toast[] {
    return shown;
  },
  get said(): string {
    return said;
  },
};

/** Show and announce a toast. One with an action stays until it is closed. */
export function toast(text: string, options: Partial<Pick<Toast, "tone" | "action">> = {}): void {
  const note: Toast = { id: ++count, text, tone: "plain", ...options };
  shown = [...shown.slice(-2), note];
  announce(text);
  if (!note.action) setTimeout(() => dismiss(note.id), SHOWN_MS);
}

export function dismiss(id: number): void {
  shown = shown.filter((note) => note.id !== id);
}

/** Announce a text to screen readers (aria-live polite); the same text is announced again. */
export function announce(text: string): void {
  said = said === text ? `${text}\u00a0` : text;
}
