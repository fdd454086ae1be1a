"""The name of this installation, by which it recognises patients of its own export."""

import secrets

from sqlalchemy import select

from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.loop.tables import installation
from tajriba.patients.service import exists


def installation_name(tx: WriteTx) -> str:
    """Return this installation's random name, given on first use."""
    found = _name(tx)
    if found is None:
        found = secrets.token_hex(6)
        tx.run(installation.insert().values(id=1, name=found))
    return found


def _name(tx: ReadTx) -> str | None:
    name = tx.scalar(select(installation.c.name))
    return None if name is None else str(name)


def ref_of_patient(name: str, patient_id: int) -> str:
    """Return the reference of a patient of installation `name` in its exports."""
    return f"tajriba-{name}-{patient_id}"


def patient_of_ref(tx: ReadTx, ref: str) -> int | None:
    """Return the patient whom an export of this very installation names so, else None."""
    if not ref.startswith("tajriba-"):
        return None
    prefix = f"tajriba-{_name(tx)}-"
    number = ref.removeprefix(prefix)
    if number == ref or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number) if exists(tx, int(number)) else None
