"""Response models of trained models."""

from typing import Literal

from pydantic import Field

from tajriba.kit.http.schemas import View
from tajriba.predictions.model import ComponentName
from tajriba.predictions.schemas import Interval

Kind = Literal["fixed_weights", "learned"]


class ModelFigures(View):
    """How well a model predicted reports that it had not seen; null where none can be said."""

    log_loss: float = Field(examples=[0.655])
    brier: float = Field(examples=[0.231])
    auc: float | None = Field(examples=[0.63])
    ece: float = Field(description="Expected calibration error.", examples=[0.02])
    calibration_slope: float | None = Field(description="1 is right.", examples=[1.02])


class HeldOut(View):
    """The comparison on the latest reports, of which neither model had seen one."""

    rows: int = Field(description="Reports that were held out.", examples=[800])
    trained_on: int = Field(description="Reports before them.", examples=[3200])
    against: str = Field(description="The version that served then.", examples=["1"])
    model: ModelFigures
    served: ModelFigures
    log_loss_difference: tuple[float, float, float] = Field(
        description="Low, mean, high: 95 %, paired bootstrap; below 0 the model is better.",
        examples=[[-0.03, -0.02, -0.01]],
    )
    ece_of_perfect: Interval = Field(
        description="95 % of what perfect calibration would give on as many reports.",
        examples=[[0.01, 0.03]],
    )


class ModelVersion(View):
    """The model that serves."""

    version: str = Field(examples=["1"])
    kind: Kind
    degraded: bool = Field(description="Model 1 stands in for one that can't be read.")
    weights: dict[ComponentName, float] = Field(
        description="Model 1: shares. A learned model: factors of each opinion's strength."
    )
    parameters: dict[str, float | None] = Field(description="By name; null is without end.")
    trained_on: int = Field(description="Reports; a model of fixed weights is not trained.")
    trained_at: str | None = Field(None, examples=["2026-11-22T10:30:00.000Z"])
    promoted_at: str | None = Field(None, examples=["2026-11-22T10:30:00.000Z"])
    reason: str = Field(description="Why it serves.", examples=["better"])
    held_out: HeldOut | None = None


class ModelView(View):
    """A model that was trained, or model 1."""

    version: str = Field(examples=["2.1"])
    kind: Kind
    state: Literal["champion", "kept", "retired"]
    active: bool = Field(description="Whether it predicts now.")
    readable: bool = Field(description="Whether it could predict.")
    weights: dict[ComponentName, float]
    trained_on: int = Field(examples=[4000])
    trained_at: str | None = Field(examples=["2026-11-22T10:30:00.000Z"])
    promoted_at: str | None = Field(examples=["2026-11-22T10:30:00.000Z"])
    reason: str = Field(examples=["better"])
    held_out: HeldOut | None
