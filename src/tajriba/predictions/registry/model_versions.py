"""Storing and listing trained models, and changing the one that serves."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import orjson
from sqlalchemy import func, select, update

from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound
from tajriba.predictions.registry.champion import MODEL_1
from tajriba.predictions.tables import model

State = Literal["champion", "kept", "retired"]


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model; times in ms. `figures` are those of the reports that were held out."""

    id: int
    version: str
    state: State
    artifact: str
    figures: dict[str, Any]
    trained_on: int
    trained_at: int
    promoted_at: int | None
    reason: str


_COLUMNS = [model.c[field.name] for field in fields(Model)]


def add_model(
    tx: WriteTx, *, artifact: str, figures: dict[str, Any], trained_on: int, reason: str
) -> Model:
    """Store a model that does not serve, `kept` for a reason, and return it."""
    number = int(tx.scalar(select(func.max(model.c.id))) or 0) + 1
    tx.add(
        model,
        id=number,
        version=f"2.{number}",
        state="kept",
        artifact=artifact,
        figures=orjson.dumps(figures).decode(),
        trained_on=trained_on,
        trained_at=tx.now,
        reason=reason,
    )
    return find_model(tx, f"2.{number}")


def promote(tx: WriteTx, version: str) -> None:
    """Have a model serve instead of the one that does; `1` is model 1, which always can.

    Raises `NotFound`.
    """
    retire = update(model).where(model.c.state == "champion").values(state="retired")
    if version == MODEL_1:
        tx.run(retire)
        return
    chosen = find_model(tx, version)
    tx.run(retire)
    serving = update(model).where(model.c.id == chosen.id)
    tx.run(serving.values(state="champion", promoted_at=tx.now))


def find_model(tx: ReadTx, version: str) -> Model:
    """Return a trained model; raises `NotFound`."""
    row = tx.first(select(*_COLUMNS).where(model.c.version == version))
    if row is None:
        raise NotFound
    return _model(row)


def serving_model(tx: ReadTx) -> Model | None:
    """Return the model that was promoted last and not taken back, whether or not it is readable."""
    row = tx.first(select(*_COLUMNS).where(model.c.state == "champion"))
    return _model(row) if row else None


def list_models(tx: ReadTx, before: int | None, limit: int) -> list[Model]:
    """Return trained models, newest first, with ids below `before`."""
    statement = select(*_COLUMNS).order_by(model.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(model.c.id < before)
    return [_model(row) for row in tx.all(statement)]


def _model(values: Sequence[Any]) -> Model:
    by_name = dict(zip((field.name for field in fields(Model)), values, strict=True))
    by_name["figures"] = _figures(by_name["figures"])
    return Model(**by_name)


def _figures(text: str) -> dict[str, Any]:
    """Return stored figures, none where they can't be read: no prediction rests on them."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
