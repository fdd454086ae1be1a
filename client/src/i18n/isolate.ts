import type { Lang } from "./lang.svelte";

const EMBEDDINGS = /[\u202a-\u202e]/g;
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const ISOLATED = /\u2068[^\u2066-\u2069]*\u2069/g;
const ISOLATES = /[\u2066-\u2069]/;
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu;

/**
 * Return a text that turns round nothing of the sentence it is put into: its own controls of
 * direction are left out, and letters of the other direction are isolated (Unicode UAX 9, FSI).
 * What is isolated already stays so.
 */
export function isolate(text: string, lang: Lang): string {
  const whole = !ISOLATES.test(text.replace(ISOLATED, ""));
  const plain = text.replace(whole ? EMBEDDINGS : CONTROLS, "");
  return runsOtherwise(plain.replace(ISOLATED, ""), lang) ? `\u2068${plain}\u2069` : plain;
}

function runsOtherwise(text: string, lang: Lang): boolean {
  const others = text.replace(RIGHT_TO_LEFT, "");
  return lang === "fa" ? /\p{L}/u.test(others) : others !== text;
}
