"""The response models of published evidence. A suppressed figure keeps its names only."""

from collections.abc import Mapping, Sequence
from typing import Any

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.plans.remedy_access import visible_remedy
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.publication.noisy_atoms import DELTA, Budget
from tajriba.evidence.service import (
    Order,
    Published,
    extent,
    frequent_parts,
    published,
    published_one,
    published_parts,
    ranking,
)
from tajriba.evidence.sums import (
    MIN_PATIENTS,
    RECENT_DAYS,
    WINDOW_DAYS,
    Sums,
    Trend,
    Window,
    averages_of,
    direction,
)
from tajriba.evidence.views.schemas import (
    AnalyticsStatus,
    Effectiveness,
    PrivacyBudget,
    Ranked,
    RatingTrendView,
    Summary,
    Suppressed,
)
from tajriba.evidence.views.side_effect_schemas import EffectCount, EffectOf, EffectStatistics
from tajriba.feedback.side_effect_codes import effect_names
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import recommendation_facts
from tajriba.knowledge.vocabulary.terms import side_effect_term, side_effects_in


def figures(window: Window) -> dict[str, Any]:
    """Return the fields of `Figures` for an exact window, but when it last changed."""
    return _figures(window.whole, window.interval, window.trend)


def published_figures(found: Published) -> dict[str, Any]:
    """Return the fields of `Figures` for a snapshot."""
    shown = _figures(found.whole, found.interval, found.trend)
    return shown | {"last_updated": iso(found.published_at)}


def _figures(whole: Sums, interval: tuple[float, float] | None, trend: Trend) -> dict[str, Any]:
    return {
        "effectiveness_score": whole.score,
        "interval": interval,
        "confidence": whole.confidence,
        "sample_size": whole.total,
        "successful_cases": whole.successes,
        "total_cases": whole.total,
        "patients": whole.patients,
        "average_rating": whole.average_rating,
        "average_improvement": whole.average_improvement,
        "trend": trend,
        "insufficient": whole.total == 0 or trend == "insufficient",
    }


def effectiveness(found: Published, facts: RecommendationFacts, lang: Lang) -> Effectiveness:
    """Return the published effectiveness of a recommendation."""
    return Effectiveness(**_named(facts, lang), **published_figures(found))


def _named(facts: RecommendationFacts, lang: Lang) -> dict[str, Any]:
    return {
        "recommendation_id": facts.id,
        "herb_name": facts.herb_name.in_(lang),
        "scope": "recommendation",
    }


def suppressed(facts: RecommendationFacts, lang: Lang) -> Suppressed:
    """Return what is shown of a recommendation whose evidence is withheld."""
    return Suppressed(recommendation_id=facts.id, herb_name=facts.herb_name.in_(lang))


def effectiveness_view(
    tx: ReadTx, recommendation_id: int, lang: Lang, reader: Principal | None = None
) -> Effectiveness | Suppressed:
    """Return the published effectiveness of a recommendation; raises `NotFound`, also where this
    reader may not read of it."""
    return published_effectiveness(tx, visible_remedy(tx, reader, recommendation_id), lang)


def published_effectiveness(
    tx: ReadTx, facts: RecommendationFacts, lang: Lang
) -> Effectiveness | Suppressed:
    """Return the published effectiveness of a remedy that the reader may read of."""
    found = published_one(tx, Key(Level.RECOMMENDATION, facts.id))
    return effectiveness(found, facts, lang) if found else suppressed(facts, lang)


def summary_view(
    tx: ReadTx, recommendation_id: int, lang: Lang, reader: Principal | None = None
) -> Summary | Suppressed:
    """Return the published feedback of a recommendation in sum; raises `NotFound`, also where this
    reader may not read of it."""
    facts = visible_remedy(tx, reader, recommendation_id)
    key = Key(Level.RECOMMENDATION, facts.id)
    found = published_one(tx, key)
    if found is None:
        return suppressed(facts, lang)
    whole = found.whole
    return Summary(
        recommendation_id=facts.id,
        total_feedbacks=whole.total,
        **averages_of(whole),
        positive_feedback_percentage=whole.positive_percentage,
        side_effects_reported=_published_effects(tx, key, lang),
        last_updated=iso(found.published_at),
    )


def _published_effects(tx: ReadTx, key: Key, lang: Lang) -> list[EffectCount]:
    counts = {one.key.part: one.whole.total for one in published_parts(tx, key)}
    names = effect_labels(tx, list(counts), lang)
    return [
        EffectCount(name=names[part], count=count)
        for part, count in counts.items()
        if part in names
    ]


