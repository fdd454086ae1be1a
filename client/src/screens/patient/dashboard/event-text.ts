import { t } from "../../../i18n/index.svelte";
import { list, percent } from "../../../i18n/format";
import type { Move } from "../../../live/ranking-changes";
import type { LogEvent } from "../../../live/types";

type RankingNews = Extract<LogEvent, { type: "recommendation_update" }>["data"];

const ALOUD = 2;

/** What a move is in words. */
export function moveText({ herb_name: herb, from, to }: Move): string {
  if (!from) return t("live.move_new", { herb });
  if (!to) return t("live.move_gone", { herb });
  if (to.rank < from.rank) return t("live.move_up", { herb, from: from.rank, to: to.rank });
  if (to.rank > from.rank) return t("live.move_down", { herb, from: from.rank, to: to.rank });
  return t("live.move_score", { herb, from: percent(from.score), to: percent(to.score) });
}

/** What an event is in words; reports name their remedy through `names`. */
export function eventText(event: LogEvent, names: ReadonlyMap<number, string>): string {
  switch (event.type) {
    case "feedback_update": {
      const { recommendation_id: id, rating, symptom_improvement, withdrawn } = event.data;
      const herb = names.get(id) ?? t("live.remedy", { id });
      if (withdrawn) return t("live.event_withdrawn", { herb });
      return t("live.event_report", { herb, rating, improvement: symptom_improvement });
    }
    case "effectiveness_update": {
      const { herb_name: herb, effectiveness_score, sample_size: n, scope } = event.data;
      if (effectiveness_score === null) return t("live.event_announced_none", { herb });
      const key = scope === "recommendation" ? "live.event_shared" : "live.event_announced";
      return t(key, { herb, score: percent(effectiveness_score), n });
    }
    case "recommendation_update":
      return rankingWords(event.data);
  }
}

/** What left the plan comes first, with why: it is no longer to be taken. */
function rankingWords({ removed, added, changed_fields, reason }: RankingNews): string {
  const announcement: [string, readonly { herb_name: string }[]][] = [
    ["live.event_removed", removed],
    ["live.event_added", added],
  ];
  const said = announcement
    .filter(([, all]) => all.length)
    .map(([key, all]) => `${t(key, { herbs: list(all.map((one) => one.herb_name)) })}.`);
  if (said.length) return [...said, reason].join(" ");
  return t(changed_fields.length ? "live.event_ranked" : "live.event_told");
}

/** What is said to those who listen: the first moves, or the last event, or how many came. */
export function announcement(events: readonly LogEvent[], moves: readonly Move[]): string {
  if (moves.length) return moves.slice(0, ALOUD).map(moveText).join(". ");
  const last = events.at(-1);
  return events.length === 1 && last
    ? eventText(last, new Map())
    : t("live.said_many", { n: events.length });
}
