"""The exact evidence of one diagnosis, for its patient and the practitioner who cares for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import find_diagnosis, safe_plan
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import OwnEvidence, Published, own_evidence, published
from tajriba.evidence.sums import Sums, Window, averages_of
from tajriba.evidence.views.published_views import (
    effect_labels,
    effectiveness,
    figures,
    rating_trend,
)
from tajriba.evidence.views.schemas import (
    DiagnosisEffectiveness,
    Effectiveness,
    Overview,
    OverviewItem,
    OwnEffectiveness,
    Performers,
    Summary,
)
from tajriba.evidence.views.side_effect_schemas import EffectCount
from tajriba.feedback.reporting_activity import last_changes
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import recommendation_facts

HIGH = 0.75
LOW = 0.5


@dataclass(frozen=True, slots=True)
class _One:
    """What is known of one recommendation within the diagnosis."""

    facts: RecommendationFacts
    planned: bool
    own: OwnEvidence
    changed: int | None


def overview(tx: ReadTx, principal: Principal, diagnosis_id: int, lang: Lang) -> Overview:
    """Return each recommendation of the plan, and each that has reports, with its whole course."""
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    items = [_overview_item(tx, one, lang) for one in _all(tx, found)]
    return Overview(
        diagnosis_id=found.id,
        total_feedbacks=sum(item.summary.total_feedbacks for item in items),
        recommendations=items,
    )


def _all(tx: ReadTx, found: Diagnosis) -> list[_One]:
    """Return the plan in its order, then what was reported of beside it."""
    own = own_evidence(tx, found.id)
    changed = last_changes(tx, found.patient_id, found.id)
    plan = [one.recommendation_id for one in safe_plan(tx, found)]
    reported = sorted(key for key, one in own.items() if one.course.total and key not in plan)
    facts = recommendation_facts(tx, plan + reported)
    return [
        _One(facts[key], key in plan, own.get(key) or _nothing(key), changed.get(key))
        for key in plan + reported
    ]


def _nothing(recommendation_id: int) -> OwnEvidence:
    return OwnEvidence(recommendation_id, Window(), Sums(), {})


def _overview_item(tx: ReadTx, one: _One, lang: Lang) -> OverviewItem:
    return OverviewItem(
        recommendation_id=one.facts.id,
        herb_name=one.facts.herb_name.in_(lang),
        planned=one.planned,
        summary=_summary(tx, one, lang),
        trend=rating_trend(one.facts.id, one.own.window),
    )


def _summary(tx: ReadTx, one: _One, lang: Lang) -> Summary:
    course = one.own.course
    return Summary(
        recommendation_id=one.facts.id,
        total_feedbacks=course.total,
        **averages_of(course),
        positive_feedback_percentage=course.positive_percentage,
        side_effects_reported=_effects(tx, one.own.effects, lang),
        last_updated=None if one.changed is None else iso(one.changed),
    )


def _effects(tx: ReadTx, counts: dict[int, int], lang: Lang) -> list[EffectCount]:
    names = effect_labels(tx, list(counts), lang)
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        EffectCount(name=names[part], count=count) for part, count in most_first if part in names
    ]


def diagnosis_effectiveness(
    tx: ReadTx, principal: Principal, diagnosis_id: int, lang: Lang
) -> DiagnosisEffectiveness:
    """Return the exact effectiveness of each recommendation within a diagnosis."""
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    everything = _all(tx, found)
    shown = published(tx, [Key(Level.RECOMMENDATION, one.facts.id) for one in everything])
    views = [_effectiveness(one, shown, lang) for one in everything]
    scores = [one.effectiveness_score for one in views if one.effectiveness_score is not None]
    return DiagnosisEffectiveness(
        diagnosis_id=found.id,
        recommendations=views,
        total_recommendations=len(views),
        average_effectiveness=sum(scores) / len(scores) if scores else None,
        summary=performers(scores),
    )


def own_effectiveness(
    tx: ReadTx, found: Diagnosis, recommendation_id: int, lang: Lang
) -> Effectiveness | None:
    """Return the exact effectiveness of one recommendation within a diagnosis.

    None for one that is neither in its plan nor reported of.
    """
    one = next((one for one in _all(tx, found) if one.facts.id == recommendation_id), None)
    return None if one is None else Effectiveness(**_own_figures(one, lang))


def _effectiveness(one: _One, shown: dict[Key, Published], lang: Lang) -> OwnEffectiveness:
    beside = shown.get(Key(Level.RECOMMENDATION, one.facts.id))
    return OwnEffectiveness(
        **_own_figures(one, lang),
        published=effectiveness(beside, one.facts, lang) if beside else None,
    )


def _own_figures(one: _One, lang: Lang) -> dict[str, Any]:
    window = one.own.window
    return {
        "recommendation_id": one.facts.id,
        "herb_name": one.facts.herb_name.in_(lang),
        "scope": "diagnosis",
        **figures(window),
        "last_updated": None if one.changed is None else iso(one.changed),
    }


def performers(scores: Sequence[float]) -> Performers:
    """Return how many scores are high (0.75 and more), moderate and low (below 0.5)."""
    high = sum(score >= HIGH for score in scores)
    low = sum(score < LOW for score in scores)
    return Performers(
        high_performers=high,
        moderate_performers=len(scores) - high - low,
        low_performers=low,
    )
