export type Lang = "fa" | "en";

let current = $state<Lang>("fa");

/** The language of the screen. */
export const lang = {
  get current(): Lang {
    return current;
  },
};

/** Take note of the language whose words are loaded; `setLang` is what screens call. */
export function setCurrent(next: Lang): void {
  current = next;
}
