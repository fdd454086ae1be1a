"""Types of what the client sends and receives, as docs/protocol.md describes it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypedDict

Lang = Literal["fa", "en"]


class EffectCount(TypedDict):
    """A side effect and how often it was reported."""

    name: str
    count: int


class OwnFigures(TypedDict):
    """A diagnosis' own figures over its whole course."""

    average_rating: float | None
    improvement_score: float | None
    side_effects: list[EffectCount]
    sample_size: int


class ReportFigures(OwnFigures):
    """What a `feedback_update` says."""

    feedback_id: int
    recommendation_id: int
    rating: int
    symptom_improvement: int
    compliance_score: int | None
    withdrawn: bool


class Announced(TypedDict):
    """What an `effectiveness_update` says; rates are 0 to 1."""

    recommendation_id: int
    herb_name: str
    old_effectiveness: float | None
    effectiveness_score: float | None
    interval: list[float] | None
    confidence: float
    sample_size: int
    trend: str
    improvement: float | None
    scope: Literal["recommendation", "diagnosis"]


class Evidence(TypedDict):
    """The evidence of one recommendation on a screen."""

    recommendation_id: int
    herb_name: str
    own: OwnFigures
    diagnosis: Announced | None
    recommendation: Announced | None


class Ranked(TypedDict):
    """One place of a ranking."""

    recommendation_id: int
    herb_name: str
    rank: int
    score: float
    interval: list[float]
    confidence: float


class RankingChange(TypedDict):
    """What a `recommendation_update` says; `new_recommendations` is the full ranking."""

    added: list[dict[str, Any]]
    removed: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    new_recommendations: list[Ranked]
    new_evidence: list[Evidence]
    changed_fields: list[str]
    reason: str


class UrgentSign(TypedDict):
    """A sign of danger that wants a doctor: now, or within days."""

    code: str
    urgency: Literal["now", "soon"]
    message: str


class DiagnosisChange(TypedDict):
    """What a `diagnosis_update` says."""

    urgent: list[UrgentSign]
    withheld: bool
    changed_fields: list[Literal["urgent", "withheld", "plan", "practitioner"]]


class ReportedDanger(TypedDict):
    """What a `safety_alert` says; of a complaint there is neither report nor remedy."""

    patient_id: int
    alert_id: int
    diagnosis_id: int
    recommendation_id: int | None
    herb_name: str | None
    feedback_id: int | None
    urgent: list[UrgentSign]


class ClosedAlerts(TypedDict):
    """What a `safety_alert_closed` says."""

    patient_id: int
    alert_ids: list[int]


@dataclass(frozen=True, slots=True)
class Event:
    """A fact at a place in the log. Types that this version does not know come as this class.

    `diagnosis_id` is the reader's, 0 on the stream of a practitioner.
    """

    type: str
    diagnosis_id: int
    event_id: int
    timestamp: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedbackUpdate(Event):
    """A report of the diagnosis was submitted, revised or withdrawn."""

    data: ReportFigures


@dataclass(frozen=True, slots=True)
class EffectivenessUpdate(Event):
    """Evidence was announced."""

    data: Announced


@dataclass(frozen=True, slots=True)
class RecommendationUpdate(Event):
    """The plan's ranking moved."""

    data: RankingChange


@dataclass(frozen=True, slots=True)
class DiagnosisUpdate(Event):
    """The signs of danger, the pause of the plan, or what it says of a remedy changed."""

    data: DiagnosisChange


@dataclass(frozen=True, slots=True)
class SafetyAlert(Event):
    """A report or a complaint told of danger; a remedy of which a sign was told left the plan."""

    data: ReportedDanger


@dataclass(frozen=True, slots=True)
class SafetyAlertClosed(Event):
    """Alerts were acknowledged by one who cares, or one's care has ended."""

    data: ClosedAlerts


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How things stand at `event_id`; the events behind it keep it up to date.

    While it is `withheld` no remedy is to be taken: a sign of danger wants a doctor first.
    """

    event_id: int
    evidence: list[Evidence]
    ranking: list[Ranked]
    urgent: list[UrgentSign]
    withheld: bool
    recent_events: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Practice:
    """The open alerts of a practitioner's patients at `event_id`, the newest first."""

    event_id: int
    alerts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SideEffect:
    """A side effect; `severity` may be left open."""

    name: str
    severity: Literal["mild", "moderate", "severe"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a patient reports; side effects may be a text as one would type it."""

    diagnosis_id: int
    recommendation_id: int
    rating: int
    symptom_improvement: int
    got_worse: bool = False
    comment: str | None = None
    compliance_score: int | None = None
    side_effects: str | list[SideEffect] = field(default_factory=list)
    observed_at: datetime | None = None
