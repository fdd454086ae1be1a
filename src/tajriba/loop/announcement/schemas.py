"""Models of the data of live messages, field by field."""

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from tajriba.diagnoses.schemas import UrgentSign
from tajriba.feedback.answers import SCALES, Scale
from tajriba.feedback.schemas import Answer
from tajriba.kit.http.schemas import View, with_fields
from tajriba.loop.schemas import Announced, LiveEvidence, OwnFigures, RankingEntry


def _scale_field(scale: Scale) -> tuple[Any, Any]:
    bounds: dict[str, Any] = {"ge": scale.low, "le": scale.high, "examples": [scale.example]}
    return (int, Field(**bounds)) if scale.required else (int | None, Field(None, **bounds))


@with_fields({scale.name: _scale_field(scale) for scale in SCALES})
class FeedbackUpdate(OwnFigures):
    """A report of this diagnosis was submitted, revised or withdrawn. The figures are of this
    diagnosis alone, over its whole course."""

    # An event of an earlier version lacks a scale that came after it.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    feedback_id: int = Field(ge=1, examples=[402])
    recommendation_id: int = Field(ge=1, examples=[1])
    withdrawn: bool = Field(examples=[False])


class EffectivenessUpdate(Announced):
    """Evidence was announced. Scope `diagnosis` rests on this diagnosis' own reports, scope
    `recommendation` on what is published."""


class _RankedView(View):
    recommendation_id: int = Field(ge=1, examples=[1])
    herb_name: str = Field(examples=["بابونه"])


class Added(_RankedView):
    """A remedy that joined the ranking."""

    old_rank: None
    new_rank: int = Field(ge=1, examples=[1])
    old_score: None
    new_score: float = Field(ge=0, le=1, examples=[0.71])


class Removed(_RankedView):
    """A remedy that left the ranking."""

    old_rank: int = Field(ge=1, examples=[2])
    new_rank: None
    old_score: float = Field(ge=0, le=1, examples=[0.64])
    new_score: None


class Changed(_RankedView):
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


class DiagnosisUpdate(View):
    """What the diagnosis shows changed: its signs of danger, whether its plan is paused, what the
    plan says of a remedy that stays, or the practitioner whose it is."""

    urgent: list[UrgentSign] = Field(description="All signs of danger, the most urgent first.")
    withheld: bool = Field(
        description="Whether no remedy is offered, since a sign wants a doctor now."
    )
    changed_fields: list[Literal["urgent", "withheld", "plan", "practitioner"]] = Field(
        description="What changed; with `plan` or `practitioner`, GET "
        "/api/diagnoses/{diagnosis_id} anew."
    )


class SafetyAlert(View):
    """A report, or a complaint, told of danger. Where a report told of a sign of danger, its remedy
    left the plan until it is reviewed."""

    # An event of an earlier version lacks whose it is.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    patient_id: int = Field(default_factory=int, ge=1, examples=[3])
    alert_id: int = Field(default_factory=int, ge=1, examples=[5])
    diagnosis_id: int = Field(default_factory=int, ge=1, examples=[123])
    recommendation_id: int | None = Field(description="Null for a complaint.", examples=[1])
    herb_name: str | None = Field(examples=["بابونه"])
    feedback_id: int | None = Field(examples=[402])
    urgent: list[UrgentSign] = Field(
        description="On the screen of a diagnosis all its signs of danger, on the stream of a "
        "practitioner those of the alert; empty where a side effect is severe without a known one."
    )


class ReportReply(View):
    """A practitioner has read reports of this diagnosis, or answered one: then there is an answer,
    a text, or both. GET /api/feedback/history has the replies."""

    feedback_ids: list[int] = Field(examples=[[402]])
    practitioner_name: str = Field(examples=["دکتر سارا رضایی"])
    answer: Answer | None = Field(examples=["call_me"])
    has_text: bool = Field(description="Whether a sentence belongs to it: see the history.")


class ReportUpdate(View):
    """Reports of a patient in one's care are new, or they, or what is replied to them, changed."""

    patient_id: int = Field(ge=1, examples=[3])
    feedback_ids: list[int] = Field(examples=[[402]])


class SafetyAlertClosed(View):
    """Alerts need nobody any more: one who cares has acknowledged them, or one's care has ended."""

    patient_id: int = Field(ge=1, examples=[3])
    alert_ids: list[int] = Field(examples=[[5]])


EVENTS: Final[dict[str, type[BaseModel]]] = {
    "feedback_update": FeedbackUpdate,
    "effectiveness_update": EffectivenessUpdate,
    "recommendation_update": RecommendationUpdate,
    "diagnosis_update": DiagnosisUpdate,
    "safety_alert": SafetyAlert,
    "report_reply": ReportReply,
}
"""The data of each type of event that the screens of a diagnosis are sent."""

PRACTICE_EVENTS: Final[dict[str, type[BaseModel]]] = {
    "safety_alert": SafetyAlert,
    "safety_alert_closed": SafetyAlertClosed,
    "report_update": ReportUpdate,
}
"""The data of each type of event that a practitioner is sent."""
