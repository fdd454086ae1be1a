"""Loading a catalogue into the database; repeating it changes nothing."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row, delete, select, update

from tajriba.kit.database.transactions import ReadTx, Values, WriteTx
from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue.catalogue import Catalogue
from tajriba.knowledge.entries import Condition, Herb, Recommendation
from tajriba.knowledge.service import TABLES, NameKind, knowledge_version
from tajriba.knowledge.tables import knowledge_state, name, recommendation


def load_knowledge(tx: WriteTx, catalogue: Catalogue, own: bool = False) -> bool:
    """Make the database hold this knowledge and return whether that changed its content.

    One's `own` stays in force over what later versions ship. Entries are known by their code. A
    herb or condition that an import named before takes on the loaded entry. Remedies that are no
    longer there lose their review; nothing is deleted. A remedy never changes its herb or
    condition, since evidence accrued to it: its code moves on to a new one.
    """
    content = catalogue.model_dump_json() if own else None
    if knowledge_version(tx) == catalogue.version:
        tx.run(update(knowledge_state).values(content=content))
        return False
    herbs = _load_terms(tx, "herb", catalogue.herbs)
    conditions = _load_terms(tx, "condition", catalogue.conditions)
    _load_recommendations(tx, catalogue.recommendations, herbs, conditions)
    tx.put(
        knowledge_state,
        ["id"],
        id=1,
        version=catalogue.version,
        loaded_at=tx.now,
        checked=False,
        content=content,
    )
    return True


def is_checked(tx: ReadTx) -> bool:
    """Return whether every standing plan was checked against the loaded knowledge."""
    return bool(tx.scalar(select(knowledge_state.c.checked)))


def mark_checked(tx: WriteTx) -> None:
    """Say that every standing plan was checked against the loaded knowledge."""
    tx.run(update(knowledge_state).values(checked=True))


def _load_terms(
    tx: WriteTx, kind: NameKind, entries: Sequence[Herb] | Sequence[Condition]
) -> dict[str, int]:
    table = TABLES[kind]
    rows = tx.all(select(table.c.id, table.c.code).where(table.c.code.is_not(None)))
    known = {str(row.code): int(row.id) for row in rows}
    imported = _imported(tx, kind)
    names: list[Values] = []
    for entry in entries:
        keys = sorted(_keys(entry))
        if entry.code not in known:
            known[entry.code] = _load_new(tx, kind, entry, imported, keys)
        else:
            _replace(tx, kind, entry, known[entry.code])
        names += [{"kind": kind, "key": key, "ref_id": known[entry.code]} for key in keys]
    tx.add_all(name, names)
    return {entry.code: known[entry.code] for entry in entries}


def _load_new(
    tx: WriteTx, kind: NameKind, entry: Herb | Condition, imported: dict[str, int], keys: list[str]
) -> int:
    """Have an entry take the place of the first that an import named so, else one of its own."""
    found = min((imported[key] for key in keys if key in imported), default=None)
    if found is None:
        return tx.add(TABLES[kind], **_term_values(entry))
    for key in [key for key, ref_id in imported.items() if ref_id == found]:
        del imported[key]
    _replace(tx, kind, entry, found)
    return found


def _replace(tx: WriteTx, kind: NameKind, entry: Herb | Condition, ref_id: int) -> None:
    table = TABLES[kind]
    tx.run(update(table).where(table.c.id == ref_id).values(**_term_values(entry)))
    tx.run(delete(name).where(name.c.kind == kind, name.c.ref_id == ref_id))


def _imported(tx: ReadTx, kind: NameKind) -> dict[str, int]:
    """Return what imports named, by name: the first of each."""
    table = TABLES[kind]
    statement = (
        select(name.c.key, table.c.id)
        .join(table, table.c.id == name.c.ref_id)
        .where(name.c.kind == kind, table.c.origin == "import")
        .order_by(table.c.id.desc())
    )
    return {str(row.key): int(row.id) for row in tx.all(statement)}


def _keys(entry: Herb | Condition) -> set[str]:
    latin = (entry.name_latin,) if isinstance(entry, Herb) else ()
    return {search_key(each) for each in (entry.name_fa, entry.name_en, *latin, *entry.spellings)}


def _term_values(entry: Herb | Condition) -> dict[str, Any]:
    latin = {"name_latin": entry.name_latin} if isinstance(entry, Herb) else {}
    return latin | {
        "code": entry.code,
        "name_fa": entry.name_fa,
        "name_en": entry.name_en,
        "origin": "shipped",
        "entry": entry.model_dump_json(),
    }


def _load_recommendations(
    tx: WriteTx,
    entries: Sequence[Recommendation],
    herbs: dict[str, int],
    conditions: dict[str, int],
) -> None:
    known = _shipped_remedies(tx)
    new: list[Values] = []
    for entry in entries:
        values = _remedy_values(entry, herbs[entry.herb], conditions[entry.condition])
        row = known.get(entry.code)
        if row and (row.herb_id, row.condition_id) == (values["herb_id"], values["condition_id"]):
            _set(tx, row.id, values)
        else:
            if row:
                _set(tx, row.id, {"code": None, "reviewed": False})
            new.append({**values, "created_at": tx.now})
    tx.add_all(recommendation, new)
    for code in known.keys() - {entry.code for entry in entries}:
        _set(tx, known[code].id, {"reviewed": False})


def _shipped_remedies(tx: WriteTx) -> dict[str, Row[Any]]:
    table = recommendation.c
    statement = select(table.id, table.code, table.herb_id, table.condition_id)
    return {row.code: row for row in tx.all(statement.where(table.code.is_not(None)))}


def _set(tx: WriteTx, recommendation_id: int, values: Values) -> None:
    table = recommendation
    tx.run(update(table).where(table.c.id == recommendation_id).values(**values))


def _remedy_values(entry: Recommendation, herb_id: int, condition_id: int) -> Values:
    return {
        "code": entry.code,
        "herb_id": herb_id,
        "condition_id": condition_id,
        "preparation_fa": entry.preparation.fa,
        "preparation_en": entry.preparation.en,
        "dose_fa": entry.dose.fa,
        "dose_en": entry.dose.en,
        "frequency_fa": entry.frequency.fa,
        "frequency_en": entry.frequency.en,
        "duration_days": entry.duration_days,
        "daily_g": entry.dose.daily_g,
        "route": entry.route,
        "part": entry.part,
        "min_age": entry.min_age,
        "additions": orjson.dumps(entry.additions).decode(),
        "reviewed": entry.reviewed,
        "origin": "shipped",
    }
