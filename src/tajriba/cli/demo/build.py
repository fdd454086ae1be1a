"""Building the demo clinic, once, in one transaction, through the use cases of the service."""

from dataclasses import dataclass
from random import Random

from tajriba.accounts.demo_api import DemoAccount
from tajriba.accounts.email.email_verification import verify_email
from tajriba.accounts.passwords.password_hash import hash_password
from tajriba.accounts.schemas import Claims, Principal
from tajriba.accounts.service import create_user, end_session, find_account, open_session
from tajriba.cli.demo.clinic import (
    DemoClinic,
    DemoPatient,
    Person,
    demo_clinic,
    report,
    report_days,
)
from tajriba.diagnoses.access import OwnedDiagnosisId, VisibleDiagnosisId
from tajriba.diagnoses.plans.stored_plans import Planned
from tajriba.diagnoses.safety.candidate_check import check_together
from tajriba.diagnoses.safety.contraindications import SafeCandidate
from tajriba.diagnoses.schemas import DiagnosisBody, PlanBody
from tajriba.diagnoses.service import create_diagnosis, find_diagnosis, remedies_beside
from tajriba.diagnoses.views import candidates
from tajriba.feedback.diary.schemas import DiaryDayBody, IntakeBody
from tajriba.feedback.diary.service import write_day, write_intake
from tajriba.feedback.schemas import FeedbackIn
from tajriba.kit.clock import DAY_MS, date_of
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.loop.planning.plan_changes import change_record, write_plan
from tajriba.loop.submission.submission import Submission, submit_group
from tajriba.patients.access import own_patient
from tajriba.patients.care.service import accept, invite
from tajriba.patients.consent.schemas import PURPOSES
from tajriba.patients.consent.service import choose
from tajriba.patients.schemas import PatientPatch
from tajriba.patients.service import register

ANNOUNCE_EVERY = 5
_DIARY_DAYS = 25
_DIARY_KEPT = 0.85


@dataclass(frozen=True, slots=True)
class _Course:
    """A patient's treatment: whose it is, the diagnosis and its plan."""

    principal: Principal
    diagnosis_id: int
    plan: tuple[int, ...]


def build_demo(database: Database) -> list[DemoAccount]:
    """Create the demo clinic where it is missing, and return its accounts."""
    clinic = demo_clinic()
    if database.read_now(find_account, clinic.practitioner.email) is None:
        database.write_now(_build, clinic, hash_password(clinic.password))
    people: list[Person] = [*clinic.staff, *clinic.patients]
    return [DemoAccount(one.role, one.full_name, one.email, clinic.password) for one in people]


def _build(tx: WriteTx, clinic: DemoClinic, hashed: str) -> None:
    staff = [create_user(tx, one.email, hashed, one.full_name, one.role) for one in clinic.staff]
    for user_id in staff:
        choose(tx, user_id, (), 0)
    practitioner = Principal(staff[0], "practitioner", "")
    draw = Random(clinic.seed)  # noqa: S311 - the same clinic for everybody, nothing secret
    courses = [
        course
        for one in clinic.patients
        for course in _admit(tx, clinic, practitioner, one, hashed)
    ]
    for days_back in report_days(clinic):
        for course in courses:
            _report(tx, clinic, course, draw, days_back)
    _keep_diary(tx, courses[0], Random(clinic.seed))  # noqa: S311
    for session_id in {course.principal.session_id for course in courses}:
        end_session(tx, session_id)


def _admit(
    tx: WriteTx, clinic: DemoClinic, practitioner: Principal, one: DemoPatient, hashed: str
) -> list[_Course]:
    """Register a patient, write their record, put them into care, diagnose and plan."""
    made = register(tx, one.email, hashed, one.full_name)
    verify_email(tx, made.user_id)
    choose(tx, made.user_id, PURPOSES, 0)
    principal = Principal(made.user_id, "patient", open_session(tx, made.user_id, 1).session_id)
    change_record(tx, principal, made.patient_id, PatientPatch.model_validate(one.record()))
    accept(tx, principal, invite(tx, practitioner, one.email).id)
    courses = []
    for place, condition in enumerate(one.diagnoses):
        finder = practitioner if place == 0 else principal
        diagnosis_id = _diagnose(tx, clinic, finder, made.patient_id, condition)
        plan = _plan(tx, clinic, finder, diagnosis_id)
        courses.append(_Course(principal, diagnosis_id, plan))
    return courses


def _diagnose(
    tx: WriteTx, clinic: DemoClinic, finder: Principal, patient_id: int, condition: str
) -> int:
    body = DiagnosisBody(
        condition=condition,
        symptoms=clinic.symptoms[condition],
        severity=3,
        imbalance="sard" if patient_id % 2 else "garm",
        patient_id=patient_id,
    )
    return create_diagnosis(tx, finder, body)


def _plan(tx: WriteTx, clinic: DemoClinic, finder: Principal, diagnosis_id: int) -> tuple[int, ...]:
    """Plan the first remedies that are safe together, so that patients share them."""
    found = find_diagnosis(tx, VisibleDiagnosisId(diagnosis_id))
    offered = sorted(one.recommendation_id for one in candidates(tx, found, "fa").data)
    beside = remedies_beside(tx, found)
    together = [Planned(one) for one in [*beside, *offered]]
    verdicts = check_together(tx, found.patient_id, together)[len(beside) :]
    safe = [one.recommendation_id for one in verdicts if isinstance(one, SafeCandidate)]
    plan = safe[: clinic.remedies_per_plan]
    write_plan(tx, finder, diagnosis_id, PlanBody(recommendation_ids=plan), "fa")
    return tuple(plan)


def _keep_diary(tx: WriteTx, course: _Course, draw: Random) -> None:
    """Write the diary of a patient who gets better, and what they took, up to yesterday."""
    actor, whose = course.principal.user_id, own_patient(tx, course.principal)
    found = find_diagnosis(tx, VisibleDiagnosisId(course.diagnosis_id))
    for back in range(_DIARY_DAYS, 0, -1):
        day = date_of(tx.now - back * DAY_MS)
        severity = 3 + back // 5 + draw.choice((-1, 0, 0, 1))
        body = DiaryDayBody(
            day=day,
            severity=severity,
            sleep=max(1, min(5, 6 - severity // 2 + draw.choice((-1, 0)))),
            symptoms=[max(0, severity + draw.choice((-2, -1, 0))) for _ in found.symptoms],
        )
        if draw.random() < _DIARY_KEPT:
            write_day(tx, actor, whose, VisibleDiagnosisId(found.id), body, len(found.symptoms))
        for remedy in course.plan[:2]:
            taken = IntakeBody(day=day, recommendation_id=remedy, times=draw.choice((0, 1, 1, 2)))
            write_intake(tx, actor, whose, OwnedDiagnosisId(found.id), taken, planned=True)


def _report(tx: WriteTx, clinic: DemoClinic, course: _Course, draw: Random, days_back: int) -> None:
    """Submit what a patient reports of each remedy of a plan on one day."""
    items: tuple[FeedbackIn, ...] = tuple(
        report(clinic, chance, draw, course.diagnosis_id, remedy, tx.now, days_back)
        for remedy, chance in zip(course.plan, clinic.chances, strict=False)
    )
    claims = Claims(course.principal.user_id, course.principal.session_id)
    (outcome,) = submit_group(tx, [Submission(claims, items, None, ANNOUNCE_EVERY)])
    if isinstance(outcome, Exception):
        raise outcome
