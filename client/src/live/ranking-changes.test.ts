import { expect, test } from "vitest";
import { updateCounters, rankingMoves, NO_EVENTS, affectedRemedies } from "./ranking-changes";
import recorded from "./recorded.json";
import type { LogEvent, RankingEntry, Snapshot } from "./types";

function place(recommendation_id: number, rank: number, score: number): RankingEntry {
  const herb_name = `herb ${recommendation_id}`;
  return { recommendation_id, herb_name, rank, score, interval: [0, 1], confidence: 0.5 };
}

test("what came, left, changed places or moved visibly is a move; the rest is not", () => {
  const before = [place(1, 1, 0.8), place(2, 2, 0.7), place(3, 3, 0.6), place(4, 4, 0.5)];
  const after = [place(1, 1, 0.803), place(3, 2, 0.72), place(2, 3, 0.7), place(5, 4, 0.4)];
  const moves = rankingMoves(before, after);
  expect(moves.map(({ recommendation_id: id, from, to }) => [id, from?.rank, to?.rank])).toEqual([
    [3, 3, 2],
    [2, 2, 3],
    [5, undefined, 4],
    [4, 4, undefined],
  ]);
  expect(rankingMoves(after, after)).toEqual([]);
});

test("no move goes from a figure to the same figure as it is written", () => {
  const before = [place(1, 1, 0.6349), place(2, 2, 0.634)];
  expect(rankingMoves(before, [place(1, 1, 0.63), place(2, 2, 0.6349)])).toEqual([]);
  expect(rankingMoves(before, [place(1, 1, 0.6351), place(2, 2, 0.63)])).toHaveLength(1);
});

test("what a real server told is counted by kind", () => {
  const { first, steps } = recorded.en as unknown as {
    first: Snapshot;
    steps: { messages: LogEvent[]; then: Snapshot }[];
  };
  const events = steps.flatMap((step) => step.messages);
  const counters = updateCounters(NO_EVENTS, events);
  expect(counters.updates).toBe(events.length);
  expect(counters.changes).toBeGreaterThan(0);
  expect(counters.improvements).toBeLessThan(counters.updates - counters.changes);
  expect(updateCounters(updateCounters(NO_EVENTS, events.slice(0, 5)), events.slice(5))).toEqual(
    counters,
  );
  const known = first.evidence.map((one) => one.recommendation_id);
  expect(known).toContain(affectedRemedies(events[0]!)[0]);
});
