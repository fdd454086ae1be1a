"""Request and response models of diagnoses and plans."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from tajriba.diagnoses.plans.arrangement import MOST_DAYS, Arrangement
from tajriba.kit.http.schemas import Body, Id, Line, Page, Term, View
from tajriba.kit.mizaj import Mizaj
from tajriba.knowledge.entries import Route
from tajriba.knowledge.vocabulary.words import MappedKind
from tajriba.triage.rules import Urgency


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis as other features need it."""

    id: int
    patient_id: int
    condition_id: int
    symptoms: tuple[str, ...]
    severity: int | None
    imbalance: Mizaj | None
    practitioner_id: int | None
    created_at: int
    seen_by_doctor_at: int | None = None
    arrangement: Arrangement = "together"


class DiagnosisBody(Body):
    """What was found. Only a caring practitioner names a patient; a patient reports on themself."""

    condition: Id | Line = Field(examples=["سردرد"])
    symptoms: Annotated[list[Term], Field(max_length=30)] = Field(
        default_factory=list, examples=[["درد شقیقه", "تهوع"]]
    )
    severity: Annotated[int, Field(ge=1, le=5)] = Field(examples=[3])
    imbalance: Mizaj | None = Field(None, examples=["garm_khoshk"])
    patient_id: Id | None = Field(None, examples=[1])


MOST_REMEDIES: Final = 20


class PlanBody(Body):
    """The recommendations of the plan in their order, and how they are taken."""

    recommendation_ids: Annotated[list[Id], Field(max_length=MOST_REMEDIES)] = Field(
        examples=[[1, 2]]
    )
    arrangement: Arrangement = Field(
        "together",
        description="How they relate: all are taken `together`, one after the other in their order "
        "(`in_turn`), or one instead of the others (`alternatives`).",
        examples=["in_turn"],
    )
    duration_days: Annotated[
        list[Annotated[int, Field(ge=1, le=MOST_DAYS)] | None], Field(max_length=MOST_REMEDIES)
    ] = Field(
        default_factory=list,
        description="For how many days each is taken, in the order of `recommendation_ids`; null, "
        "or an empty list, where a remedy is taken as long as it says itself.",
        examples=[[7, None]],
    )


class UrgentSign(View):
    """A sign of danger that wants a doctor before any herb: now, or within days."""

    code: str = Field(examples=["chest_pain"])
    urgency: Urgency = Field(examples=["now"])
    message: str = Field(examples=["همین حالا به پزشک یا اورژانس مراجعه کنید."])


Referral = Annotated[
    str | None,
    Field(
        description="What to do before any herb, where the condition itself wants a doctor.",
        examples=["این را باید پزشک ببیند؛ گیاه جای درمان را نمی‌گیرد."],
    ),
]


class PlanItemView(View):
    """A recommendation with what to mind."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    preparation: str | None
    dose: str | None
    frequency: str | None
    duration_days: int | None
    route: Route = Field(examples=["swallowed"])
    cautions: list[str] = Field(description="What this patient should mind.")
    correctives: str | None = Field(
        description="What mends the harm of the herb, by the tradition; null where this patient "
        "must not have it.",
        examples=["عسل"],
    )


class PlannedItemView(PlanItemView):
    """A recommendation of a plan; `duration_days` is as the plan says."""

    starts_at: str = Field(
        description="From when it is taken: since it is in the plan, or in turn, once the days of "
        "the one before are over.",
        examples=["2026-11-22T10:30:00.000Z"],
    )


class SafetyReviewBody(Body):
    """What a practitioner decides on a remedy that was taken out after a severe report."""

    recommendation_id: Id = Field(examples=[1])
    offer_again: bool = Field(False, description="Whether it may be offered again.")


class DiagnosisView(View):
    """A diagnosis with its present plan; what is urgent stands before any herb."""

    id: int = Field(examples=[1])
    patient_id: int = Field(examples=[1])
    condition_id: int = Field(examples=[1])
    condition_name: str = Field(examples=["سردرد"])
    urgent: list[UrgentSign]
    unread_symptoms: str | None = Field(
        description="Which symptoms were not understood, and whom to call if they are urgent."
    )
    seen_by_doctor_at: str | None = Field(
        description="When somebody said last that a doctor has seen the patient."
    )
    withheld: bool = Field(
        description="Whether no remedy is offered, since a sign wants a doctor now."
    )
    symptoms: list[str]
    severity: int | None = Field(examples=[3])
    imbalance: Mizaj | None
    self_reported: bool
    practitioner_name: str | None = Field(
        description="Who found it and writes its plan; null where the patient did.",
        examples=["دکتر سارا رضایی"],
    )
    arrangement: Arrangement = Field(
        description="How the remedies of the plan relate: `together`, one after the other in their "
        "order (`in_turn`), or one instead of the others (`alternatives`).",
        examples=["together"],
    )
    plan: list[PlannedItemView]
    whom_to_call: str = Field(
        description="The numbers to call in an emergency.", examples=["در خطر جان: اورژانس ۱۱۵."]
    )
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


class CandidateView(PlanItemView):
    """A remedy that is safe, with why it fits, why it does not, and what to mind."""

    reasons: list[str]
    reasons_against: list[str] = Field(
        description="Why it does not fit.",
        examples=[["طبع آن هم‌سو با غلبهٔ مزاج بیماری است؛ از این نظر مناسب نیست."]],
    )


class QuestionView(View):
    """A question whose answer would change what is offered."""

    field: str = Field(examples=["pregnant"])
    message: str = Field(examples=["آیا باردار هستید؟"])


class UnreadTerm(View):
    """Words of the record that were not understood, and how many remedies wait for them."""

    kind: MappedKind
    text: str = Field(examples=["ناشناخته"])
    remedies: int = Field(
        description="Remedies that are left out until it is known what this is (and, it may be, "
        "what `questions` ask).",
        examples=[3],
    )


class CandidatePage(Page[CandidateView]):
    """The candidates, best fit first; before them what is urgent and what is not known."""

    urgent: list[UrgentSign]
    unread_symptoms: str | None = Field(
        description="Which symptoms were not understood, and whom to call if they are urgent."
    )
    referral: Referral
    questions: list[QuestionView]
    unread: list[UnreadTerm]
