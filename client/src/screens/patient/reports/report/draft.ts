import type { Report } from "../../../../offline/outbox-entry";
import type { Feedback } from "../../../../offline/cached-queries.svelte";
import { splitList } from "../../../../vocabulary/split-list";
import { SCALES, type ScaleName, type Scores } from "../answers";

export type Severity = "mild" | "moderate" | "severe";

/** A report while it is being written. */
export type Draft = Record<ScaleName, number | null> & {
  recommendationId: number | null;
  gotWorse: boolean;
  /** The selected common side effects, by key. */
  effects: Record<string, Severity>;
  /** Other side effects, as typed. */
  others: string;
  /** Earlier severities of other side effects by name: of another language, or imported. */
  strengths?: Record<string, Severity>;
  comment: string;
};

/** The side effects to select; their names are in the translations. */
export const COMMON_SIDE_EFFECTS = [
  "nausea",
  "headache",
  "heartburn",
  "dizziness",
  "drowsiness",
  "diarrhoea",
  "constipation",
  "rash",
  "palpitations",
] as const;
export const SEVERITIES: readonly Severity[] = ["mild", "moderate", "severe"];
export const LONGEST_COMMENT = 500;
/** From this improvement on, of 5, nobody got worse as well. */
const MUCH = 4;

/** Return the answer on each scale, null where there is none. */
function scoresOf(answered: Scores): Record<ScaleName, number | null> {
  const scores = SCALES.map(({ name }) => [name, answered[name] ?? null]);
  return Object.fromEntries(scores) as Record<ScaleName, number | null>;
}

export function emptyDraft(recommendationId: number | null): Draft {
  return {
    ...scoresOf({}),
    recommendationId,
    gotWorse: false,
    effects: {},
    others: "",
    comment: "",
  };
}

/** Whether the draft has content worth saving. */
export function hasContent(draft: Draft): boolean {
  const { comment, others, effects } = draft;
  const scored = SCALES.some(({ name }) => draft[name] !== null);
  return scored || !!comment || !!others || !!Object.keys(effects).length;
}

/** Whether a report says both: much better, and worse. */
export function contradicts(draft: Draft): boolean {
  return draft.gotWorse && (draft.symptom_improvement ?? 0) >= MUCH;
}

/** Return the first scale that must be answered and is not. */
export function firstMissing(draft: Draft): ScaleName | undefined {
  return SCALES.find(({ name, required }) => required && draft[name] === null)?.name;
}

/**
 * Return the content of a report to send or to revise, whose required scales are answered; `name`
 * translates a side effect.
 */
export function toReport(draft: Draft, name: (key: string) => string) {
  const chosen = Object.entries(draft.effects).map(([key, severity]) => ({
    name: name(key),
    severity,
  }));
  const strengths = new Map(Object.entries(draft.strengths ?? {}));
  const typed = splitList(draft.others).map((other) => ({
    name: other,
    severity: strengths.get(other) ?? null,
  }));
  return {
    ...(scoresOf(draft) as Pick<Report, ScaleName>),
    got_worse: draft.gotWorse,
    side_effects: [...chosen, ...typed],
    comment: draft.comment.trim() || null,
  };
}

/** Return the draft of an existing report. */
export function toDraft(report: Feedback | Report, name: (key: string) => string): Draft {
  const told = typeof report.side_effects === "string" ? [] : (report.side_effects ?? []);
  const typed = typeof report.side_effects === "string" ? [report.side_effects] : [];
  const keys = new Map<string, string>(COMMON_SIDE_EFFECTS.map((key) => [name(key), key]));
  const effects: Record<string, Severity> = {};
  // Its keys are what people typed, `__proto__` too.
  const strengths = Object.create(null) as Record<string, Severity>;
  for (const { name: called, severity } of told) {
    const key = keys.get(called);
    if (key && severity) effects[key] = severity;
    else typed.push(called);
    if (!key && severity) strengths[called] = severity;
  }
  return {
    ...scoresOf(report),
    recommendationId: report.recommendation_id,
    gotWorse: report.got_worse ?? false,
    effects,
    others: typed.join("، "),
    strengths,
    comment: report.comment ?? "",
  };
}
