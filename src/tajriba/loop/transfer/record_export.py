"""Exporting feedback in the columns of an import."""

from collections.abc import Iterator

from tajriba.feedback.service import scan
from tajriba.kit.clock import iso, year_of
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import recommendation_facts
from tajriba.loop.transfer.formula_guard import guarded
from tajriba.loop.transfer.installation import ref_of_patient
from tajriba.loop.transfer.record_format import written
from tajriba.patients.age import gregorian_year
from tajriba.patients.consent.service import consenting
from tajriba.patients.service import imported_ref, patient_record


def export_rows(
    tx: ReadTx, installation: str, *, for_research: bool = False
) -> Iterator[dict[str, str]]:
    """Yield every standing report as a row of neutral columns; what was not given stays empty.

    For research those of patients who agree to it alone.
    """
    agrees: dict[int, bool] = {}
    names: dict[int, tuple[str, str]] = {}
    patients: dict[int, tuple[str, str, int | None]] = {}
    for stored in scan(tx):
        if for_research and not _agrees(tx, stored.patient_id, agrees):
            continue
        if stored.recommendation_id not in names:
            names[stored.recommendation_id] = _names(tx, stored.recommendation_id)
        if stored.patient_id not in patients:
            patients[stored.patient_id] = _patient(tx, installation, stored.patient_id)
        condition, remedy = names[stored.recommendation_id]
        ref, sex, birth_year = patients[stored.patient_id]
        row = {
            "patient_ref": ref,
            "condition": condition,
            "remedy": remedy,
            **written(stored.answers),
            "sex": sex,
            "age": _age(birth_year, stored.observed_at),
            "created_at": iso(stored.observed_at) if stored.dated else "",
        }
        yield {column: guarded(cell) for column, cell in row.items()}


def _agrees(tx: ReadTx, patient_id: int, known: dict[int, bool]) -> bool:
    if patient_id not in known:
        known[patient_id] = patient_id in consenting(tx, [patient_id], "research")
    return known[patient_id]


def _names(tx: ReadTx, recommendation_id: int) -> tuple[str, str]:
    facts = recommendation_facts(tx, [recommendation_id])[recommendation_id]
    return facts.condition_name.in_("fa"), facts.herb_name.in_("fa")


def _patient(tx: ReadTx, installation: str, patient_id: int) -> tuple[str, str, int | None]:
    record = patient_record(tx, patient_id)
    ref = imported_ref(tx, patient_id) or ref_of_patient(installation, patient_id)
    return ref, record.sex or "", record.birth_year


def _age(birth_year: int | None, at: int) -> str:
    return "" if birth_year is None else str(year_of(at) - gregorian_year(birth_year))
