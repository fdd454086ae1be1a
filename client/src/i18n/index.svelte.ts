import { applyLanguage } from "../appearance";
import { preferredLanguage, savePreference } from "../preferences";
import { fill, type Params } from "./fill";
import { number } from "./format";
import { isolate } from "./isolate";
import { lang, setCurrent, type Lang } from "./lang.svelte";

export { lang, type Lang };

type Catalogue = Record<string, Record<string, string>>;

const CHUNKS: Record<Lang, () => Promise<{ default: Catalogue }>> = {
  fa: () => import("./fa"),
  en: () => import("./en"),
};

let words = $state.raw<Record<string, string>>({});

/** Return the words of `area.key` in the reader's language, its placeholders filled. */
export function t(key: string, params: Params = {}): string {
  return fill(words[key] ?? key, params, written);
}

/** Numbers stand in the reader's digits; what people typed turns nothing of the sentence round. */
function written(value: string | number): string {
  return typeof value === "number" ? number(value) : isolate(value, lang.current);
}

/** Return whether the catalogue holds a key: for words that depend on what a server says. */
export function has(key: string): boolean {
  return key in words;
}

/** Load a language, then show everything in it and keep the choice. */
export async function setLang(next: Lang): Promise<void> {
  await load(next);
  savePreference("lang", next);
}

/** Load the language to begin with. */
export async function startLanguage(): Promise<void> {
  await load(preferredLanguage());
}

async function load(next: Lang): Promise<void> {
  const catalogue = (await CHUNKS[next]()).default;
  words = flat(catalogue);
  setCurrent(next);
  applyLanguage(next);
}

/** Name each text by its file and key: `./fa/ui.json` and `close` become `ui.close`. */
function flat(catalogue: Catalogue): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([path, texts]) => {
      const area = path.replace(/^.*\/|\.json$/g, "");
      return Object.entries(texts).map(([key, text]) => [`${area}.${key}`, text]);
    }),
  );
}
