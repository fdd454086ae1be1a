"""Two models on the same reports."""

from dataclasses import asdict, dataclass

from tajriba.predictions.core.columns import Column

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Reached:
    """What one model reached; None where too little can be said."""

    log_loss: float
    brier: float
    auc: float | None
    ece: float
    calibration_slope: float | None

    def shown(self) -> dict[str, float | None]:
        """Return the figures as JSON holds them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A new model beside the one that served; `difference` of log loss is low, mean, high."""

    rows: int
    model: Reached
    served: Reached
    difference: tuple[float, float, float]
    perfect: Interval


def judge(success: Column, model: Column, served: Column) -> Judgement:
    """Compare two models' probabilities of the same outcomes."""
    raise NotImplementedError
