"""Response models of the overview of a practitioner's patients."""

from pydantic import Field

from tajriba.diagnoses.schemas import UrgentSign
from tajriba.evidence.views.schemas import Effectiveness, Figures
from tajriba.feedback.schemas import FeedbackView, ReplyView
from tajriba.kit.http.schemas import View
from tajriba.loop.practice.course_progress import Course


class CourseView(View):
    """How one diagnosis goes."""

    diagnosis_id: int = Field(examples=[1])
    condition_name: str = Field(examples=["سردرد"])
    course: Course = Field(
        description="The last day of reports against the three before: worse or better by 0.5 of "
        "mean improvement and more; worse where the patient says so; new: one day; silent: none."
    )
    improvement: float | None = Field(description="Mean of the last day, 1-5.", examples=[2.0])
    improvement_before: float | None = Field(examples=[3.5])
    change: float | None = Field(examples=[-1.5])
    last_day: str | None = Field(
        description="The last UTC day of reports.", examples=["2026-11-22"]
    )
    last_at: str | None = Field(
        description="The time that the last of them tells of; its day is the reader's.",
        examples=["2026-11-22T10:30:00.000Z"],
    )
    reports: int = Field(description="Of the last 90 days.", examples=[6])
    urgent: bool = Field(description="Whether a symptom wants a doctor before any herb.")


class PatientCourses(View):
    """A patient in one's care with their diagnoses, the one that goes worst first."""

    patient_id: int = Field(examples=[3])
    full_name: str = Field(examples=["مریم احمدی"])
    course: Course = Field(description="Of the diagnosis that goes worst; silent without any.")
    diagnoses: list[CourseView]


class SafetyAlertView(View):
    """An alert of danger that nobody who cares for the patient has acknowledged."""

    id: int = Field(examples=[5])
    patient_id: int = Field(examples=[3])
    full_name: str = Field(examples=["مریم احمدی"])
    diagnosis_id: int = Field(examples=[1])
    condition_name: str = Field(examples=["سردرد"])
    recommendation_id: int | None = Field(
        description="What was reported of; null where the complaint itself wants a doctor.",
        examples=[1],
    )
    herb_name: str | None = Field(examples=["بابونه"])
    held: bool = Field(
        description="Whether the remedy left the plan, and waits for a review: "
        "POST /api/diagnoses/{diagnosis_id}/safety-reviews acknowledges the alert."
    )
    signs: list[UrgentSign] = Field(
        description="The signs of danger; empty where a side effect is severe without a known one."
    )
    report: FeedbackView | None = Field(
        description="The report, also a withdrawn one; null for a complaint, and for one of an "
        "earlier version."
    )
    raised_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


class PracticeView(View):
    """What waits in one's practice, which `/ws/practice` keeps up to date."""

    event_id: int = Field(ge=0, description="Connect with it as `after`.", examples=[987])
    alerts: list[SafetyAlertView] = Field(description="The newest first.")


class PracticeReport(FeedbackView):
    """A report of a patient in one's care, with who has read it and what was answered."""

    full_name: str = Field(examples=["مریم احمدی"])
    herb_name: str = Field(examples=["بابونه"])
    condition_name: str = Field(examples=["سردرد"])
    severe: bool = Field(
        description="Whether it told of a severe side effect, or of a sign of danger."
    )
    read: bool = Field(description="Whether one has read it oneself.")
    replies: list[ReplyView]


class ReadCount(View):
    """How many reports one had not read before."""

    read: int = Field(ge=0, examples=[1])


class PlannedRemedy(View):
    """A remedy of the plans that one wrote, exact over one's own patients, and as published."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    condition_id: int = Field(examples=[1])
    condition_name: str = Field(examples=["سردرد"])
    plans: int = Field(description="How many of one's plans hold it now.", examples=[4])
    own: Figures = Field(description="Exact, over the patients in one's care.")
    published: Effectiveness | None = Field(description="Null where it is withheld.")
