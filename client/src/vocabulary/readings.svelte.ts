import { SvelteMap } from "svelte/reactivity";
import { api, askPage } from "../api/client";
import type { ResponseBody } from "../api/response-body";
import { lang } from "../i18n/lang.svelte";
import type { SuggestedKind } from "./suggestions";

export type Reading = ResponseBody<"ReadingView">;

/** What the server understands of texts; a text without a reading was not checked yet. */
export interface Readings {
  of: (text: string) => Reading | undefined;
}

/** Have texts read whenever they change, and again once the network is back. */
export function readings(kind: SuggestedKind, texts: () => readonly string[]): Readings {
  const known = new SvelteMap<string, Reading>();
  const key = (text: string): string => `${lang.current}/${text}`;

  async function read(wanted: readonly string[]): Promise<void> {
    const body = { kind, texts: [...wanted] };
    const asked = askPage(api.POST("/api/knowledge/read", { body }));
    const found = await asked.catch(() => null); // The texts show as not checked.
    for (const one of found?.data ?? []) known.set(key(one.text), one);
  }

  $effect(() => {
    const wanted = texts().filter((text) => !known.has(key(text)));
    const ask = () => void (wanted.length && read(wanted));
    ask();
    addEventListener("online", ask);
    return () => removeEventListener("online", ask);
  });

  return { of: (text) => known.get(key(text)) };
}
