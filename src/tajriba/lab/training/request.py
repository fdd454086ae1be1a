"""The input and the result of training, as they pass between processes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tajriba.predictions.fitting.report_columns import Reports

Reason = Literal["better", "not_better", "worse_calibrated", "one_class", "too_few"]


@dataclass(frozen=True, slots=True)
class Request:
    """Reports, earliest first, and the model that serves: its text, or None for model 1."""

    reports: "Reports"
    version: str
    artifact: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What training led to: a model as text where one was trained, and what it reached."""

    promoted: bool
    reason: Reason
    trained_on: int
    artifact: str | None
    figures: dict[str, Any]
