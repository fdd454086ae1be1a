import type { Report } from "../../../offline/outbox-entry";
import type { Feedback } from "../../../offline/cached-queries.svelte";

export type Severity = "mild" | "moderate" | "severe";

/** A report while it is being written. */
export interface Draft {
  recommendationId: number | null;
  rating: number | null;
  improvement: number | null;
  gotWorse: boolean;
  compliance: number | null;
  /** The selected common side effects, by key. */
  effects: Record<string, Severity>;
  /** Other side effects, as typed. */
  others: string;
  /** Earlier severities of other side effects by name: of another language, or imported. */
  strengths?: Record<string, Severity>;
  comment: string;
}

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
const LONGEST_NAME = 100;

export function emptyDraft(recommendationId: number | null): Draft {
  return {
    recommendationId,
    rating: null,
    improvement: null,
    gotWorse: false,
    compliance: null,
    effects: {},
    others: "",
    comment: "",
  };
}

/** Whether the draft has content worth saving. */
export function hasContent({ rating, improvement, comment, others, effects }: Draft): boolean {
  return (
    rating !== null ||
    improvement !== null ||
    !!comment ||
    !!others ||
    !!Object.keys(effects).length
  );
}

/** Split a typed list at commas of any script. */
export function splitList(text: string): string[] {
  const found = text.split(/[,،;؛\n]/).map((part) => part.trim().slice(0, LONGEST_NAME));
  return [...new Set(found.filter(Boolean))];
}

/** Return the content of a report to send or to revise; `name` translates a side effect. */
export function toReport(draft: Draft, name: (key: string) => string) {
  const chosen = Object.entries(draft.effects).map(([key, severity]) => ({
    name: name(key),
    severity,
  }));
  const typed = splitList(draft.others).map((other) => ({
    name: other,
    severity: draft.strengths?.[other] ?? null,
  }));
  return {
    rating: draft.rating ?? 0,
    symptom_improvement: draft.improvement ?? 0,
    got_worse: draft.gotWorse,
    compliance_score: draft.compliance,
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
  const strengths: Record<string, Severity> = {};
  for (const { name: called, severity } of told) {
    const key = keys.get(called);
    if (key && severity) effects[key] = severity;
    else typed.push(called);
    if (!key && severity) strengths[called] = severity;
  }
  return {
    recommendationId: report.recommendation_id,
    rating: report.rating,
    improvement: report.symptom_improvement,
    gotWorse: report.got_worse ?? false,
    compliance: report.compliance_score ?? null,
    effects,
    others: typed.join("، "),
    strengths,
    comment: report.comment ?? "",
  };
}
