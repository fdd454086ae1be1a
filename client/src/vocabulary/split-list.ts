const LONGEST_NAME = 100;

/** Split a typed list at commas of any script. */
export function splitList(text: string): string[] {
  const found = text.split(/[,،;؛\n]/).map((part) => part.trim().slice(0, LONGEST_NAME));
  return [...new Set(found.filter(Boolean))];
}
