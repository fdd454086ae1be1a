"""Response models of evidence. Published figures are of the 90 days up to `last_updated`."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from tajriba.diagnoses.schemas import (
    PlanItemView,
    QuestionView,
    Referral,
    UnreadTerm,
    UrgentSign,
)
from tajriba.evidence.sums import RatingTrend, Trend
from tajriba.evidence.views.side_effect_schemas import EffectCount
from tajriba.feedback.answers import SCALES
from tajriba.kit.http.schemas import Page, View, with_fields
from tajriba.kit.mizaj import Mizaj
from tajriba.knowledge.schemas import ConditionView, HerbView, RecommendationView

Scope = Literal["recommendation", "diagnosis"]
Interval = tuple[float, float]
TopLimit = Annotated[int, Query(ge=1, le=50, description="How many at most.")]
Least = Annotated[int, Query(ge=1, le=1_000_000, description="The fewest reports that count.")]


class Averages(View):
    """The means of what every report answers; null without reports."""

    average_rating: float | None = Field(examples=[4.1])
    average_improvement: float | None = Field(examples=[3.6])


class Figures(Averages):
    """How well something works: successes over reports, with what the figure rests on."""

    suppressed: Literal[False] = False
    effectiveness_score: float | None = Field(examples=[0.75])
    interval: Interval | None = Field(
        description="95 %, its n the distinct patients.", examples=[[0.53, 0.89]]
    )
    confidence: float = Field(examples=[0.6])
    sample_size: int = Field(examples=[20])
    successful_cases: int = Field(examples=[15])
    total_cases: int = Field(examples=[20])
    patients: int = Field(
        description="Distinct ones; with noise, as many as would tell as much.", examples=[12]
    )
    trend: Trend
    insufficient: bool = Field(description="No reports, or a trend of too few patients to show.")
    last_updated: str | None = Field(examples=["2026-11-22T10:30:00.000Z"])


class Effectiveness(Figures):
    """The effectiveness of a recommendation, among all patients or within one diagnosis."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    scope: Scope


class Suppressed(View):
    """Too few patients reported: figures would reveal their answers."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    suppressed: Literal[True] = True


class Ranked(Effectiveness):
    """A place in a ranking over recommendations."""

    condition_id: int = Field(examples=[1])
    condition_name: str = Field(examples=["سردرد"])
    rise: float | None = Field(
        description="Published success rate less that of 30 days before.", examples=[0.15]
    )


_OPTIONAL_AVERAGES = {
    scale.average: (float | None, Field(examples=[float(scale.example)]))
    for scale in SCALES
    if not scale.required
}


@with_fields(_OPTIONAL_AVERAGES)
class Summary(Averages):
    """Feedback in sum, with the mean of each scale among those who answered it."""

    suppressed: Literal[False] = False
    recommendation_id: int = Field(examples=[1])
    total_feedbacks: int = Field(examples=[20])
    positive_feedback_percentage: float | None = Field(
        description="Reports with a rating of 3 or more, 0-100.", examples=[85.0]
    )
    side_effects_reported: list[EffectCount]
    last_updated: str | None = Field(examples=["2026-11-22T10:30:00.000Z"])


class RatingTrendView(View):
    """Mean ratings. Across patients: published now, and 30 days before; null where nothing was.
    Of one's own: of the last 30 days, and of the 60 before."""

    suppressed: Literal[False] = False
    recommendation_id: int = Field(examples=[1])
    recent_average: float | None = Field(examples=[4.3])
    older_average: float | None = Field(examples=[3.7])
    trend_direction: RatingTrend
    confidence: float = Field(examples=[0.6])


class ConditionFigures(Figures):
    """The published evidence of a condition."""

    condition_id: int = Field(examples=[1])
    name: str = Field(examples=["سردرد"])
    best_recommendations: list[Ranked]


class ConditionSuppressed(View):
    """A condition whose figures would reveal answers."""

    condition_id: int = Field(examples=[1])
    name: str = Field(examples=["سردرد"])
    suppressed: Literal[True] = True


class HerbFigures(Figures):
    """The published evidence of a herb."""

    herb_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    best_recommendations: list[Ranked]


class HerbSuppressed(View):
    """A herb whose figures would reveal answers."""

    herb_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    suppressed: Literal[True] = True


