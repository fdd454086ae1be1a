"""Request and response models of diaries."""

from datetime import date
from typing import Annotated

from pydantic import Field

from tajriba.feedback.diary.changes import Period
from tajriba.feedback.schemas import SideEffectView
from tajriba.kit.http.schemas import Body, Id, View

OwnDay = Annotated[
    date,
    Field(
        strict=False,
        description="A day of one's own calendar, at most 30 days back.",
        examples=["2026-11-22"],
    ),
]
Severity = Annotated[int, Field(ge=0, le=10)]


class DiaryDayBody(Body):
    """How the patient is on a day, in the place of what they said of it before."""

    day: OwnDay
    severity: Severity = Field(
        description="Of the whole complaint: 0 none, 10 the worst that can be.", examples=[6]
    )
    sleep: Annotated[int, Field(ge=1, le=5)] | None = Field(
        None, description="Of the night before: 1 very bad to 5 very good.", examples=[4]
    )
    symptoms: Annotated[list[Severity | None], Field(max_length=30)] = Field(
        default_factory=list,
        description="The severity of each symptom of the diagnosis, in its order; null where it is "
        "not said. An empty list says nothing of any.",
        examples=[[7, None]],
    )


class IntakeBody(Body):
    """How often a remedy was taken on a day; 0 takes back that it was."""

    day: OwnDay
    recommendation_id: Id
    times: Annotated[int, Field(ge=0, le=24)] = Field(examples=[1])


class DiaryDayView(View):
    """How the patient is on a day of their own calendar."""

    day: str = Field(examples=["2026-11-22"])
    severity: int = Field(examples=[6])
    sleep: int | None = Field(examples=[4])
    symptoms: list[int | None] = Field(examples=[[7, None]])


class IntakeView(View):
    """How often a remedy was taken on a day."""

    day: str = Field(examples=["2026-11-22"])
    times: int = Field(examples=[2])


class DiaryRemedy(View):
    """A remedy of the plan, or one that was taken."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    starts_at: str | None = Field(
        description="From when the plan has it taken; null where it is not in it any more.",
        examples=["2026-11-22T10:30:00.000Z"],
    )
    duration_days: int | None = Field(
        description="For how many days, by the plan or else by itself.", examples=[14]
    )
    taken: list[IntakeView]


class DiaryNote(View):
    """What a report says in words: side effects and a comment."""

    feedback_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    side_effects: list[SideEffectView]
    comment: str | None = Field(examples=["دردم کمتر شد."])
    observed_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


class DiaryChange(View):
    """A sentence on what changed, which the numbers of the diary bear out."""

    period: Period = Field(examples=["week"])
    text: str = Field(examples=["شدت کل شکایت کمتر شد: میانگین ۴ از ۱۰، پیش از آن ۶."])


class DiaryView(View):
    """The diary of a diagnosis, oldest first."""

    diagnosis_id: int = Field(examples=[1])
    patient_id: int = Field(examples=[1])
    condition_name: str = Field(examples=["سردرد"])
    symptoms: list[str] = Field(examples=[["تهوع"]])
    started_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    severity: int | None = Field(description="As the diagnosis says it, 1-5.", examples=[3])
    days: list[DiaryDayView]
    remedies: list[DiaryRemedy]
    notes: list[DiaryNote] = Field(description="Of the latest 200 reports.")
    changes: list[DiaryChange]
