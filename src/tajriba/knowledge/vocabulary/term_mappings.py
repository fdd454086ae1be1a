"""What clinicians say that unread words of records mean, for their whole installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, func, select

from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound, bad_field
from tajriba.knowledge.tables import term_mapping
from tajriba.knowledge.vocabulary import terms
from tajriba.knowledge.vocabulary.words import MappedKind, TermMapping, term_key


@dataclass(frozen=True, slots=True)
class StoredMapping:
    """A mapping in force, with who decided it when."""

    id: int
    mapping: TermMapping
    author_id: int
    created_at: int


def stored_mappings(tx: ReadTx) -> list[StoredMapping]:
    """Return the mappings in force, the latest first."""
    latest = select(func.max(term_mapping.c.id)).group_by(term_mapping.c.kind, term_mapping.c.key)
    statement = select(term_mapping).where(
        term_mapping.c.id.in_(latest), term_mapping.c.codes.is_not(None)
    )
    return [_stored(row) for row in tx.all(statement.order_by(term_mapping.c.id.desc()))]


def mappings_in_force(tx: ReadTx) -> tuple[TermMapping, ...]:
    """Return what clinicians mapped, the oldest first."""
    return tuple(one.mapping for one in reversed(stored_mappings(tx)))


def store_mapping(tx: WriteTx, author_id: int, mapping: TermMapping) -> StoredMapping:
    """Have a word mean these codes from now on; an earlier mapping of it is replaced.

    Raises `Invalid` for an unknown code, and for a text that is understood already or names
    nothing: what a vocabulary knows, nobody can say to be harmless.
    """
    if not all(terms.words().knows(mapping.kind, code) for code in mapping.codes):
        raise bad_field("codes", "not_found")
    key = term_key(mapping.text)
    before = _mapping_of(tx, mapping.kind, key)
    reading = terms.read(mapping.text, mapping.kind)
    if before is None and reading.concepts:
        raise bad_field("text", "already_read")
    if before is None and not (key and reading.unread):
        raise bad_field("text", "names_nothing")
    codes = tuple(dict.fromkeys(mapping.codes))
    return _append(tx, author_id, mapping._replace(codes=codes), before)


def withdraw_mapping(tx: WriteTx, author_id: int, mapping_id: int) -> StoredMapping:
    """Take a mapping back: its word is unread again. Raises `NotFound` for none in force."""
    found = next((one for one in stored_mappings(tx) if one.id == mapping_id), None)
    if found is None:
        raise NotFound
    _add(tx, author_id, found.mapping, None)
    _audit(tx, author_id, "term_mapping.withdraw", found.id, found, None)
    return found


def _mapping_of(tx: ReadTx, kind: MappedKind, key: str) -> StoredMapping | None:
    return next(
        (
            one
            for one in stored_mappings(tx)
            if (one.mapping.kind, term_key(one.mapping.text)) == (kind, key)
        ),
        None,
    )


def _append(
    tx: WriteTx, author_id: int, mapping: TermMapping, before: StoredMapping | None
) -> StoredMapping:
    stored = StoredMapping(_add(tx, author_id, mapping, mapping.codes), mapping, author_id, tx.now)
    _audit(tx, author_id, "term_mapping.create", stored.id, before, stored)
    return stored


def _add(tx: WriteTx, author_id: int, mapping: TermMapping, codes: Sequence[str] | None) -> int:
    return tx.add(
        term_mapping,
        kind=mapping.kind,
        key=term_key(mapping.text),
        text=mapping.text,
        codes=None if codes is None else orjson.dumps(codes).decode(),
        author_id=author_id,
        created_at=tx.now,
    )


def _audit(
    tx: WriteTx,
    author_id: int,
    action: str,
    mapping_id: int,
    before: StoredMapping | None,
    after: StoredMapping | None,
) -> None:
    old, new = (None if one is None else one.mapping._asdict() for one in (before, after))
    record(tx, Entry(author_id, action, "term_mapping", mapping_id, old, new))


def _stored(row: Row[Any]) -> StoredMapping:
    mapping = TermMapping(row.kind, row.text, tuple(orjson.loads(row.codes)))
    return StoredMapping(row.id, mapping, row.author_id, row.created_at)
