/** Return the length of a text as the server counts it: an emoji is one character, not two. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Return at most the first `most` characters of a text. */
export function cutTo(text: string, most: number): string {
  return lengthOf(text) > most ? [...text].slice(0, most).join("") : text;
}
