"""The overview of a practitioner's patients: who is getting worse, and how the plans do.

Everything here is of patients in active care, whom the practitioner may see one by one.
"""

from collections.abc import Iterable, Sequence

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import list_diagnoses, plan_of
from tajriba.diagnoses.urgency.urgent_state import urgent_state
from tajriba.evidence.accounting.windows import of_one_patient
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import Published, own_evidence, published
from tajriba.evidence.sums import WINDOW_DAYS, Window
from tajriba.evidence.views.published_views import effectiveness, figures
from tajriba.evidence.views.schemas import Figures
from tajriba.feedback.daily_courses import DayOfCourse, days_of_courses
from tajriba.kit.clock import iso, iso_day
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import condition_name, recommendation_facts
from tajriba.loop.practice.course_progress import COURSES, Progress, progress, urgency
from tajriba.loop.practice.schemas import CourseView, PatientCourses, PlannedRemedy
from tajriba.patients.access import visible_patients
from tajriba.patients.record import PatientRecord
from tajriba.patients.service import list_patients

MOST_PATIENTS = 1_000
MOST_DIAGNOSES = 5_000


def patients_in_care(tx: ReadTx, principal: Principal, q: str, lang: Lang) -> list[PatientCourses]:
    """Return a practitioner's patients whose name holds `q`, those who get worse first.

    Of more than 1,000 patients the first by id.
    """
    people = list_patients(tx, principal, q, 0, MOST_PATIENTS)
    ids = [one.id for one in people]
    diagnoses = _by_patient(list_diagnoses(tx, ids, None, MOST_DIAGNOSES))
    days = _by_diagnosis(days_of_courses(tx, ids, tx.today - WINDOW_DAYS + 1))
    found = [_courses(tx, one, diagnoses.get(one.id, []), days, lang) for one in people]
    return [view for _, view in sorted(found, key=lambda pair: (pair[0], pair[1].patient_id))]


def _by_patient(found: Iterable[Diagnosis]) -> dict[int, list[Diagnosis]]:
    by_patient: dict[int, list[Diagnosis]] = {}
    for one in found:
        by_patient.setdefault(one.patient_id, []).append(one)
    return by_patient


def _by_diagnosis(days: Iterable[DayOfCourse]) -> dict[int, list[DayOfCourse]]:
    by_diagnosis: dict[int, list[DayOfCourse]] = {}
    for one in days:
        by_diagnosis.setdefault(one.diagnosis_id, []).append(one)
    return by_diagnosis


_NOBODY = (len(COURSES), 0.0)


def _courses(
    tx: ReadTx,
    patient: PatientRecord,
    diagnoses: Sequence[Diagnosis],
    days: dict[int, list[DayOfCourse]],
    lang: Lang,
) -> tuple[tuple[int, float], PatientCourses]:
    going = [(progress(days.get(one.id, [])), one) for one in diagnoses]
    going.sort(key=lambda pair: (urgency(pair[0]), -pair[1].id))
    worst = going[0][0] if going else None
    view = PatientCourses(
        patient_id=patient.id,
        full_name=patient.full_name,
        course=worst.course if worst else "silent",
        diagnoses=[_course(tx, found, one, lang) for found, one in going],
    )
    return urgency(worst) if worst else _NOBODY, view


def _course(tx: ReadTx, found: Progress, one: Diagnosis, lang: Lang) -> CourseView:
    return CourseView(
        diagnosis_id=one.id,
        condition_name=condition_name(tx, one.condition_id).in_(lang),
        course=found.course,
        improvement=found.last,
        improvement_before=found.before,
        change=found.change,
        last_day=None if found.day is None else iso_day(found.day),
        last_at=None if found.last_at is None else iso(found.last_at),
        reports=found.reports,
        urgent=bool(urgent_state(tx, one).signs),
    )


def planned_remedies(tx: ReadTx, principal: Principal, lang: Lang) -> list[PlannedRemedy]:
    """Return the remedies of the plans that a practitioner wrote, those of most plans first."""
    patients = visible_patients(tx, principal)
    written = [
        one
        for one in list_diagnoses(tx, patients, None, MOST_DIAGNOSES)
        if one.practitioner_id == principal.user_id
    ]
    plans: dict[int, int] = {}
    for one in written:
        for ref in plan_of(tx, one.id):
            plans[ref] = plans.get(ref, 0) + 1
    facts = recommendation_facts(tx, list(plans))
    shown = published(tx, [Key(Level.RECOMMENDATION, ref) for ref in plans])
    windows = _windows(tx, written)
    views = [
        _planned(facts[ref], count, windows.get(ref, Window()), shown, lang)
        for ref, count in plans.items()
    ]
    return sorted(views, key=lambda one: (-one.plans, one.recommendation_id))


def _windows(tx: ReadTx, written: Sequence[Diagnosis]) -> dict[int, Window]:
    """Return the exact windows over diagnoses by remedy; each patient counts once in it."""
    by_patient: dict[tuple[int, int], Window] = {}
    for one in written:
        for ref, own in own_evidence(tx, one.id).items():
            place = ref, one.patient_id
            by_patient[place] = _both(by_patient.get(place, Window()), own.window)
    found: dict[int, Window] = {}
    for (ref, _), window in by_patient.items():
        alone = Window(of_one_patient(window.whole), of_one_patient(window.recent))
        found[ref] = _both(found.get(ref, Window()), alone)
    return found


def _both(one: Window, other: Window) -> Window:
    return Window(one.whole + other.whole, one.recent + other.recent)


def _planned(
    facts: RecommendationFacts,
    plans: int,
    window: Window,
    shown: dict[Key, Published],
    lang: Lang,
) -> PlannedRemedy:
    beside = shown.get(Key(Level.RECOMMENDATION, facts.id))
    return PlannedRemedy(
        recommendation_id=facts.id,
        herb_name=facts.herb_name.in_(lang),
        condition_id=facts.condition_id,
        condition_name=facts.condition_name.in_(lang),
        plans=plans,
        own=Figures(**figures(window), last_updated=None),
        published=effectiveness(beside, facts, lang) if beside else None,
    )
