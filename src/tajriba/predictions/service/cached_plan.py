"""A predicted plan as facts, which is cached, compared and later put into words."""

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from tajriba.patients.cohort import Axis
from tajriba.predictions.model import ComponentName, Level
from tajriba.predictions.registry.champion import Degraded


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class ComponentFacts(_Fact):
    """One component of a prediction."""

    name: ComponentName
    value: float
    weight: float
    sample_size: int
    strength: float


class FitFacts(_Fact):
    """The symptom-herb match behind a prediction."""

    known: bool
    condition_covered: bool | None
    symptoms_covered: tuple[str, ...]
    symptoms_missed: tuple[str, ...] = ()
    opposites: float | None


class NoteFacts(_Fact):
    """A caution of the contraindication check."""

    code: str
    what: str


class EffectFacts(_Fact):
    """A side effect that was reported."""

    part: int
    count: int
    own: bool


class EvidenceFacts(_Fact):
    """The reports that a prediction rests on: so many successes of so many, by so many patients."""

    successes: int
    total: int
    patients: int
    average_improvement: float | None


class HabitFacts(_Fact):
    """A patient's reports on all remedies: successes of total, and how many were expected."""

    successes: int
    total: int
    expected: float


class AlikeFacts(_Fact):
    """Reports of those alike on an axis: successes of total, and how many were expected."""

    axis: Axis
    successes: int
    total: int
    expected: float


class PredictedFacts(_Fact):
    """The prediction of one recommendation."""

    recommendation_id: int
    scores: dict[Level, float]
    low: float
    high: float
    confidence: float
    disagreement: float
    components: tuple[ComponentFacts, ...]
    similar_patient_count: int
    fit: FitFacts
    cautions: tuple[NoteFacts, ...]
    effects: tuple[EffectFacts, ...]
    published: EvidenceFacts | None
    own: EvidenceFacts | None


class PlanFacts(_Fact):
    """The prediction of a plan, and the fingerprint of all that it came from.

    `habit`, `alike` and `similar_conditions`, the number of those that counted, are of model 2.
    """

    diagnosis_id: int
    patient_id: int
    created_at: int
    fingerprint: str
    model_version: str
    degraded_because: Degraded | None = None
    mizaj_known: bool
    habit: HabitFacts | None = None
    alike: tuple[AlikeFacts, ...] = ()
    similar_conditions: int = Field(
        default=0, validation_alias=AliasChoices("similar_conditions", "kindred")
    )
    """Stored as `kindred` by versions before this name."""
    items: tuple[PredictedFacts, ...]