def effect_labels(tx: ReadTx, parts: Sequence[int], lang: Lang) -> dict[int, str]:
    """Return the names of side effects; one outside the vocabulary as a patient typed it.

    What was kept before denials were understood and says «ندارد» is none, and left out.
    """
    return {
        part: _label(name, code, lang)
        for part, (name, code) in effect_names(tx, parts).items()
        if code or side_effects_in(name)
    }


def _label(name: str, code: str | None, lang: Lang) -> str:
    term = side_effect_term(code) if code else None
    if term is None:
        return name
    return term.name_en if lang == "en" else term.name_fa


def trend_view(
    tx: ReadTx, recommendation_id: int, lang: Lang, reader: Principal | None = None
) -> RatingTrendView | Suppressed:
    """Return the published ratings of a recommendation beside those published 30 days before;
    raises `NotFound`, also where this reader may not read of it."""
    facts = visible_remedy(tx, reader, recommendation_id)
    found = published_one(tx, Key(Level.RECOMMENDATION, facts.id))
    if found is None:
        return suppressed(facts, lang)
    recent, older = found.whole.average_rating, found.before.average_rating
    change = None if recent is None or older is None else recent - older
    return RatingTrendView(
        recommendation_id=facts.id,
        recent_average=None if change is None else recent,
        older_average=older,
        trend_direction="insufficient" if change is None else direction(change, 0.5),
        confidence=found.whole.confidence,
    )


def rating_trend(recommendation_id: int, window: Window) -> RatingTrendView:
    """Return the trend of the ratings of an exact window."""
    return RatingTrendView(
        recommendation_id=recommendation_id,
        recent_average=window.recent.average_rating,
        older_average=window.older.average_rating,
        trend_direction=window.rating_trend,
        confidence=window.whole.confidence,
    )


def ranked_view(tx: ReadTx, order: Order, limit: int, least: int, lang: Lang) -> list[Ranked]:
    """Return the first recommendations of a ranking over published evidence."""
    return ranked(tx, ranking(tx, Level.RECOMMENDATION, order, limit, least), lang)


def ranked(tx: ReadTx, found: Sequence[Published], lang: Lang) -> list[Ranked]:
    """Return published recommendations, in their order, with what they are for; those that
    everybody may read of."""
    facts = recommendation_facts(tx, [one.key.ref for one in found])
    return [
        Ranked(
            **_named(facts[one.key.ref], lang),
            **published_figures(one),
            condition_id=facts[one.key.ref].condition_id,
            condition_name=facts[one.key.ref].condition_name.in_(lang),
            rise=one.rise,
        )
        for one in found
        if facts[one.key.ref].public
    ]


def side_effects_view(tx: ReadTx, limit: int, least: int, lang: Lang) -> list[EffectStatistics]:
    """Return the side effects that are published most often, over all recommendations that
    everybody may read of."""
    frequent = frequent_parts(tx, limit, least)
    refs = [one.key.ref for several in frequent for one in several]
    facts = recommendation_facts(tx, refs)
    of = published(tx, [Key(Level.RECOMMENDATION, ref) for ref in refs])
    public = [[one for one in several if facts[one.key.ref].public] for several in frequent]
    found = [several for several in public if several]
    names = effect_labels(tx, [several[0].key.part for several in found], lang)
    return [
        EffectStatistics(
            name=names[several[0].key.part],
            count=sum(one.whole.total for one in several),
            recommendations=[_effect_of(facts[one.key.ref], one, of, lang) for one in several],
        )
        for several in found
        if several[0].key.part in names
    ]


def _effect_of(
    facts: RecommendationFacts, effect: Published, of: Mapping[Key, Published], lang: Lang
) -> EffectOf:
    whole = of.get(Key(Level.RECOMMENDATION, facts.id))
    return EffectOf(
        recommendation_id=facts.id,
        herb_name=facts.herb_name.in_(lang),
        condition_name=facts.condition_name.in_(lang),
        count=effect.whole.total,
        reports=whole.whole.total if whole else None,
    )


def status_view(tx: ReadTx, budget: Budget | None) -> AnalyticsStatus:
    """Return how much is published, and by which rules; `budget` is that of noise, if any."""
    found = extent(tx)
    return AnalyticsStatus(
        published_recommendations=found.by_level.get(Level.RECOMMENDATION, 0),
        published_conditions=found.by_level.get(Level.CONDITION, 0),
        published_herbs=found.by_level.get(Level.HERB, 0),
        last_published=None if found.last_published is None else iso(found.last_published),
        window_days=WINDOW_DAYS,
        recent_days=RECENT_DAYS,
        min_patients=MIN_PATIENTS,
        policy="dp" if budget else "atoms",
        privacy=budget and _privacy(budget),
    )


def _privacy(budget: Budget) -> PrivacyBudget:
    return PrivacyBudget(
        epsilon=budget.epsilon,
        delta=DELTA,
        entries_per_year=budget.entries,
        closes_every_days=budget.days,
    )
