/** What a placeholder is filled with. */
export type Params = Record<string, string | number>;

const PLACEHOLDER = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/**
 * Fill `{name}` by a parameter as it is `written`, and `{name|one|other}` by the word that fits a
 * number. Both may stand in one text: "{n} {n|report|reports}".
 */
export function fill(
  text: string,
  params: Params,
  written: (value: string | number) => string,
): string {
  if (!text.includes("{")) return text;
  return text.replace(PLACEHOLDER, (whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) return Number(value) === 1 ? one : other;
    return written(value);
  });
}

/** Return the names of a text's placeholders, each once, in order. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ""))].sort();
}
