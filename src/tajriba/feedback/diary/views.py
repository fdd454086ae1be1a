"""A diary in the reader's language."""

from collections.abc import Iterator, Sequence

from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.plans.courses import courses_of
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.feedback.diary.changes import Change, DiaryDay, changes
from tajriba.feedback.diary.schemas import (
    DiaryChange,
    DiaryDayView,
    DiaryNote,
    DiaryRemedy,
    DiaryView,
    IntakeView,
)
from tajriba.feedback.diary.service import days_of, intakes_of
from tajriba.feedback.schemas import SideEffectView
from tajriba.feedback.service import history
from tajriba.kit.clock import iso, iso_day
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.service import condition_name, recommendation_facts
from tajriba.knowledge.vocabulary.terms import in_language

_NOTES = 200


def diary_view(tx: ReadTx, diagnosis_id: VisibleDiagnosisId, today: int, lang: Lang) -> DiaryView:
    """Return a diary; `today` is the day on which the periods of its changes end."""
    found = find_diagnosis(tx, diagnosis_id)
    days = days_of(tx, diagnosis_id)
    symptoms = [in_language(one, lang) for one in found.symptoms]
    told = changes([one for one in days if one.day <= today], today, len(found.symptoms))
    return DiaryView(
        diagnosis_id=found.id,
        patient_id=found.patient_id,
        condition_name=condition_name(tx, found.condition_id).in_(lang),
        symptoms=symptoms,
        started_at=iso(found.created_at),
        severity=found.severity,
        days=[day_view(one) for one in days],
        remedies=list(_remedies(tx, found, lang)),
        notes=_notes(tx, found, lang),
        changes=[change_view(one, symptoms, lang) for one in told],
    )


def day_view(told: DiaryDay) -> DiaryDayView:
    """Return a day as shown."""
    return DiaryDayView(
        day=iso_day(told.day),
        severity=told.severity,
        sleep=told.sleep,
        symptoms=list(told.symptoms),
    )


def _remedies(tx: ReadTx, found: Diagnosis, lang: Lang) -> Iterator[DiaryRemedy]:
    courses = courses_of(tx, found.id, found.arrangement)
    taken = intakes_of(tx, VisibleDiagnosisId(found.id))
    facts = recommendation_facts(tx, list(courses | taken))
    for one in courses | taken:
        course = courses.get(one)
        yield DiaryRemedy(
            recommendation_id=one,
            herb_name=facts[one].herb_name.in_(lang),
            starts_at=iso(course.starts_at) if course else None,
            duration_days=course.duration_days if course else facts[one].duration_days,
            taken=[
                IntakeView(day=iso_day(day), times=times)
                for day, times in taken.get(one, {}).items()
            ],
        )


def _notes(tx: ReadTx, found: Diagnosis, lang: Lang) -> list[DiaryNote]:
    latest = history(tx, found.patient_id, diagnosis_id=found.id, limit=_NOTES)
    said = [one for one in latest if one.answers.comment or one.answers.side_effects]
    facts = recommendation_facts(tx, list({one.recommendation_id for one in said}))
    return [
        DiaryNote(
            feedback_id=one.id,
            herb_name=facts[one.recommendation_id].herb_name.in_(lang),
            side_effects=[
                SideEffectView(name=in_language(name, lang), severity=severity)
                for name, severity in one.answers.side_effects
            ],
            comment=one.answers.comment,
            observed_at=iso(one.observed_at),
        )
        for one in sorted(said, key=lambda one: one.observed_at)
    ]


def change_view(change: Change, symptoms: Sequence[str], lang: Lang) -> DiaryChange:
    """Return a change as a sentence."""
    key = f"diary.{change.kind}"
    if not change.kind.startswith("start"):
        key += f"_{change.period}"
    what = (
        translate(lang, "diary.complaint") if change.symptom is None else symptoms[change.symptom]
    )
    text = translate(
        lang,
        key,
        what=what,
        now=change.now,
        before=change.before,
        days_now=change.days_now,
        days_before=change.days_before,
    )
    return DiaryChange(period=change.period, text=text)
