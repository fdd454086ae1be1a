import { api, ask } from "../api/client";
import type { components } from "../api/schema";
import { lang } from "../i18n/lang.svelte";
import { networkFirst } from "../offline/cache";
import { folded } from "./folding";

export type SuggestedKind = components["schemas"]["Texts"]["kind"];

/** A thing that a person may mean, found by any of its names. */
export interface Suggestion {
  names: readonly string[];
  codes: readonly string[];
}
type Indexed = Suggestion & { keys: readonly string[] };

const SHOWN = 8;
const loaded = new Map<SuggestedKind, Promise<readonly Indexed[]>>();

/** Return what may be meant by the start of a name, in any spelling, the nearest first. */
export async function findSuggestions(kind: SuggestedKind, text: string): Promise<Suggestion[]> {
  return matching(await suggestionsOf(kind), text);
}

/** Return the name of a suggestion in the reader's language. */
export function suggestionName(one: Suggestion): string {
  return (lang.current === "fa" ? one.names[0] : one.names[1]) ?? one.names[0] ?? "";
}

/** Return the suggestions of which a name holds the text: whole, at its start, within it. */
export function matching(all: readonly Indexed[], text: string): Suggestion[] {
  const key = folded(text);
  if (!key) return [];
  const rank = ({ keys }: Indexed): number => {
    if (keys.includes(key)) return 0;
    if (keys.some((one) => one.startsWith(key))) return 1;
    return key.length > 2 && keys.some((one) => one.includes(key)) ? 2 : 3;
  };
  return all
    .map((one) => ({ one, at: rank(one) }))
    .filter(({ at }) => at < 3)
    .sort((first, second) => first.at - second.at)
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

/** Return suggestions with the keys by which they are found. */
export function indexed(all: readonly Suggestion[]): Indexed[] {
  return all.map((one) => ({ ...one, keys: one.names.map(folded) }));
}

/** Load the suggestions of a kind once, and keep them for when there is no network. */
export function suggestionsOf(kind: SuggestedKind): Promise<readonly Indexed[]> {
  const known = loaded.get(kind) ?? load(kind);
  loaded.set(kind, known);
  return known;
}

async function load(kind: SuggestedKind): Promise<readonly Indexed[]> {
  try {
    const query = { kind };
    const found = await networkFirst(`suggestions/${kind}`, () =>
      ask(api.GET("/api/knowledge/suggestions", { params: { query } })),
    );
    return indexed(found.value.suggestions);
  } catch (thrown) {
    loaded.delete(kind); // To be tried again with the next letter.
    throw thrown;
  }
}
