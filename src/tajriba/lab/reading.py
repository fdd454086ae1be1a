"""Reading every standing report for training, in slices, so that no transaction lasts long."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Row, func, select

from tajriba.diagnoses.models import diagnosis
from tajriba.evidence.keys import MIZAJ_BY_NUMBER
from tajriba.feedback.models import feedback
from tajriba.kit.clock import DAY_MS, year_of
from tajriba.kit.db import ReadTx
from tajriba.kit.mizaj import Mizaj
from tajriba.knowledge.catalogue import herb_facts
from tajriba.knowledge.core import Complaint, HerbFacts, match
from tajriba.knowledge.models import condition, herb, recommendation
from tajriba.knowledge.service import parse_condition, parse_herb
from tajriba.knowledge.terms import symptom_codes
from tajriba.patients.models import patient
from tajriba.predictions.core.reports import ReportRow

SLICE: Final = 1000
_UNDESCRIBED: Final = HerbFacts(frozenset(), None, None)
_COLUMNS = (
    feedback.c.id,
    feedback.c.patient_id,
    feedback.c.recommendation_id,
    feedback.c.success,
    feedback.c.symptom_improvement,
    feedback.c.day,
    feedback.c.mizaj,
    recommendation.c.herb_id,
    recommendation.c.condition_id,
    herb.c.entry.label("herb_entry"),
    condition.c.entry.label("condition_entry"),
    diagnosis.c.symptoms,
    diagnosis.c.imbalance,
    patient.c.sex,
    patient.c.birth_year,
)


class Read(NamedTuple):
    """A report with its place: sorted, reports stand in the order of their days."""

    day: int
    id: int
    row: ReportRow


def newest_report(tx: ReadTx) -> int:
    """Return the highest id that a report ever got, 0 before any."""
    return int(tx.scalar(select(func.max(feedback.c.id))) or 0)


def read_slice(
    tx: ReadTx, after: int, last: int, names: dict[int, str]
) -> tuple[list[Read], int | None]:
    """Return standing reports with ids behind `after` up to `last`, and where the next begin.

    None is where there are no more. `names` are those of conditions, whose words count.
    """
    statement = (
        select(*_COLUMNS)
        .join(recommendation, recommendation.c.id == feedback.c.recommendation_id)
        .join(herb, herb.c.id == recommendation.c.herb_id)
        .join(condition, condition.c.id == recommendation.c.condition_id)
        .join(diagnosis, diagnosis.c.id == feedback.c.diagnosis_id)
        .join(patient, patient.c.id == feedback.c.patient_id)
        .where(feedback.c.id > after, feedback.c.id <= last, feedback.c.withdrawn_at.is_(None))
    )
    rows = tx.all(statement.order_by(feedback.c.id).limit(SLICE))
    return [_read(row, names) for row in rows], _next(rows)


def _next(rows: Sequence[Row[Any]]) -> int | None:
    return int(rows[-1].id) if len(rows) == SLICE else None


def _read(row: Row[Any], names: dict[int, str]) -> Read:
    mizaj = MIZAJ_BY_NUMBER.get(row.mizaj)
    return Read(
        row.day,
        row.id,
        ReportRow(
            patient=row.patient_id,
            herb=row.herb_id,
            condition=names.get(row.condition_id, ""),
            recommendation=row.recommendation_id,
            success=bool(row.success),
            improvement=float(row.symptom_improvement),
            day=float(row.day),
            sex=row.sex,
            age=_age(row.birth_year, row.day),
            mizaj=mizaj,
            match=_match(row, mizaj),
        ),
    )


def _age(birth_year: int | None, day: int) -> float | None:
    return None if birth_year is None else float(year_of(day * DAY_MS) - birth_year)


def _match(row: Row[Any], mizaj: Mizaj | None) -> float | None:
    """Return the symptom-herb match as of now; None where the texts say nothing of it."""
    described = herb_facts(parse_herb(row.herb_entry)) if row.herb_entry else _UNDESCRIBED
    entry = parse_condition(row.condition_entry) if row.condition_entry else None
    codes, _ = symptom_codes(orjson.loads(row.symptoms))
    complaint = Complaint(entry.code if entry else None, codes, row.imbalance, mizaj)
    found = match(described, complaint)
    return found.score if found.known else None
