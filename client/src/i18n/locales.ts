import type { Lang } from "./lang.svelte";

/** How each language writes its numbers and its dates. */
export const LOCALE: Record<Lang, string> = {
  fa: "fa-IR-u-ca-persian-nu-arabext",
  en: "en-GB-u-ca-gregory-nu-latn",
};
