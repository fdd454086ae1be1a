import letters from "./letters.json";

/** The Persian letter of each letter of the Arabic script, as the server folds them. */
const PERSIAN = new Map(
  Object.entries(letters).flatMap(([one, others]) => [...others].map((other) => [other, one])),
);

/** Return the letters and digits of a text in one spelling, as the server compares names. */
export function folded(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, "");
  return [...plain].map(foldedLetter).join("");
}

function foldedLetter(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  return PERSIAN.get(letter) ?? letter;
}
