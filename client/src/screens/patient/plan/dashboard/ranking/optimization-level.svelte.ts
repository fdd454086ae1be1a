import { api, ask } from "../../../../../api/client";
import { resource, type Resource } from "../../../../../api/resource.svelte";
import type { ResponseBody } from "../../../../../api/response-body";
import { lang } from "../../../../../i18n/lang.svelte";
import type { Dashboard } from "../../../../../live/dashboard.svelte";
import type { RankingEntry } from "../../../../../live/types";

type Prediction = ResponseBody<"PlanPrediction">;
export type Level = Prediction["optimization_level"];
export const LEVELS = ["conservative", "balanced", "aggressive"] as const satisfies Level[];

/** An entry of the shown ranking; at another level with the balanced score for comparison. */
export interface RankedEntry extends Omit<RankingEntry, "interval"> {
  interval: readonly number[];
  balanced: number | null;
}

/** The prediction at a level; null for the balanced one, which is the live ranking. */
export function predictionAt(
  dashboard: () => Dashboard,
  level: () => Level,
): Resource<Prediction | null> {
  return resource(async () => {
    const { id, rankings } = dashboard();
    const optimization_level = level();
    void [lang.current, rankings];
    if (optimization_level === "balanced") return null;
    const params = { path: { diagnosis_id: id }, query: { optimization_level } };
    return ask(api.GET("/api/predictions/diagnosis/{diagnosis_id}/predict", { params }));
  });
}

/** The ranking in the order of a level. */
export function rankingAt(
  ranking: readonly RankingEntry[],
  prediction: Prediction | null,
): RankedEntry[] {
  if (!prediction) return ranking.map((place) => ({ ...place, balanced: null }));
  return prediction.predicted_recommendations.map((one, index) => ({
    recommendation_id: one.recommendation_id,
    herb_name: one.herb_name,
    rank: index + 1,
    score: one.predicted_effectiveness,
    interval: one.interval,
    confidence: one.confidence,
    balanced: "balanced_effectiveness" in one ? one.balanced_effectiveness : null,
  }));
}
