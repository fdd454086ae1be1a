"""Reading all reports for training in slices, so that no transaction lasts long."""

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import diagnoses_by_id
from tajriba.evidence.publication.publish import Counted
from tajriba.feedback.report_slices import report_slice
from tajriba.feedback.service import Stored
from tajriba.kit.clock import DAY_MS, year_of
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.mizaj import Mizaj
from tajriba.knowledge.catalogue.catalogue import herb_facts
from tajriba.knowledge.service import condition_entry, herb_entries, parents_of
from tajriba.knowledge.symptom_match import Complaint, HerbFacts, match
from tajriba.knowledge.vocabulary.terms import symptom_codes
from tajriba.patients.age import gregorian_year
from tajriba.patients.cohort import MIZAJ_BY_NUMBER, cohort_of
from tajriba.patients.service import patient_record
from tajriba.patients.vouching import who_counts

if TYPE_CHECKING:
    from tajriba.predictions.fitting.report_columns import ReportRow

SLICE: Final = 1000
_UNDESCRIBED: Final = HerbFacts(frozenset(), None, None)


class Read(NamedTuple):
    """A report with its place: sorted, reports stand in the order of their days."""

    day: int
    id: int
    row: "ReportRow"


def read_slice(
    tx: ReadTx, after: int, last: int, names: dict[int, str], counted: Counted
) -> tuple[list[Read], int | None]:
    """Return standing reports with ids behind `after` up to `last`, and where the next begin.

    None is where there are no more. `names` are those of conditions, whose words count. A model
    serves others: it learns from those who count for others and agree to it.
    """
    found = report_slice(tx, after, last, SLICE)
    end = found[-1].id if len(found) == SLICE else None
    ids, everybody = sorted({one.patient_id for one in found}), counted == "everybody"
    known = who_counts(tx, ids, "training", everybody=everybody)
    found = [one for one in found if one.patient_id in known]
    context = _ReportContext(tx, found)
    return [Read(one.day, one.id, context.row(one, names)) for one in found], end


class _ReportContext:
    """What is known of the diagnoses, patients and herbs of some reports, each looked up once."""

    def __init__(self, tx: ReadTx, reports: list[Stored]) -> None:
        self._tx = tx
        self._diagnoses = diagnoses_by_id(tx, sorted({one.diagnosis_id for one in reports}))
        herbs = {parents_of(tx, one.recommendation_id).herb_id for one in reports}
        entries = herb_entries(tx, sorted(herbs))
        self._herbs = {herb_id: herb_facts(entry) for herb_id, entry in entries.items()}
        self._patient = cache(lambda patient_id: patient_record(tx, patient_id))
        self._condition = cache(lambda condition_id: condition_entry(tx, condition_id))

    def row(self, one: Stored, names: dict[int, str]) -> "ReportRow":
        from tajriba.predictions.fitting.report_columns import ReportRow  # noqa: PLC0415 - slow to import

        herb_id, condition_id = parents_of(self._tx, one.recommendation_id)
        patient = self._patient(one.patient_id)
        cohort = cohort_of(one.cohort)
        mizaj = MIZAJ_BY_NUMBER.get(cohort.mizaj)
        born = patient.birth_year
        return ReportRow(
            patient=one.patient_id,
            herb=herb_id,
            condition=names.get(condition_id, ""),
            recommendation=one.recommendation_id,
            success=bool(one.success),
            improvement=float(one.answers.symptom_improvement),
            day=float(one.day),
            sex=patient.sex,
            age=None if born is None else float(year_of(one.day * DAY_MS) - gregorian_year(born)),
            mizaj=mizaj,
            match=self._match(herb_id, self._diagnoses[one.diagnosis_id], mizaj),
            standing=cohort.conditions or None,
            responses=cohort.responses or None,
        )

    def _match(self, herb_id: int, found: Diagnosis, mizaj: Mizaj | None) -> float | None:
        """Return the symptom-herb match by the texts of now; None where they say nothing."""
        entry = self._condition(found.condition_id)
        codes, _ = symptom_codes(found.symptoms)
        complaint = Complaint(entry.code if entry else None, codes, found.imbalance, mizaj)
        fit = match(self._herbs.get(herb_id, _UNDESCRIBED), complaint)
        return fit.score if fit.known else None
