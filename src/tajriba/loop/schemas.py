"""Request and response models of the loop's routes."""

from typing import Annotated, Any, Literal

from pydantic import Field

from tajriba.diagnoses.schemas import UrgentSign
from tajriba.evidence.views.schemas import Effectiveness, Suppressed
from tajriba.feedback.schemas import FeedbackView
from tajriba.kit.http.schemas import Body, Id, View


class Withdrawn(View):
    """A report that no longer counts."""

    id: int = Field(examples=[1])
    withdrawn: Literal[True] = True


class SubmittedReport(FeedbackView):
    """A report that was just stored; what it tells of danger stands before all else."""

    urgent: list[UrgentSign]


class OwnEffectCount(View):
    """A side effect and how often it was reported."""

    name: str = Field(examples=["تهوع"])
    count: int = Field(examples=[2])


class OwnFigures(View):
    """A diagnosis' own figures over its whole course, exact."""

    average_rating: float | None = Field(ge=1, le=5, examples=[4.2])
    improvement_score: float | None = Field(ge=1, le=5, examples=[3.5])
    side_effects: list[OwnEffectCount] = Field(description="Most frequent first.")
    sample_size: int = Field(ge=0, description="Reports.", examples=[6])


class Announced(View):
    """An effectiveness as it was announced last."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    old_effectiveness: float | None
    effectiveness_score: float | None = Field(examples=[0.75])
    interval: tuple[float, float] | None = Field(examples=[[0.53, 0.89]])
    confidence: float = Field(examples=[0.6])
    sample_size: int = Field(examples=[20])
    trend: Literal["improving", "declining", "stable", "insufficient"]
    improvement: float | None
    scope: Literal["recommendation", "diagnosis"]


class LiveEvidence(View):
    """The evidence of one recommendation on a screen."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    own: OwnFigures
    diagnosis: Announced | None
    recommendation: Announced | None


class RankingEntry(View):
    """One place of a ranking."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    rank: int = Field(examples=[1])
    score: float = Field(examples=[0.71])
    interval: tuple[float, float] = Field(examples=[[0.5, 0.88]])
    confidence: float = Field(examples=[0.55])


class LiveEvent(View):
    """An event as the socket sends it."""

    type: str = Field(examples=["feedback_update"])
    diagnosis_id: int = Field(examples=[1])
    event_id: int = Field(examples=[987])
    timestamp: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    data: dict[str, Any]


class LiveSnapshot(View):
    """What the events with ids above `event_id` keep up to date."""

    event_id: int = Field(examples=[987])
    evidence: list[LiveEvidence]
    ranking: list[RankingEntry]
    urgent: list[UrgentSign] = Field(description="Signs of danger, the most urgent first.")
    withheld: bool = Field(
        description="Whether no remedy is offered, since a sign wants a doctor now."
    )
    recent_events: list[LiveEvent] = Field(
        description="The last 20 of this diagnosis alone, newest first; those of scope "
        "`recommendation` are not among them."
    )


class CalculationBody(Body):
    """The diagnosis that asks, and is told the result."""

    diagnosis_id: Id | None = Field(None, examples=[1])


class CalculationBatch(Body):
    """The remedies whose evidence is recomputed."""

    recommendation_ids: Annotated[list[Id], Field(min_length=1, max_length=50)] = Field(
        examples=[[1, 2]]
    )


class Calculation(View):
    """Whether the stored evidence is what raw feedback says, and the figures that one may see."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    agreed: bool
    differences: int = Field(description="Rows that differ.", examples=[0])
    published: Effectiveness | Suppressed
    own: Effectiveness | None = Field(description="Of the diagnosis that was named, exact.")
    announced: bool = Field(description="Whether the diagnosis was told again.")
    calculated_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


class RecommendationTarget(Body):
    """A remedy of a diagnosis."""

    diagnosis_id: Id = Field(examples=[1])
    recommendation_id: Id = Field(examples=[1])


class FeedbackTarget(Body):
    """A report."""

    feedback_id: Id = Field(examples=[1])


class Rebroadcast(View):
    """What was announced again stands in the log up to `event_id`."""

    diagnosis_id: int = Field(examples=[1])
    event_id: int = Field(examples=[987])
