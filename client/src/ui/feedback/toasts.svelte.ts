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

/** The short notes on the screen, and what was last said to those who listen. */
export const notes = {
  get shown(): readonly Toast[] {
    return shown;
  },
  get said(): string {
    return said;
  },
};

/** Show a short note, and say it. One with an action stays until it is closed. */
export function toast(text: string, options: Partial<Pick<Toast, "tone" | "action">> = {}): void {
  const note: Toast = { id: ++count, text, tone: "plain", ...options };
  shown = [...shown.slice(-2), note];
  announce(text);
  if (!note.action) setTimeout(() => dismiss(note.id), SHOWN_MS);
}

export function dismiss(id: number): void {
  shown = shown.filter((note) => note.id !== id);
}

/** Say something to those who listen, politely; it isn't shown. The same twice is said twice. */
export function announce(text: string): void {
  said = said === text ? `${text}\u00a0` : text;
}
