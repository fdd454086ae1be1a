import { interval as written, percent } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";

/** Fewer reports than these are told by their number: a share of them would mislead. */
export const LEAST_REPORTS = 5;
/** An interval of this width says nothing. */
const WIDE = 0.8;

export type Support = "low" | "moderate" | "high";

/** Return the share of successes, 0 to 1; null of fewer than `LEAST_REPORTS`. */
export function shareOf(successes: number, total: number): number | null {
  return total < LEAST_REPORTS ? null : successes / total;
}

/** Return the share of successful reports in words; of few, their number. */
export function successText(successes: number, total: number): string {
  const share = shareOf(successes, total);
  return share === null
    ? t("ui.successes", { n: successes, of: total })
    : t("ui.success_share", { share: percent(share), n: successes, of: total });
}

/** Return the likely range of a share in words; or that it is hardly known. */
export function rangeText(interval: readonly number[]): string {
  const [low = 0, high = 1] = interval;
  return high - low >= WIDE ? t("ui.range_wide") : t("ui.range", { interval: written(interval) });
}

/** Name how well data support a prediction by its confidence, 0 to 1, in thirds. */
export function support(confidence: number): Support {
  if (confidence < 1 / 3) return "low";
  return confidence < 2 / 3 ? "moderate" : "high";
}
