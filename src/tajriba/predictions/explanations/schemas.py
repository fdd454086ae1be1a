"""Response models of explanations, profiles and public figures of the model."""

from typing import Literal

from pydantic import Field

from tajriba.kit.http.schemas import View
from tajriba.kit.mizaj import Mizaj
from tajriba.patients.cohort import Axis
from tajriba.patients.record import Sex
from tajriba.predictions.model import ComponentName, Level
from tajriba.predictions.schemas import Interval

PoolingLevel = Literal[
    "population",
    "elsewhere",
    "herb",
    "condition",
    "herb_condition",
    "recommendation",
    "patient",
]


class ComponentOpinion(View):
    """One component; weight 0 where it is not available."""

    name: ComponentName
    value: float = Field(examples=[0.68])
    weight: float = Field(examples=[0.4])
    sample_size: int = Field(description="Reports.", examples=[20])
    interval: Interval = Field(description="90 %, equal tails.", examples=[[0.5, 0.88]])


class PooledView(View):
    """What is believed at one level of the evidence, from the widest to this patient."""

    level: PoolingLevel
    value: float = Field(examples=[0.64])
    strength: float = Field(description="In independent reports.", examples=[18.5])
    interval: Interval = Field(examples=[[0.45, 0.81]])


class AxisView(View):
    """One axis of the treatment by opposites: hot and wet are positive."""

    leaning: float = Field(description="How far the patient leans, -1..1.", examples=[-1.0])
    strength: float = Field(description="The herb's degree / 4, -1..1.", examples=[0.5])
    effect: float = Field(description="-1 harms, 1 opposes fully.", examples=[0.5])


class SymptomView(View):
    """A symptom in the reader's language."""

    code: str = Field(examples=["nausea"])
    name: str = Field(examples=["تهوع"])


class MatchView(View):
    """The parts of the symptom-herb match (qiyas); null where a part could not be computed."""

    known: bool
    score: float = Field(description="0..1; a half speaks neither for nor against.")
    indication: float | None
    opposites: float | None
    condition_covered: bool | None
    symptoms_covered: list[SymptomView]
    symptoms_missed: list[SymptomView]
    warmth: AxisView | None
    moisture: AxisView | None


class ChangeView(View):
    """What the balanced prediction becomes with one more report of the patient's own."""

    next_report: Literal["success", "failure"]
    predicted_effectiveness: float = Field(examples=[0.76])
    text: str


class Explanation(View):
    """A prediction taken apart."""

    diagnosis_id: int = Field(examples=[1])
    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    model_version: str = Field(examples=["1"])
    degraded: bool
    levels: dict[Level, float] = Field(
        examples=[{"conservative": 0.54, "balanced": 0.71, "aggressive": 0.85}]
    )
    interval: Interval = Field(examples=[[0.5, 0.88]])
    confidence: float = Field(examples=[0.55])
    disagreement: float = Field(description="0..1", examples=[0.1])
    reasoning: str
    evidence_source: ComponentName
    risk_factors: list[str]
    components: list[ComponentOpinion]
    pooling: list[PooledView]
    match: MatchView
    changes: list[ChangeView]


class OwnReports(View):
    """All reports of a patient in sum; null without any."""

    count: int = Field(examples=[8])
    success_rate: float | None = Field(examples=[0.75])
    average_rating: float | None = Field(examples=[4.1])
    average_improvement: float | None = Field(examples=[3.6])


class LikeKind(View):
    """A temperament whose patients are compared, and how much each of them counts."""

    mizaj: Mizaj
    likeness: float = Field(description="0..1; the same is 1.", examples=[0.5])


class Profile(View):
    """What predictions know of a patient; an empty cohort where the mizaj is unknown."""

    patient_id: int = Field(examples=[1])
    mizaj: Mizaj | None
    age: int | None = Field(description="Years, this year's birthday counted.", examples=[41])
    sex: Sex | None
    conditions: list[str]
    reports: OwnReports
    cohort: list[LikeKind]
    compared_by: list[Axis] = Field(
        description="By what patients are compared, as far as it is known of this one.",
        examples=[["mizaj", "sex", "age"]],
    )


class PublicPrediction(View):
    """What the published evidence says for a patient of whom nothing is known."""

    suppressed: Literal[False] = False
    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    predicted_effectiveness: float = Field(examples=[0.68])
    interval: Interval = Field(description="90 %, equal tails.", examples=[[0.5, 0.83]])
    confidence: float = Field(examples=[0.6])
    sample_size: int = Field(description="Reports.", examples=[20])
    patients: int = Field(examples=[12])
    model_version: str = Field(examples=["1"])
    last_updated: str = Field(examples=["2026-11-22T10:30:00.000Z"])
