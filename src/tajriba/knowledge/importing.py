"""Creating herbs, conditions and remedies that imported records name, many in a few statements."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import insert, select

from tajriba.kit.database.transactions import Values, WriteTx
from tajriba.kit.text import same_name_key, search_key
from tajriba.knowledge.service import TABLES, NameKind, official_names
from tajriba.knowledge.tables import name, recommendation

Pair = tuple[int, int]
"""A herb's id and a condition's id."""

T = TypeVar("T")
_CHUNK = 5000  # below the databases' bounds on parameters of one statement


def ensure_herbs(tx: WriteTx, names: Sequence[str]) -> dict[str, int]:
    """Return the herb of each name; what is missing is created, undescribed.

    A shipped herb is known by its names in any spelling, not by its synonyms; an imported one by
    the name itself.
    """
    return _ensure(tx, "herb", names)


def ensure_conditions(tx: WriteTx, names: Sequence[str]) -> dict[str, int]:
    """Return the condition of each name, known as herbs are; what is missing is created."""
    return _ensure(tx, "condition", names)


def _ensure(tx: WriteTx, kind: NameKind, names: Sequence[str]) -> dict[str, int]:
    key_of = {text: same_name_key(text) for text in names}
    shipped, imported = _known(tx, kind, sorted({search_key(text) for text in names}))
    known = imported | {
        key: shipped[search_key(text)]
        for text, key in key_of.items()
        if search_key(text) in shipped
    }
    missing: dict[str, str] = {}
    for text, key in key_of.items():
        if key not in known:
            missing.setdefault(key, text)
    known |= _create(tx, kind, missing)
    return {text: known[key] for text, key in key_of.items()}


def _known(
    tx: WriteTx, kind: NameKind, keys: Sequence[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return shipped entries by the search keys of their names, imported ones by their name."""
    table = TABLES[kind]
    shipped: dict[str, int] = {}
    imported: dict[str, int] = {}
    for chunk in _chunks(keys):
        rows = tx.all(
            select(table)
            .join(name, table.c.id == name.c.ref_id)
            .where(name.c.kind == kind, name.c.key.in_(chunk))
            .distinct()
            .order_by(table.c.id)
        )
        for row in rows:
            if row.origin == "shipped":
                for text in official_names(row):
                    shipped.setdefault(search_key(text), row.id)
            else:
                imported.setdefault(same_name_key(row.name_fa), row.id)
    return shipped, imported


def _create(tx: WriteTx, kind: NameKind, missing: dict[str, str]) -> dict[str, int]:
    if not missing:
        return {}
    table = TABLES[kind]
    rows = [{"name_fa": text.strip(), "origin": "import"} for text in missing.values()]
    statement = insert(table).returning(table.c.id, table.c.name_fa)
    created = _inserted(tx, statement, rows)
    tx.add_all(
        name,
        [{"kind": kind, "key": search_key(row.name_fa), "ref_id": row.id} for row in created],
    )
    return {same_name_key(row.name_fa): int(row.id) for row in created}


def ensure_recommendations(tx: WriteTx, pairs: Sequence[Pair]) -> dict[Pair, int]:
    """Return the imported remedy of each (herb, condition); what is missing is created.

    Records do not say how a herb was prepared, so they never count as a reviewed remedy with the
    same herb: they get one of their own, which nobody reviewed.
    """
    wanted = set(pairs)
    known = _known_pairs(tx, wanted)
    missing = [
        {
            "herb_id": herb_id,
            "condition_id": condition_id,
            "reviewed": False,
            "origin": "import",
            "created_at": tx.now,
        }
        for herb_id, condition_id in sorted(wanted - known.keys())
    ]
    if missing:
        columns = (recommendation.c.id, recommendation.c.herb_id, recommendation.c.condition_id)
        statement = insert(recommendation).returning(*columns)
        created = _inserted(tx, statement, missing)
        known |= {(row.herb_id, row.condition_id): row.id for row in created}
    return known


def _known_pairs(tx: WriteTx, wanted: set[Pair]) -> dict[Pair, int]:
    table = recommendation.c
    found: dict[Pair, int] = {}
    for chunk in _chunks(sorted({herb_id for herb_id, _ in wanted})):
        rows = tx.all(
            select(table.id, table.herb_id, table.condition_id)
            .where(table.origin == "import", table.herb_id.in_(chunk))
            .order_by(table.id)
        )
        for row in rows:
            found.setdefault((row.herb_id, row.condition_id), row.id)
    return {pair: found[pair] for pair in wanted if pair in found}


def _inserted(tx: WriteTx, statement: Any, rows: Sequence[Values]) -> Sequence[Any]:
    return tx.connection.execute(statement, list(rows)).all()


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
