import { t } from "../../../../i18n/index.svelte";
import { list, percent } from "../../../../i18n/format";
import type { Move } from "../../../../live/ranking-changes";
import type { LogEvent } from "../../../../live/types";

type RankingNews = Extract<LogEvent, { type: "recommendation_update" }>["data"];
type DiagnosisNews = Extract<LogEvent, { type: "diagnosis_update" }>["data"];

const MAX_ANNOUNCED = 2;

/** Return a change of the ranking in words. */
export function moveText({ herb_name: herb, from, to }: Move): string {
  if (!from) return t("live.move_new", { herb });
  if (!to) return t("live.move_gone", { herb });
  if (to.rank < from.rank) return t("live.move_up", { herb, from: from.rank, to: to.rank });
  if (to.rank > from.rank) return t("live.move_down", { herb, from: from.rank, to: to.rank });
  return t("live.move_score", { herb, from: percent(from.score), to: percent(to.score) });
}

/** Return an event in words; `names` has the remedies' names. */
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
    case "diagnosis_update":
      return diagnosisWords(event.data);
    case "safety_alert":
      return t("live.event_safety", { herb: event.data.herb_name ?? "" });
    case "report_reply": {
      const { practitioner_name: name, answer, has_text } = event.data;
      if (answer) return t("live.event_answer", { name, said: t(`patient.answer_${answer}`) });
      return t(has_text ? "live.answer_title" : "live.event_read", { name });
    }
  }
}

/** A plan that is paused or goes on comes before all else. */
function diagnosisWords({ changed_fields, withheld }: DiagnosisNews): string {
  if (changed_fields.includes("withheld"))
    return t(withheld ? "live.event_urgency_paused" : "live.event_urgency_released");
  if (changed_fields.includes("practitioner")) return t("live.event_practitioner");
  return t(
    changed_fields.includes("urgent") ? "live.event_urgency_signs" : "live.event_instructions",
  );
}

/** Removed remedies come first, with the reason: they must no longer be taken. */
function rankingWords({ removed, added, changed_fields, reason }: RankingNews): string {
  const changes: [string, readonly { herb_name: string }[]][] = [
    ["live.event_removed", removed],
    ["live.event_added", added],
  ];
  const said = changes
    .filter(([, all]) => all.length)
    .map(([key, all]) => `${t(key, { herbs: list(all.map((one) => one.herb_name)) })}.`);
  if (said.length) return [...said, reason].join(" ");
  return t(changed_fields.length ? "live.event_ranked" : "live.event_told");
}

/** Return the announcement for screen readers: the first moves, the event, or their number. */
export function announcement(events: readonly LogEvent[], moves: readonly Move[]): string {
  if (moves.length) return moves.slice(0, MAX_ANNOUNCED).map(moveText).join(". ");
  const last = events.at(-1);
  return events.length === 1 && last
    ? eventText(last, new Map())
    : t("live.said_many", { n: events.length });
}
