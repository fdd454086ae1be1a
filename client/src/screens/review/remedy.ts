import { api } from "../../api/client";
import type { ResponseBody } from "../../api/response-body";
import { number } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";

export type WrittenRemedy = ResponseBody<"WrittenRemedyView">;
export type Route = WrittenRemedy["route"];
export const ROUTES = ["swallowed", "skin", "inhaled", "gargled"] as const satisfies Route[];

/** Return the lines of a remedy's content, each a name and its text; unknown ones are left out. */
export function remedyFacts(
  one: Pick<
    WrittenRemedy,
    "preparation" | "route" | "dose" | "frequency" | "duration_days" | "daily_g" | "min_age"
  >,
): [string, string][] {
  const facts: [string, string | null | undefined | 0][] = [
    [t("evidence.preparation"), one.preparation],
    [t("evidence.route"), t(`evidence.route_${one.route}`)],
    [t("evidence.dose"), one.dose],
    [t("evidence.frequency"), one.frequency],
    [t("evidence.daily"), one.daily_g && t("evidence.grams", { n: number(one.daily_g, 2) })],
    [t("evidence.duration"), one.duration_days && t("evidence.days", { n: one.duration_days })],
    [t("evidence.min_age"), one.min_age && t("evidence.from_age", { n: one.min_age })],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

/** Let a remedy be offered to everybody. */
export function approve(recommendation_id: number) {
  const params = { path: { recommendation_id } };
  return api.POST("/api/recommendations/{recommendation_id}/review", { params });
}

/** Say why a remedy should be offered to nobody. */
export function refuse(recommendation_id: number, reason: string) {
  const params = { path: { recommendation_id } };
  return api.POST("/api/recommendations/{recommendation_id}/refusal", { params, body: { reason } });
}

/** Take a remedy back; what was reported of it stays. */
export function withdraw(recommendation_id: number) {
  return api.DELETE("/api/recommendations/{recommendation_id}", {
    params: { path: { recommendation_id } },
  });
}
