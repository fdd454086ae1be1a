"""The data of the events that screens hear, worded: what clients are promised, field by field."""

from typing import Final, Literal

from pydantic import BaseModel, Field

from tajriba.kit.http.schemas import View
from tajriba.loop.schemas import Announced, LiveEvidence, OwnEffectCount, RankingEntry


class FeedbackUpdate(View):
    """A report of this diagnosis was submitted, revised or withdrawn. The figures are of this
    diagnosis alone, over its whole course."""

    feedback_id: int = Field(ge=1, examples=[402])
    recommendation_id: int = Field(ge=1, examples=[1])
    rating: int = Field(ge=1, le=5, examples=[4])
    symptom_improvement: int = Field(ge=1, le=5, examples=[4])
    withdrawn: bool = Field(examples=[False])
    average_rating: float | None = Field(ge=1, le=5, examples=[4.2])
    improvement_score: float | None = Field(ge=1, le=5, examples=[3.5])
    side_effects: list[OwnEffectCount] = Field(description="Most frequent first.")
    sample_size: int = Field(ge=0, description="Reports.", examples=[6])


class EffectivenessUpdate(Announced):
    """Evidence was announced. Scope `diagnosis` rests on this diagnosis' own reports, scope
    `recommendation` on what is published."""


class _Standing(View):
    recommendation_id: int = Field(ge=1, examples=[1])
    herb_name: str = Field(examples=["بابونه"])


class Added(_Standing):
    """A remedy that joined the ranking."""

    old_rank: None
    new_rank: int = Field(ge=1, examples=[1])
    old_score: None
    new_score: float = Field(ge=0, le=1, examples=[0.71])


class Removed(_Standing):
    """A remedy that left the ranking."""

    old_rank: int = Field(ge=1, examples=[2])
    new_rank: None
    old_score: float = Field(ge=0, le=1, examples=[0.64])
    new_score: None


class Changed(_Standing):
    """A remedy that stayed, and whose rank or score moved."""

    old_rank: int = Field(ge=1, examples=[2])
    new_rank: int = Field(ge=1, examples=[1])
    old_score: float = Field(ge=0, le=1, examples=[0.64])
    new_score: float = Field(ge=0, le=1, examples=[0.71])


class RecommendationUpdate(View):
    """The plan's ranking moved, or was announced again."""

    added: list[Added]
    removed: list[Removed]
    changed: list[Changed]
    new_recommendations: list[RankingEntry] = Field(description="The full ranking, best first.")
    new_evidence: list[LiveEvidence] = Field(
        description="What a snapshot holds of those that were added."
    )
    changed_fields: list[Literal["plan", "rank", "score"]]
    reason: str = Field(
        description="Why, in the reader's language.", examples=["New reports changed the order."]
    )


EVENTS: Final[dict[str, type[BaseModel]]] = {
    "feedback_update": FeedbackUpdate,
    "effectiveness_update": EffectivenessUpdate,
    "recommendation_update": RecommendationUpdate,
}
"""The data of each type of event that is sent."""
