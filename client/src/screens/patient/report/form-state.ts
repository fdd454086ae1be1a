import { api, ask } from "../../../api/client";
import { t } from "../../../i18n/index.svelte";
import { outbox } from "../../../offline/outbox-state.svelte";
import { vault } from "../../../offline/personal-store";
import { DRAFTS, type Letter } from "../../../offline/outbox-entry";
import type { Feedback } from "../../../offline/cached-queries.svelte";
import { draftOf, emptyDraft, type Draft } from "./draft";

/** What the form is for: a new report, one that exists, or one that was refused. */
export type Task =
  { is: "new" } | { is: "revise"; report: Feedback } | { is: "mend"; letter: Letter };

export interface Beginning {
  draft: Draft;
  task: Task;
  /** It was begun on an earlier visit. */
  restored: boolean;
}

/** How a common side effect is called in the reader's language. */
export const effectName = (key: string): string => t(`patient.effect_${key}`);

/** Where a half-written report is kept. */
export const draftPlace = (diagnosisId: number): string => `${DRAFTS}${diagnosisId}`;

/** Find what a form begins with: `?revise=ID`, `?mend=KEY`, a draft, or nothing. */
export async function begun(
  diagnosisId: number,
  recommendationId: number | null,
  query: URLSearchParams,
): Promise<Beginning> {
  const mend = (await outbox.letters()).find((one) => one.key === query.get("mend"));
  if (mend && mend.kind === "submit") return mending(mend);
  const feedback_id = Number(query.get("revise"));
  if (feedback_id) return revising(feedback_id);
  const kept = await vault.get<Draft>(draftPlace(diagnosisId));
  if (kept && (recommendationId === null || kept.recommendationId === recommendationId)) {
    return { draft: kept, task: { is: "new" }, restored: true };
  }
  return { draft: emptyDraft(recommendationId), task: { is: "new" }, restored: false };
}

function mending(letter: Letter & { kind: "submit" }): Beginning {
  return { draft: draftOf(letter.body, effectName), task: { is: "mend", letter }, restored: false };
}

async function revising(feedback_id: number): Promise<Beginning> {
  const path = { feedback_id };
  const report = await ask(api.GET("/api/feedback/{feedback_id}", { params: { path } }));
  return { draft: draftOf(report, effectName), task: { is: "revise", report }, restored: false };
}
