"""Changing the model that serves; what follows from it commits in the same transaction."""

from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.announcement.announcement import announce_model
from tajriba.predictions.registry.champion import MODEL_1
from tajriba.predictions.registry.model_artifact import parse
from tajriba.predictions.registry.model_versions import Model, find_model, promote, serving_model


def install(tx: WriteTx, chosen: Model, actor_id: int | None) -> None:
    """Have a new model serve, and every open plan predicted anew by it."""
    _serve(tx, chosen.version, "model.promote", actor_id)


def roll_back(tx: WriteTx, version: str, actor_id: int | None = None) -> bool:
    """Have an earlier model serve again, `1` for model 1; returns False where it does already.

    Raises `NotFound` for one that was never trained, and `BadArtifact` for one that can't be read.
    """
    if version != MODEL_1:
        parse(find_model(tx, version).artifact)
    if version == _serving(tx):
        return False
    _serve(tx, version, "model.rollback", actor_id)
    return True


def _serve(tx: WriteTx, version: str, action: str, actor_id: int | None) -> None:
    before = _serving(tx)
    promote(tx, version)
    subject_id = 0 if version == MODEL_1 else find_model(tx, version).id
    change = ({"version": before}, {"version": version})
    record(tx, Entry(actor_id, action, "model", subject_id, *change))
    announce_model(tx)


def _serving(tx: WriteTx) -> str:
    found = serving_model(tx)
    return found.version if found else MODEL_1
