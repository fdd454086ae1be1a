"""The published evidence of a condition, a herb or a remedy, alone or with its description."""

from typing import Any

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.plans.remedy_access import visible_remedy
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import (
    Published,
    history,
    published,
    published_by_mizaj,
    published_one,
)
from tajriba.evidence.views.published_views import published_figures, ranked
from tajriba.evidence.views.schemas import (
    CellView,
    ConditionFigures,
    ConditionSuppressed,
    ConditionWithEvidence,
    Evidence,
    Figures,
    HerbFigures,
    HerbSuppressed,
    HerbWithEvidence,
    HistoryPoint,
    Ranked,
    RemedyEvidence,
    RemedyWithEvidence,
)
from tajriba.kit.clock import iso_day
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.kit.i18n import Lang
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import (
    condition_name,
    find_condition,
    find_herb,
    herb_name,
    recommendations_of,
)
from tajriba.knowledge.views import condition_view, herb_view, recommendation_view
from tajriba.patients.cohort import MIZAJ_BY_NUMBER

_BEST = 5


def condition_figures(tx: ReadTx, name: str, lang: Lang) -> ConditionFigures | ConditionSuppressed:
    """Return the published evidence of the condition of this name; raises `NotFound`."""
    condition_id = find_condition(tx, name)
    if condition_id is None:
        raise NotFound
    shown = condition_name(tx, condition_id).in_(lang)
    found = published_one(tx, Key(Level.CONDITION, condition_id))
    if found is None:
        return ConditionSuppressed(condition_id=condition_id, name=shown)
    return ConditionFigures(
        condition_id=condition_id,
        name=shown,
        **published_figures(found),
        best_recommendations=_best(tx, recommendations_of(tx, condition_id=condition_id), lang),
    )


def herb_figures(tx: ReadTx, name: str, lang: Lang) -> HerbFigures | HerbSuppressed:
    """Return the published evidence of the herb of this name; raises `NotFound`."""
    herb_id = find_herb(tx, name)
    if herb_id is None:
        raise NotFound
    shown = herb_name(tx, herb_id).in_(lang)
    found = published_one(tx, Key(Level.HERB, herb_id))
    if found is None:
        return HerbSuppressed(herb_id=herb_id, herb_name=shown)
    return HerbFigures(
        herb_id=herb_id,
        herb_name=shown,
        **published_figures(found),
        best_recommendations=_best(tx, recommendations_of(tx, herb_id=herb_id), lang),
    )


def _best(tx: ReadTx, facts: list[RecommendationFacts], lang: Lang) -> list[Ranked]:
    """Return the recommendations with the highest lower ends of the interval."""
    found = published(tx, [Key(Level.RECOMMENDATION, one.id) for one in facts])
    return ranked(tx, sorted(found.values(), key=_lower_end_first)[:_BEST], lang)


def _lower_end_first(one: Published) -> tuple[float, int]:
    interval = one.interval
    return (-interval[0] if interval else 0.0, one.key.ref)


def herb_with_evidence(tx: ReadTx, herb_id: int, lang: Lang) -> HerbWithEvidence:
    """Return a herb with its published evidence; raises `NotFound`."""
    known = dict(herb_view(tx, herb_id, lang))
    return HerbWithEvidence(**known, evidence=_evidence_view(tx, Key(Level.HERB, herb_id)))


def condition_with_evidence(tx: ReadTx, condition_id: int, lang: Lang) -> ConditionWithEvidence:
    """Return a condition with its published evidence; raises `NotFound`."""
    known = dict(condition_view(tx, condition_id, lang))
    key = Key(Level.CONDITION, condition_id)
    return ConditionWithEvidence(**known, evidence=_evidence_view(tx, key))


def remedy_with_evidence(
    tx: ReadTx, recommendation_id: int, lang: Lang, reader: Principal | None = None
) -> RemedyWithEvidence:
    """Return a remedy with its published evidence; raises `NotFound`, also where this reader may
    not read of it."""
    visible_remedy(tx, reader, recommendation_id)
    known = dict(recommendation_view(tx, recommendation_id, lang))
    return RemedyWithEvidence(**known, evidence=_remedy_evidence(tx, recommendation_id))


def _evidence_view(tx: ReadTx, key: Key) -> Evidence:
    return Evidence(**_evidence(tx, key))


def _remedy_evidence(tx: ReadTx, recommendation_id: int) -> RemedyEvidence:
    found = _evidence(tx, Key(Level.RECOMMENDATION, recommendation_id))
    cells = [] if found["suppressed"] else published_by_mizaj(tx, [recommendation_id])
    return RemedyEvidence(**found, by_mizaj=[_cell(one) for one in cells])


def _evidence(tx: ReadTx, key: Key) -> dict[str, Any]:
    found = published_one(tx, key)
    if found is None:
        return {"suppressed": True, "effectiveness": None, "history": []}
    points = [
        HistoryPoint(
            day=iso_day(point.day),
            score=point.score,
            interval=point.interval,
            sample_size=point.sample_size,
            patients=point.patients,
        )
        for point in history(tx, key)
    ]
    shown = Figures(**published_figures(found))
    return {"suppressed": False, "effectiveness": shown, "history": points}


def _cell(one: Published) -> CellView:
    return CellView(
        mizaj=MIZAJ_BY_NUMBER[one.key.sub],
        effectiveness_score=one.whole.score,
        interval=one.interval,
        sample_size=one.whole.total,
        patients=one.whole.patients,
    )
