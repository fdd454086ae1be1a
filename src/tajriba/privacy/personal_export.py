"""Everything that is kept of a person, as JSON."""

from typing import Any

import orjson
from sqlalchemy import select

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import iso, iso_day
from tajriba.kit.database.encrypted_columns import decrypt_text, encrypted_columns
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.service import every_condition, recommendation_facts
from tajriba.patients.access import patient_of_user
from tajriba.privacy.personal_tables import SECTIONS, Person, Section

FORMAT = "tajriba-personal-data-1"

Rows = list[dict[str, Any]]


def note_export(tx: WriteTx, principal: Principal) -> None:
    """Write into the audit trail that a person takes their data out."""
    record(tx, Entry(principal.user_id, "privacy.export", "user", principal.user_id))


def personal_data(tx: ReadTx, principal: Principal) -> bytes:
    """Return what is kept of a person as a JSON document, shaped as `PersonalData` in an envelope.

    Nothing in it tells of another person. Encoded here, since it may be long.
    """
    who = Person(principal.user_id, patient_of_user(tx, principal.user_id) or 0)
    sections = {section.name: rows_of(tx, section, who) for section in SECTIONS}
    data = {
        "format": FORMAT,
        "made_at": iso(tx.now),
        "sections": sections,
        "names": _names(tx, [row for rows in sections.values() for row in rows]),
    }
    return orjson.dumps({"status": "success", "data": data})


def rows_of(tx: ReadTx, section: Section, who: Person) -> Rows:
    """Return a person's rows of a section: times as ISO 8601, texts of JSON as what they say."""
    columns = [column for column in section.table.c if column.name not in section.withheld]
    order = section.table.primary_key.columns
    statement = select(*columns).where(section.mine(who)).order_by(*order)
    return [_shown(section, _readable(tx, section, row._asdict())) for row in tx.all(statement)]


def _readable(tx: ReadTx, section: Section, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its encrypted texts as they were written."""
    for name, bound_by in encrypted_columns(section.table).items():
        if name in row:
            bound = [row[one] for one in bound_by]
            row[name] = decrypt_text(tx, section.table.c[name], row[name], *bound)
    return row


def _shown(section: Section, row: dict[str, Any]) -> dict[str, Any]:
    return {str(name): _value(section, name, value) for name, value in row.items()}


def _value(section: Section, name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in section.json:
        return orjson.loads(value)
    if name == "at" or name.endswith("_at"):
        return iso(value)
    return iso_day(value) if name == "day" else value


def _names(tx: ReadTx, rows: Rows) -> dict[str, dict[str, dict[str, str | None]]]:
    """Return what the conditions and the herbs of the remedies are called, by id."""
    remedies = {row["recommendation_id"] for row in rows if "recommendation_id" in row}
    conditions = {row["condition_id"] for row in rows if "condition_id" in row}
    facts = recommendation_facts(tx, sorted(remedies))
    return {
        "conditions": {
            str(one): name.both for one, name in every_condition(tx).items() if one in conditions
        },
        "remedies": {str(one): fact.herb_name.both for one, fact in facts.items()},
    }
