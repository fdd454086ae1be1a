"""Request and response models of predictions. Effectiveness is a probability of success, 0 to 1."""

from math import isfinite
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from tajriba.kit.http.schemas import Body, Id, View
from tajriba.predictions.model import ComponentName, Level

Interval = tuple[float, float]
Days = Annotated[int, Field(ge=1, le=365, description="How many days back.")]


def _finite(value: object) -> object:
    """Refuse what is no number at all, though it is read as one: it is neither above nor below."""
    try:
        number = float(str(value))
    except ValueError:
        return value
    if isfinite(number):
        return value
    raise PydanticCustomError("not_between", "not a number of a range", {"least": 0, "most": 1})


Target = Annotated[
    float,
    Field(ge=0, le=1, description="The effectiveness to reach."),
    BeforeValidator(_finite),
]


class ComponentView(View):
    """One opinion behind a prediction; weight 0 where it is not available."""

    value: float = Field(examples=[0.68])
    weight: float = Field(examples=[0.4])
    sample_size: int = Field(description="Reports.", examples=[20])


class ComponentsView(View):
    """The three opinions."""

    historical_effectiveness: ComponentView
    similar_patients: ComponentView
    symptom_match: ComponentView


class Predicted(View):
    """The prediction of one recommendation."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    predicted_effectiveness: float = Field(
        description="At the level that was asked for.", examples=[0.71]
    )
    interval: Interval = Field(description="90 %, equal tails.", examples=[[0.5, 0.88]])
    confidence: float = Field(examples=[0.55])
    reasoning: str
    evidence_source: ComponentName
    components: ComponentsView
    similar_patient_count: int = Field(examples=[9])
    average_improvement: float | None = Field(
        description="1-5: of published reports, else of the patient's own.", examples=[3.6]
    )
    expected_duration_days: int | None = Field(examples=[14])
    risk_factors: list[str]


class PredictedAtLevel(Predicted):
    """The same at another level, with the balanced figure beside it."""

    balanced_effectiveness: float = Field(examples=[0.71])


class PlanPrediction(View):
    """The prediction of a plan, best first at the level."""

    diagnosis_id: int = Field(examples=[1])
    patient_id: int = Field(examples=[1])
    prediction_date: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    optimization_level: Level
    model_version: str = Field(examples=["1"])
    overall_confidence: float = Field(
        description="The mean of the items'; 0 for an empty plan.", examples=[0.55]
    )
    degraded: bool = Field(description="A part failed and a simpler one stands in.")
    nothing_to_rank: str | None = Field(
        description="Why there is no recommendation; null where there is one.", examples=[None]
    )
    predicted_recommendations: list[PredictedAtLevel | Predicted]


class OptimizedPlan(PlanPrediction):
    """Those that reach the target; where none does, the best three."""

    target_effectiveness: float = Field(examples=[0.75])
    selection: Literal["target", "best"]


class BatchBody(Body):
    """The diagnoses whose plans to predict."""

    diagnosis_ids: Annotated[list[Id], Field(min_length=1, max_length=20)] = Field(
        description="One that is named again is answered once, where it is named first.",
        examples=[[1, 2]],
    )
    optimization_level: Level = "balanced"


class KeptPlace(View):
    """One place of a kept ranking."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    rank: int = Field(examples=[1])
    score: float = Field(examples=[0.71])
    interval: Interval = Field(examples=[[0.5, 0.88]])
    confidence: float = Field(examples=[0.55])


class KeptRanking(View):
    """A ranking as it was announced."""

    prediction_date: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    optimization_level: Level
    model_version: str = Field(examples=["1"])
    places: list[KeptPlace]


class Movement(View):
    """How one recommendation moved between the first and the last ranking that hold it."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    first_rank: int = Field(examples=[2])
    last_rank: int = Field(examples=[1])
    first_score: float = Field(examples=[0.6])
    last_score: float = Field(examples=[0.71])
    change: float = Field(description="Last less first score.", examples=[0.11])


class Evolution(View):
    """The announced rankings of the last days, oldest first, and what moved."""

    diagnosis_id: int = Field(examples=[1])
    days: int = Field(examples=[30])
    rankings: list[KeptRanking]
    movements: list[Movement]


class Outcome(View):
    """A report against what was predicted before it; null where no ranking preceded."""

    feedback_id: int = Field(examples=[1])
    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    reported_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    predicted_at: str | None = Field(examples=["2026-11-20T10:30:00.000Z"])
    predicted_effectiveness: float | None = Field(examples=[0.71])
    success: bool


class Accuracy(View):
    """How predictions compare with what was reported; figures are null without any such pair."""

    diagnosis_id: int = Field(examples=[1])
    count: int = Field(description="Reports that a prediction preceded.", examples=[8])
    brier: float | None = Field(
        description="Mean squared difference; lower is better.", examples=[0.2]
    )
    mean_predicted: float | None = Field(examples=[0.66])
    success_rate: float | None = Field(examples=[0.75])
    outcomes: list[Outcome]


class Health(View):
    """Whether predictions can be read, and by which model they are made."""

    healthy: Literal[True] = True
    model_version: str = Field(examples=["1"])
    degraded: bool
