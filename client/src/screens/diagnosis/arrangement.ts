import type { ResponseBody } from "../../api/response-body";
import { list } from "../../i18n/format";
import { t } from "../../i18n/index.svelte";

type Diagnosis = ResponseBody<"DiagnosisView">;
/** A diagnosis that an earlier version of this app kept on the device does not say it. */
type Said = Pick<Diagnosis, "plan"> & Partial<Pick<Diagnosis, "arrangement">>;
export type Arrangement = Diagnosis["arrangement"];
export const ARRANGEMENTS: readonly Arrangement[] = ["together", "in_turn", "alternatives"];

/** How the remedies of a plan relate, in a sentence; null where there is nothing to relate. */
export function arrangementText({ arrangement, plan }: Said): string | null {
  return arrangement && plan.length > 1 ? t(`patient.arrangement_${arrangement}_text`) : null;
}

/** The names of the remedies of a plan, and in a few words how they relate. */
export function planText({ arrangement, plan }: Said): string {
  if (!plan.length) return t("patient.plan_none");
  const names = t("patient.plan_of", { names: list(plan.map((one) => one.herb_name)) });
  if (!arrangement || plan.length === 1) return names;
  return `${names} · ${t(`patient.arrangement_${arrangement}`)}`;
}
