"""The model that serves (the champion): the promoted one, or model 1 if there is none or it can't
be read."""

from dataclasses import dataclass
from typing import Final, Literal

import structlog
from sqlalchemy import bindparam, select

from tajriba.kit.database.transactions import Prepared, ReadTx
from tajriba.predictions.model import Prediction, PredictionInput, predict
from tajriba.predictions.model.learned.learned_model import Learned, predict_learned
from tajriba.predictions.registry.model_artifact import BadArtifact, parse
from tajriba.predictions.tables import model

MODEL_1: Final = "1"
"""The version of model 1: fixed weights over partially pooled components."""

Degraded = Literal["unreadable"]
_log = structlog.get_logger()
_serving = Prepared(
    lambda _: select(model.c.version, model.c.artifact).where(
        model.c.state == bindparam("state", required=True)
    )
)


@dataclass(frozen=True, slots=True)
class Champion:
    """The version that serves, and its parameters; None for model 1.

    `degraded_because` says why model 1 stands in for a model that was promoted.
    """

    version: str = MODEL_1
    learned: Learned | None = None
    degraded_because: Degraded | None = None


def champion(tx: ReadTx) -> Champion:
    """Return the model that serves, asked for once in a transaction."""
    rows = tx.fetch_once(_serving, state="champion")
    return _read(*rows[0]) if rows else Champion()


def predict_by(serving: Champion, inputs: PredictionInput) -> Prediction:
    """Return the prediction of the model that serves."""
    if serving.learned is None:
        return predict(inputs)
    return predict_learned(inputs, serving.learned)


def _read(version: str, artifact: str) -> Champion:
    try:
        return Champion(version, parse(artifact))
    except BadArtifact as problem:
        _tell(version, str(problem))
        return Champion(degraded_because="unreadable")


_told: set[tuple[str, str]] = set()


def _tell(version: str, problem: str) -> None:
    """Log a model that can't be read once in a process: predictions ask for it all the time."""
    if (version, problem) not in _told:
        _told.add((version, problem))
        _log.error("model_unreadable", version=version, reason=problem)
