"""The shapes of feedback."""

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from tajriba.kit.http.schemas import Body, Id, Term, View, storable

Severity = Literal["mild", "moderate", "severe"]
Score = Annotated[int, Field(ge=1, le=5)]
ShortText = Annotated[str, Field(max_length=500), AfterValidator(storable)]


class SideEffectIn(Body):
    """A side effect that was chosen or typed with its severity."""

    name: Annotated[Term, AfterValidator(str.strip)] = Field(examples=["تهوع"])
    severity: Severity | None = None


class SideEffectView(View):
    """A side effect; `severity` is null where the patient gave none."""

    name: str = Field(examples=["تهوع"])
    severity: Severity | None = None


class FeedbackIn(Body):
    """A report. Side effects come as a list, or as a text as one would type it."""

    recommendation_id: Id
    diagnosis_id: Id
    rating: Score = Field(examples=[4])
    symptom_improvement: Score = Field(
        description="1 none or worse, 2 slight, 3 moderate, 4 considerable, 5 complete.",
        examples=[3],
    )
    got_worse: bool = False
    comment: ShortText | None = Field(None, examples=["خوابم بهتر شد"])
    compliance_score: Score | None = Field(None, examples=[5])
    side_effects: Annotated[list[SideEffectIn], Field(max_length=20)] | ShortText = Field(
        default_factory=list, examples=["سردرد، تهوع", [{"name": "تهوع", "severity": "mild"}]]
    )
    observed_at: Annotated[AwareDatetime, Field(strict=False)] | None = Field(
        None,
        description="When it was observed, at most 30 days back; now where absent.",
        examples=["2026-11-22T10:30:00Z"],
    )


class BatchIn(Body):
    """Reports that are stored all or not at all."""

    items: Annotated[list[FeedbackIn], Field(min_length=1, max_length=50)]


class FeedbackRevision(Body):
    """What replaces the report's own figures; a field that is absent stays as it is."""

    rating: Score | None = Field(None, examples=[5])
    symptom_improvement: Score | None = Field(None, examples=[4])
    got_worse: bool | None = Field(None, examples=[False])
    comment: ShortText | None = Field(None, examples=["خوابم بهتر شد"])
    compliance_score: Score | None = Field(None, examples=[5])
    side_effects: Annotated[list[SideEffectIn], Field(max_length=20)] | ShortText | None = Field(
        None, examples=["تهوع"]
    )


class FeedbackView(View):
    """A report as stored."""

    id: int = Field(examples=[1])
    recommendation_id: int = Field(examples=[1])
    diagnosis_id: int = Field(examples=[1])
    patient_id: int = Field(examples=[1])
    rating: int = Field(examples=[4])
    symptom_improvement: int = Field(examples=[3])
    got_worse: bool = Field(examples=[False])
    comment: str | None = Field(examples=["خوابم بهتر شد"])
    side_effects: list[SideEffectView]
    compliance_score: int | None = Field(examples=[5])
    observed_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    updated_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


class PastReport(FeedbackView):
    """A report with the name of what it is about."""

    herb_name: str = Field(examples=["بابونه"])


class FeedbackHealth(View):
    """Whether feedback can be stored and read."""

    healthy: Literal[True] = True
