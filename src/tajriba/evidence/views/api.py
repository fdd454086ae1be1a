"""The public routes of evidence; they read published evidence only."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from tajriba.accounts.authorization import Db, GuardedRoute, SignedOrNobody, public
from tajriba.evidence.views.by_subject import (
    condition_figures,
    condition_with_evidence,
    herb_figures,
    herb_with_evidence,
    remedy_with_evidence,
)
from tajriba.evidence.views.published_views import (
    effectiveness_view,
    ranked_view,
    side_effects_view,
    status_view,
    summary_view,
    trend_view,
)
from tajriba.evidence.views.schemas import (
    AnalyticsStatus,
    ConditionFigures,
    ConditionSuppressed,
    ConditionWithEvidence,
    Effectiveness,
    HerbFigures,
    HerbSuppressed,
    HerbWithEvidence,
    Least,
    Ranked,
    RatingTrendView,
    RemedyWithEvidence,
    Summary,
    Suppressed,
    TopLimit,
)
from tajriba.evidence.views.side_effect_schemas import EffectStatistics
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, Success, Text, ok, page
from tajriba.kit.i18n import Lang

router = APIRouter(prefix="/api", route_class=GuardedRoute)


def _language(request: Request) -> Lang:
    return language(request)


Reader = Annotated[Lang, Depends(_language)]
Name = Annotated[
    Text, Path(max_length=200, description="Persian, English or Latin, in any spelling.")
]


@router.get(
    "/feedback/recommendation/{recommendation_id}/summary",
    tags=["feedback"],
    summary="Sum up the feedback on a remedy",
)
@public()
async def read_feedback_summary(
    recommendation_id: PathId, lang: Reader, reader: SignedOrNobody, db: Db
) -> Success[Summary | Suppressed]:
    """Published figures; with too few patients, `suppressed` and none."""
    return ok(await db.read(summary_view, recommendation_id, lang, reader))


@router.get(
    "/feedback/recommendation/{recommendation_id}/trend",
    tags=["feedback"],
    summary="Compare a remedy's recent ratings with older ones",
)
@public()
async def read_rating_trend(
    recommendation_id: PathId, lang: Reader, reader: SignedOrNobody, db: Db
) -> Success[RatingTrendView | Suppressed]:
    """What is published now beside what was 30 days before; `insufficient` where nothing was."""
    return ok(await db.read(trend_view, recommendation_id, lang, reader))


@router.get(
    "/feedback/stats/most-effective", tags=["feedback"], summary="List the most effective remedies"
)
@public()
async def list_most_effective(
    lang: Reader, db: Db, limit: TopLimit = 10, min_feedbacks: Least = 5
) -> Page[Ranked]:
    """By the lower end of the interval: a few lucky reports do not lead."""
    return page(await db.read(ranked_view, "best", limit, min_feedbacks, lang))


@router.get(
    "/feedback/stats/side-effects", tags=["feedback"], summary="List the most frequent side effects"
)
@public()
async def list_side_effects(
    lang: Reader, db: Db, limit: TopLimit = 10, min_feedbacks: Least = 5
) -> Page[EffectStatistics]:
    """Over all remedies for which at least 5 patients named them."""
    return page(await db.read(side_effects_view, limit, min_feedbacks, lang))


@router.get("/analytics/status", tags=["analytics"], summary="Tell how much is published")
@public()
async def read_analytics_status(request: Request, db: Db) -> Success[AnalyticsStatus]:
    """With the policy of publication. Answers 503 where the database does not."""
    return ok(await db.read(status_view, request.app.state.policy.budget))


@router.get(
    "/analytics/recommendation/{recommendation_id}/effectiveness",
    tags=["analytics"],
    summary="Tell how effective a remedy is",
)
@public()
async def read_effectiveness(
    recommendation_id: PathId, lang: Reader, reader: SignedOrNobody, db: Db
) -> Success[Effectiveness | Suppressed]:
    """Published figures; with too few patients, `suppressed` and none."""
    return ok(await db.read(effectiveness_view, recommendation_id, lang, reader))


@router.get(
    "/analytics/condition/{name:path}",
    tags=["analytics"],
    summary="Tell how well a condition is treated",
)
@public()
async def read_condition_effectiveness(
    name: Name, lang: Reader, db: Db
) -> Success[ConditionFigures | ConditionSuppressed]:
    """The published figures of all its remedies together, and its best remedies."""
    return ok(await db.read(condition_figures, name, lang))


@router.get(
    "/analytics/herb/{name:path}", tags=["analytics"], summary="Tell how effective a herb is"
)
@public()
async def read_herb_effectiveness(
    name: Name, lang: Reader, db: Db
) -> Success[HerbFigures | HerbSuppressed]:
    """The published figures of all its remedies together, and its best remedies."""
    return ok(await db.read(herb_figures, name, lang))


@router.get("/analytics/trending", tags=["analytics"], summary="List remedies on the rise")
@public()
async def list_trending(
    lang: Reader, db: Db, limit: TopLimit = 10, min_samples: Least = 5
) -> Page[Ranked]:
    """By how much more is published now than 30 days before."""
    return page(await db.read(ranked_view, "rising", limit, min_samples, lang))


@router.get(
    "/analytics/worst-performing", tags=["analytics"], summary="List the least effective remedies"
)
@public()
async def list_worst_performing(
    lang: Reader, db: Db, limit: TopLimit = 10, min_samples: Least = 5
) -> Page[Ranked]:
    """By the upper end of the interval: a few unlucky reports do not condemn."""
    return page(await db.read(ranked_view, "worst", limit, min_samples, lang))


@router.get("/herbs/{herb_id}", tags=["knowledge"], summary="Read about a herb")
@public()
async def read_herb(herb_id: PathId, lang: Reader, db: Db) -> Success[HerbWithEvidence]:
    """Temperament, indications, harms, dose, dangers, sources, and the published evidence."""
    return ok(await db.read(herb_with_evidence, herb_id, lang))


@router.get("/conditions/{condition_id}", tags=["knowledge"], summary="Read about a condition")
@public()
async def read_condition(
    condition_id: PathId, lang: Reader, db: Db
) -> Success[ConditionWithEvidence]:
    """A condition with its symptoms and the published evidence."""
    return ok(await db.read(condition_with_evidence, condition_id, lang))


@router.get("/recommendations/{recommendation_id}", tags=["knowledge"], summary="Read a remedy")
@public()
async def read_remedy(
    recommendation_id: PathId, lang: Reader, reader: SignedOrNobody, db: Db
) -> Success[RemedyWithEvidence]:
    """Herb, preparation, dose, frequency, duration, and the published evidence.

    What awaits a review is not found by those to whom it can't be offered.
    """
    return ok(await db.read(remedy_with_evidence, recommendation_id, lang, reader))
