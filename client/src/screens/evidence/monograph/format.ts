import { list, number } from "../../../i18n/format";
import { t } from "../../../i18n/index.svelte";

/** Return the citation of a source by its number in the page's list: "[2]". */
export function citation(code: string, sources: readonly { code: string }[]): string {
  const place = sources.findIndex((one) => one.code === code);
  return place < 0 ? code : `[${number(place + 1)}]`;
}

/** Return a herb's degrees in words: "warm in the second degree, dry in the first". */
export function degreesText(opinion: { warmth: number | null; moisture: number | null }): string {
  const parts = [
    degree(opinion.warmth, "warm", "cold", "even_warmth"),
    degree(opinion.moisture, "wet", "dry", "even_moisture"),
  ];
  return list(parts.filter((part) => part !== null)) || t("evidence.unknown_nature");
}

function degree(value: number | null, above: string, below: string, even: string): string | null {
  if (value === null) return null;
  if (value === 0) return t(`evidence.${even}`);
  return t(`evidence.degree_${value > 0 ? above : below}`, {
    degree: t(`evidence.ordinal_${Math.abs(value)}`),
  });
}
