import { api, ask, askPage } from "../../api/client";
import type { ResponseBody } from "../../api/response-body";
import { number } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";

export type Condition = ResponseBody<"ConditionSummary">;
const SHOWN = 12;

/** Return the conditions whose names contain the text, in any spelling. */
export async function findConditions(q: string): Promise<Condition[]> {
  const query = { q, limit: SHOWN };
  return (await askPage(api.GET("/api/conditions", { params: { query } }))).data;
}

/** Return the names of a condition's symptoms; none where loading fails, since they can be typed. */
export async function symptomsOf(condition_id: number): Promise<string[]> {
  const path = { condition_id };
  const asked = ask(api.GET("/api/conditions/{condition_id}", { params: { path } }));
  const found = await asked.catch(() => null);
  return found?.symptoms.map((symptom) => symptom.name) ?? [];
}

/** Return the options of severity. */
export function severities(): { value: number; label: string; hint: string }[] {
  return [1, 2, 3, 4, 5].map((value) => ({
    value,
    label: number(value),
    hint: t(`patient.severity_${value}`),
  }));
}
