import { lang, t } from "../../i18n/index.svelte";
import { number } from "../../i18n/format";

/** Write a list in the reader's language; null where it is empty. */
export function list(names: readonly string[]): string | null {
  return names.length ? names.join(lang.current === "fa" ? "، " : ", ") : null;
}

/** Write a range of which an end may be unknown. */
export function between(low: number | null, high: number | null): string | null {
  if (low !== null && high !== null && low !== high)
    return t("evidence.from_to", { low: number(low, 2), high: number(high, 2) });
  const end = high ?? low;
  return end === null ? null : number(end, 2);
}

/** Write a herb's degrees: "warm in the second degree, dry in the first". */
export function natureOf(opinion: { warmth: number | null; moisture: number | null }): string {
  const parts = [
    degree(opinion.warmth, "warm", "cold", "even_warmth"),
    degree(opinion.moisture, "wet", "dry", "even_moisture"),
  ];
  return list(parts.filter((part) => part !== null)) ?? t("evidence.unknown_nature");
}

function degree(value: number | null, above: string, below: string, even: string): string | null {
  if (value === null) return null;
  if (value === 0) return t(`evidence.${even}`);
  return t(`evidence.degree_${value > 0 ? above : below}`, {
    degree: t(`evidence.ordinal_${Math.abs(value)}`),
  });
}