class PrivacyBudget(View):
    """What a year's published figures may tell of one patient: (epsilon, delta)-differential
    privacy of all that they say."""

    epsilon: float = Field(examples=[4.0])
    delta: float = Field(examples=[1e-6])
    entries_per_year: int = Field(
        description="In how many figures of a remedy a patient counts in a year.", examples=[4]
    )
    closes_every_days: int = Field(
        description="Every how many days figures advance.", examples=[14]
    )


class AnalyticsStatus(View):
    """What is published, and by which rules."""

    healthy: Literal[True] = True
    published_recommendations: int = Field(examples=[12])
    published_conditions: int = Field(examples=[4])
    published_herbs: int = Field(examples=[9])
    last_published: str | None = Field(examples=["2026-11-22T10:30:00.000Z"])
    window_days: int = Field(examples=[90])
    recent_days: int = Field(examples=[30])
    min_patients: int = Field(examples=[5])
    policy: Literal["atoms", "dp"] = Field(
        description="How: exactly, in sums of five patients and more; or with noise.",
        examples=["atoms"],
    )
    privacy: PrivacyBudget | None = Field(description="With `dp`; else null.")


class HistoryPoint(View):
    """What was published at the end of a UTC day."""

    day: str = Field(examples=["2026-11-22"])
    score: float = Field(examples=[0.75])
    interval: Interval = Field(examples=[[0.53, 0.89]])
    sample_size: int = Field(examples=[20])
    patients: int = Field(examples=[12])


class CellView(View):
    """Published evidence among patients of one mizaj."""

    mizaj: Mizaj
    effectiveness_score: float | None = Field(examples=[0.8])
    interval: Interval | None = Field(examples=[[0.5, 0.94]])
    sample_size: int = Field(examples=[9])
    patients: int = Field(examples=[7])


class Evidence(View):
    """The published evidence beside a piece of knowledge; nothing where it is withheld."""

    suppressed: bool
    effectiveness: Figures | None
    history: list[HistoryPoint]


class RemedyEvidence(Evidence):
    """The same of a remedy, with its cells by mizaj."""

    by_mizaj: list[CellView]


class HerbWithEvidence(HerbView):
    """A herb with its published evidence."""

    evidence: Evidence


class ConditionWithEvidence(ConditionView):
    """A condition with its published evidence."""

    evidence: Evidence


class RemedyWithEvidence(RecommendationView):
    """A remedy with its published evidence."""

    evidence: RemedyEvidence


class RemedyChoice(PlanItemView):
    """A remedy for the condition of a diagnosis, offered or not, with what is published of it."""

    herb_id: int = Field(examples=[1])
    offered: bool = Field(description="False where something rules it out: see `against`.")
    reasons: list[str] = Field(description="Why it fits.")
    reasons_against: list[str] = Field(description="Why it does not fit.")
    against: list[str] = Field(description="What rules it out for this patient.")
    published: Effectiveness | None = Field(description="Null where it is withheld.")


class ChoicePage(Page[RemedyChoice]):
    """Remedies to choose from, offered ones first and the best fit before; what is urgent, and
    what is not known of the patient."""

    urgent: list[UrgentSign]
    unread_symptoms: str | None = Field(
        description="Which symptoms were not understood, and whom to call if they are urgent."
    )
    referral: Referral
    questions: list[QuestionView]
    unread: list[UnreadTerm]


class RemedyOutline(RecommendationView):
    """A remedy with what is published of it."""

    published: Effectiveness | None = Field(description="Null where it is withheld.")


class OverviewItem(View):
    """One recommendation of a diagnosis: its whole course in sum, and its trend."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    planned: bool
    summary: Summary
    trend: RatingTrendView


class Overview(View):
    """The reports of one diagnosis, exact."""

    diagnosis_id: int = Field(examples=[1])
    total_feedbacks: int = Field(examples=[6])
    recommendations: list[OverviewItem]


class OwnEffectiveness(Effectiveness):
    """The exact effectiveness within one diagnosis, with the published one beside it."""

    published: Effectiveness | None


class Performers(View):
    """How many recommendations do well (0.75 and more), fairly, and poorly (below 0.5)."""

    high_performers: int = Field(examples=[1])
    moderate_performers: int = Field(examples=[1])
    low_performers: int = Field(examples=[0])


class DiagnosisEffectiveness(View):
    """The effectiveness of each recommendation within one diagnosis."""

    diagnosis_id: int = Field(examples=[1])
    recommendations: list[OwnEffectiveness]
    total_recommendations: int = Field(examples=[2])
    average_effectiveness: float | None = Field(examples=[0.72])
    summary: Performers
