"""Trained models as they are shown: the one that serves to everybody, all to administrators."""

import math
from dataclasses import asdict

from pydantic import ValidationError

from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.predictions.model import DEFAULT_STRENGTHS, WEIGHTS, ComponentName
from tajriba.predictions.model.learned.learned_model import Learned
from tajriba.predictions.registry.champion import MODEL_1, Champion, champion
from tajriba.predictions.registry.model_artifact import BadArtifact, parse
from tajriba.predictions.registry.model_versions import Model, list_models, serving_model
from tajriba.predictions.registry.schemas import HeldOut, ModelVersion, ModelView

FIXED = "fixed_weights"
"""Why model 1 can serve: it needs no training."""


def model_version(tx: ReadTx) -> ModelVersion:
    """Return the model that serves: its parameters, and what it reached when it was chosen."""
    serving, chosen = champion(tx), serving_model(tx)
    if serving.learned is None or chosen is None:
        return _model_1_version(serving)
    return ModelVersion(
        version=chosen.version,
        kind="learned",
        degraded=False,
        weights=weights_of(serving.learned),
        parameters=parameters_of(serving.learned),
        trained_on=chosen.trained_on,
        trained_at=iso(chosen.trained_at),
        promoted_at=_time(chosen.promoted_at),
        reason=chosen.reason,
        held_out=_held_out(chosen),
    )


def _model_1_version(serving: Champion) -> ModelVersion:
    return ModelVersion(
        version=MODEL_1,
        kind="fixed_weights",
        degraded=serving.degraded_because is not None,
        weights=WEIGHTS,
        parameters=asdict(DEFAULT_STRENGTHS),
        trained_on=0,
        reason=serving.degraded_because or FIXED,
    )


def model_views(tx: ReadTx, before: int | None, limit: int) -> list[tuple[int, ModelView]]:
    """Return trained models with their ids, newest first; model 1 stands behind the last, at 0."""
    active = champion(tx).version
    found = [(one.id, _view(one, active)) for one in list_models(tx, before, limit)]
    if len(found) < limit and before != 0:
        found.append((0, _model_1_view(active)))
    return found


def _view(one: Model, active: str) -> ModelView:
    learned = _readable(one)
    return ModelView(
        version=one.version,
        kind="learned",
        state=one.state,
        active=one.version == active,
        readable=learned is not None,
        weights=weights_of(learned) if learned else {},
        trained_on=one.trained_on,
        trained_at=iso(one.trained_at),
        promoted_at=_time(one.promoted_at),
        reason=one.reason,
        held_out=_held_out(one),
    )


def _model_1_view(active: str) -> ModelView:
    serves = active == MODEL_1
    return ModelView(
        version=MODEL_1,
        kind="fixed_weights",
        state="champion" if serves else "retired",
        active=serves,
        readable=True,
        weights=WEIGHTS,
        trained_on=0,
        trained_at=None,
        promoted_at=None,
        reason=FIXED,
        held_out=None,
    )


def weights_of(model: Learned) -> dict[ComponentName, float]:
    """Return by how much the strength of each opinion counts, beside 1 of the historical one."""
    return {
        "historical_effectiveness": 1.0,
        "similar_patients": model.weight_similar,
        "symptom_match": model.weight_match,
    }


def parameters_of(model: Learned) -> dict[str, float | None]:
    """Return the parameters by name; None is without end."""
    return {name: None if math.isinf(value) else value for name, value in asdict(model).items()}


def _readable(one: Model) -> Learned | None:
    try:
        return parse(one.artifact)
    except BadArtifact:
        return None


def _held_out(one: Model) -> HeldOut | None:
    """Return what a model reached, None where it can't be read: it serves all the same."""
    try:
        return HeldOut.model_validate(one.figures)
    except ValidationError:
        return None


def _time(at: int | None) -> str | None:
    return None if at is None else iso(at)
