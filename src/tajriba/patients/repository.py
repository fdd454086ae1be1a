"""Reading and writing patients' records as rows."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, bindparam, or_, select, update

from tajriba.kit.database.encrypted_columns import decrypt_text, encrypt_text
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.kit.text import search_key
from tajriba.patients.record import LISTS, ListName, PatientRecord
from tajriba.patients.tables import care, patient

_COLUMNS = (
    patient.c.id,
    patient.c.user_id,
    patient.c.full_name,
    patient.c.mizaj,
    patient.c.birth_year,
    patient.c.sex,
    patient.c.conditions,
    patient.c.allergies,
    patient.c.medicines,
    patient.c.none_known,
    patient.c.pregnant,
    patient.c.nursing,
    patient.c.version,
)
_by_id = Prepared(lambda _: select(*_COLUMNS).where(patient.c.id == bindparam("id")))


def find(tx: ReadTx, patient_id: int) -> PatientRecord | None:
    """Return a record, or None."""
    rows = tx.fetch(_by_id, id=patient_id)
    return _record(tx, rows[0]) if rows else None


def search(
    tx: ReadTx, whom: ColumnElement[bool], q: str, after: int, limit: int
) -> list[PatientRecord]:
    """Return the records that fulfil `whom` and hold `q` in their name, by id behind `after`."""
    statement = (
        select(*_COLUMNS)
        .where(whom, patient.c.id > after)
        .where(patient.c.name_key.contains(search_key(q), autoescape=True))
        .order_by(patient.c.id)
        .limit(limit)
    )
    return [_record(tx, row) for row in tx.all(statement)]


def having_words(tx: ReadTx, whom: ColumnElement[bool]) -> list[PatientRecord]:
    """Return the records that fulfil `whom` and list anything, by id."""
    lists = (patient.c.conditions, patient.c.allergies, patient.c.medicines)
    listed = or_(*(column != _json(()) for column in lists))
    return [
        _record(tx, row)
        for row in tx.all(select(*_COLUMNS).where(whom, listed).order_by(patient.c.id))
    ]


def of_user(user_id: int) -> ColumnElement[bool]:
    """Return the condition that a record is that of an account."""
    return patient.c.user_id == user_id


def in_care_of(practitioner_id: int) -> ColumnElement[bool]:
    """Return the condition that a patient is in the active care of a practitioner."""
    return patient.c.id.in_(
        select(care.c.patient_id).where(
            care.c.practitioner_id == practitioner_id, care.c.status == "active"
        )
    )


def insert(tx: WriteTx, full_name: str, **known: Any) -> int:
    """Insert a record of which only the name and what is `known` is said; return its id."""
    return tx.add(
        patient,
        full_name=full_name,
        name_key=search_key(full_name),
        conditions="[]",
        allergies="[]",
        medicines="[]",
        none_known="[]",
        version=1,
        created_at=tx.now,
        **known,
    )


def store(tx: WriteTx, record: PatientRecord) -> None:
    """Write what a record says over its row."""
    tx.run(
        update(patient)
        .where(patient.c.id == record.id)
        .values(
            full_name=record.full_name,
            name_key=search_key(record.full_name),
            mizaj=record.mizaj,
            birth_year=record.birth_year,
            sex=record.sex,
            none_known=_json(record.none_known),
            pregnant=record.pregnant,
            nursing=record.nursing,
            version=record.version,
            **{name: _encrypted(tx, record, name) for name in LISTS},
        )
    )


def ids_by_ref(tx: ReadTx, refs: Sequence[str]) -> dict[str, int]:
    """Return the ids of imported records by their external reference."""
    statement = select(patient.c.ref, patient.c.id).where(patient.c.ref.in_(refs))
    return {row.ref: row.id for row in tx.all(statement)}


def names(tx: ReadTx, patient_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of patients by id."""
    statement = select(patient.c.id, patient.c.full_name).where(patient.c.id.in_(patient_ids))
    return {row.id: row.full_name for row in tx.all(statement)}


def _json(terms: Sequence[str]) -> str:
    return orjson.dumps(terms).decode()


def _encrypted(tx: ReadTx, record: PatientRecord, name: ListName) -> str | None:
    return encrypt_text(tx, patient.c[name], _json(getattr(record, name)), record.id)


def _record(tx: ReadTx, row: Any) -> PatientRecord:
    id_, user_id, full_name, mizaj, birth_year, sex, *rest = row
    *lists, none_known, pregnant, nursing, version = rest
    conditions, allergies, medicines = (
        decrypt_text(tx, patient.c[name], stored, id_)
        for name, stored in zip(LISTS, lists, strict=True)
    )
    return PatientRecord(
        id=id_,
        user_id=user_id,
        full_name=full_name,
        mizaj=mizaj,
        birth_year=birth_year,
        sex=sex,
        conditions=_terms(conditions),
        allergies=_terms(allergies),
        medicines=_terms(medicines),
        none_known=tuple(orjson.loads(none_known)),
        pregnant=_flag(pregnant),
        nursing=_flag(nursing),
        version=version,
    )


def _terms(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))


def _flag(value: int | bool | None) -> bool | None:
    return None if value is None else bool(value)


def ref_of(tx: ReadTx, patient_id: int) -> str | None:
    """Return the reference of an imported patient, None for any other."""
    found = tx.scalar(select(patient.c.ref).where(patient.c.id == patient_id))
    return None if found is None else str(found)
