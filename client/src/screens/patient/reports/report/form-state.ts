import { api, ask } from "../../../../api/client";
import { t } from "../../../../i18n/index.svelte";
import { outbox } from "../../../../offline/outbox-state.svelte";
import { personalStore } from "../../../../offline/personal-store";
import { DRAFT_PREFIX, type OutboxEntry } from "../../../../offline/outbox-entry";
import type { Feedback } from "../../../../offline/cached-queries.svelte";
import { toDraft, emptyDraft, type Draft } from "./draft";

/** The purpose of the form: a new report, a revision, or the correction of a rejected one. */
export type Task =
  { is: "new" } | { is: "revise"; report: Feedback } | { is: "mend"; entry: OutboxEntry };

export interface FormState {
  draft: Draft;
  task: Task;
  /** The draft is from an earlier visit. */
  restored: boolean;
}

/** Return a common side effect's name in the reader's language. */
export const sideEffectName = (key: string): string => t(`patient.effect_${key}`);

/** Return the storage key of a draft. */
export const draftKey = (diagnosisId: number): string => `${DRAFT_PREFIX}${diagnosisId}`;

/** Load the initial state of the form: `?revise=ID`, `?mend=KEY`, a draft, or empty. */
export async function loadForm(
  diagnosisId: number,
  recommendationId: number | null,
  query: URLSearchParams,
): Promise<FormState> {
  const mend = (await outbox.entries()).find((one) => one.key === query.get("mend"));
  if (mend && mend.kind === "submit") return mending(mend);
  const feedback_id = Number(query.get("revise"));
  if (feedback_id) return revising(feedback_id);
  const kept = await personalStore.get<Draft>(draftKey(diagnosisId));
  if (kept && (recommendationId === null || kept.recommendationId === recommendationId)) {
    const draft = { ...emptyDraft(recommendationId), ...kept };
    return { draft, task: { is: "new" }, restored: true };
  }
  return { draft: emptyDraft(recommendationId), task: { is: "new" }, restored: false };
}

function mending(entry: OutboxEntry & { kind: "submit" }): FormState {
  return {
    draft: toDraft(entry.body, sideEffectName),
    task: { is: "mend", entry },
    restored: false,
  };
}

async function revising(feedback_id: number): Promise<FormState> {
  const path = { feedback_id };
  const report = await ask(api.GET("/api/feedback/{feedback_id}", { params: { path } }));
  return {
    draft: toDraft(report, sideEffectName),
    task: { is: "revise", report },
    restored: false,
  };
}
