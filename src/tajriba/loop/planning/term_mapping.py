"""A clinician's word for what was unread: in force at once, standing plans checked at once."""

from tajriba.accounts.schemas import Principal
from tajriba.accounts.service import full_names
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.active_catalogue import follow
from tajriba.knowledge.vocabulary.schemas import MappingView
from tajriba.knowledge.vocabulary.term_mappings import (
    StoredMapping,
    store_mapping,
    stored_mappings,
    withdraw_mapping,
)
from tajriba.knowledge.vocabulary.views import classes
from tajriba.knowledge.vocabulary.words import TermMapping
from tajriba.loop.planning.unread_words import holders_of
from tajriba.loop.prediction.recheck import recheck_patient

_PATIENTS_AT_ONCE = 20


async def map_word(
    db: Database, principal: Principal, mapping: TermMapping, lang: Lang
) -> MappingView:
    """Map a word for the whole installation. Raises `Invalid` as `store_mapping` does."""
    stored = await db.write(store_mapping, principal.user_id, mapping)
    await _put_in_force(db, principal.user_id, stored)
    return (await db.read(_views, [stored], lang))[0]


async def unmap_word(
    db: Database, principal: Principal, mapping_id: int, lang: Lang
) -> MappingView:
    """Take a mapping back and return it. Raises `NotFound`."""
    stored = await db.write(withdraw_mapping, principal.user_id, mapping_id)
    await _put_in_force(db, principal.user_id, stored)
    return (await db.read(_views, [stored], lang))[0]


def mapping_views(tx: ReadTx, lang: Lang) -> list[MappingView]:
    """Return the mappings in force, the latest first."""
    return _views(tx, stored_mappings(tx), lang)


async def _put_in_force(db: Database, actor_id: int, stored: StoredMapping) -> None:
    """Have this process know the word, as the others do within a second, and check the plans of
    those whose record holds it.

    The gate also stands at every read, so nothing unsafe shows while this goes on.
    """
    await db.read(follow, "")
    patients = await db.read(holders_of, stored.mapping.kind, stored.mapping.text)
    for start in range(0, len(patients), _PATIENTS_AT_ONCE):
        await db.write(_recheck, patients[start : start + _PATIENTS_AT_ONCE], actor_id)


def _recheck(tx: WriteTx, patient_ids: list[int], actor_id: int) -> None:
    for patient_id in patient_ids:
        recheck_patient(tx, patient_id, actor_id, "knowledge")


def _views(tx: ReadTx, stored: list[StoredMapping], lang: Lang) -> list[MappingView]:
    authors = full_names(tx, [one.author_id for one in stored])
    return [
        MappingView(
            id=one.id,
            kind=one.mapping.kind,
            text=one.mapping.text,
            classes=classes(one.mapping.kind, one.mapping.codes, lang),
            author=authors[one.author_id],
            created_at=iso(one.created_at),
        )
        for one in stored
    ]
