import type { LogEvent, RankingEntry } from "./types";

/** How one remedy moved between two rankings. */
export interface Move {
  recommendation_id: number;
  herb_name: string;
  from: RankingEntry | null;
  to: RankingEntry | null;
}

/** Scores that are written alike, in whole per cent, did not move. */
const written = (score: number): number => Math.round(score * 100);

/** Return what changed between two rankings: rank, score, added, removed; best first. */
export function rankingMoves(
  before: readonly RankingEntry[],
  after: readonly RankingEntry[],
): Move[] {
  const old = new Map(before.map((one) => [one.recommendation_id, one]));
  const now = new Set(after.map((one) => one.recommendation_id));
  const moved = after
    .map((to) => moveOf(old.get(to.recommendation_id) ?? null, to))
    .filter(({ from, to }) => !from || !to || isMoved(from, to));
  const gone = before.filter((one) => !now.has(one.recommendation_id));
  return [...moved, ...gone.map((from) => moveOf(from, null))];
}

function moveOf(from: RankingEntry | null, to: RankingEntry | null): Move {
  const one = to ?? from;
  if (!one) throw new Error("a move of nothing");
  return { recommendation_id: one.recommendation_id, herb_name: one.herb_name, from, to };
}

function isMoved(from: RankingEntry, to: RankingEntry): boolean {
  return from.rank !== to.rank || written(from.score) !== written(to.score);
}

/** Number of events: all, those that changed the ranking, improvements. */
export interface Counters {
  updates: number;
  changes: number;
  improvements: number;
}

export const NO_EVENTS: Counters = { updates: 0, changes: 0, improvements: 0 };

/** Return the counters after more events. */
export function updateCounters(counters: Counters, events: readonly LogEvent[]): Counters {
  return {
    updates: counters.updates + events.length,
    changes: counters.changes + events.filter(isChange).length,
    improvements: counters.improvements + events.filter(isImprovement).length,
  };
}

function isChange(event: LogEvent): boolean {
  return event.type === "recommendation_update" && event.data.changed_fields.length > 0;
}

function isImprovement(event: LogEvent): boolean {
  return event.type === "effectiveness_update" && (event.data.improvement ?? 0) > 0;
}

/** Return the remedies that an event is about. */
export function affectedRemedies(event: LogEvent): number[] {
  if (event.type === "diagnosis_update" || event.type === "report_reply") return [];
  if (event.type !== "recommendation_update") {
    return event.data.recommendation_id === null ? [] : [event.data.recommendation_id];
  }
  const { added, changed } = event.data;
  return [...added, ...changed].map((one) => one.recommendation_id);
}
