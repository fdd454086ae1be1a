"""The profile of a patient: what predictions use of the record and the reports."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.service import list_diagnoses
from tajriba.evidence.service import own_evidence
from tajriba.evidence.sums import Sums
from tajriba.feedback.cohort_at_report import cohort_now
from tajriba.kit.clock import year_of
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj
from tajriba.patients.access import visible_patient
from tajriba.patients.age import gregorian_year
from tajriba.patients.cohort import AXES, Axis, traits_of
from tajriba.patients.record import PatientRecord
from tajriba.patients.service import patient_record
from tajriba.predictions.explanations.schemas import LikeKind, OwnReports, Profile
from tajriba.predictions.model import likeness

DIAGNOSES = 1000
"""How many of a patient's diagnoses are summed at most, newest first."""


def profile(tx: ReadTx, principal: Principal, patient_id: int) -> Profile:
    """Return what predictions know of a patient; raises `NotFound`."""
    record = patient_record(tx, visible_patient(tx, principal, patient_id))
    return Profile(
        patient_id=record.id,
        mizaj=record.mizaj,
        age=None
        if record.birth_year is None
        else year_of(tx.now) - gregorian_year(record.birth_year),
        sex=record.sex,
        conditions=list(record.conditions),
        reports=_reports(_all_reports(tx, record.id)),
        cohort=cohort_of(record.mizaj),
        compared_by=_axes(tx, record),
    )


def _axes(tx: ReadTx, record: PatientRecord) -> list[Axis]:
    cohort = cohort_now(tx, record.id, traits_of(record), tx.now)
    return [axis for axis, digit in zip(AXES, cohort, strict=True) if digit]


def _all_reports(tx: ReadTx, patient_id: int) -> Sums:
    diagnoses = list_diagnoses(tx, [patient_id], None, DIAGNOSES)
    courses = [one.course for found in diagnoses for one in own_evidence(tx, found.id).values()]
    return sum(courses, Sums())


def _reports(sums: Sums) -> OwnReports:
    return OwnReports(
        count=sums.total,
        success_rate=sums.score,
        average_rating=sums.average_rating,
        average_improvement=sums.average_improvement,
    )


def cohort_of(mizaj: Mizaj | None) -> list[LikeKind]:
    """Return the temperaments whose patients are compared with one of this, most alike first."""
    if mizaj is None:
        return []
    kinds = [LikeKind(mizaj=kind, likeness=likeness(mizaj, kind)) for kind in MIZAJ_AXES]
    return sorted((one for one in kinds if one.likeness > 0), key=lambda one: -one.likeness)
