const forms = new Set<() => boolean>();

/** Where one wanted to go although something is not saved. */
let asked = $state<string | null>(null);
export const leaving = {
  get to(): string | null {
    return asked;
  },
};

/** Have a form asked about before somebody leaves its screen while `changed`; called in its setup. */
export function asksBeforeLeaving(changed: () => boolean): void {
  $effect(() => watch(changed));
}

/** The same for what is no component; returns how to stop. */
export function watch(changed: () => boolean): () => void {
  forms.add(changed);
  return () => void forms.delete(changed);
}

/** Whether a form on the screen holds what is not saved. */
export function isUnsaved(): boolean {
  return [...forms].some((changed) => changed());
}

/** Ask whether to leave for an address; `stay` and `discard` answer. */
export function askBeforeLeaving(to: string): void {
  asked = to;
}

/** Stay with what is not saved. */
export function stay(): void {
  asked = null;
}

/** Give up what is not saved; returns where one wanted to go. */
export function discard(): string | null {
  const to = asked;
  asked = null;
  forms.clear();
  return to;
}
