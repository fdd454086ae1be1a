"""The evidence entries and the live event of a stored report."""

from collections.abc import Sequence
from typing import Any

from tajriba.diagnoses.topics import diagnosis_topic, practice_topic
from tajriba.events.service import NewEvent, append
from tajriba.evidence.accounting.ledger import Ledger
from tajriba.evidence.keys import Report
from tajriba.evidence.sums import Sums
from tajriba.feedback.answers import SCALES
from tajriba.feedback.service import Stored
from tajriba.feedback.side_effect_codes import effect_names
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.vocabulary.terms import side_effect_term
from tajriba.patients.access import carers_of


def report_of(stored: Stored) -> Report:
    """Return what a stored report adds to the evidence."""
    return Report(
        feedback_id=stored.id,
        patient_id=stored.patient_id,
        diagnosis_id=stored.diagnosis_id,
        recommendation_id=stored.recommendation_id,
        cohort=stored.cohort,
        day=stored.day,
        answers=stored.answers,
        success=stored.success,
        effects=stored.effects,
    )


def feedback_update(
    tx: ReadTx, ledger: Ledger, stored: Stored, withdrawn: bool = False
) -> NewEvent:
    """Return the event that tells a diagnosis of a report, with its own figures after it."""
    course = ledger.course(stored.diagnosis_id, stored.recommendation_id)
    effects = ledger.course_effects(stored.diagnosis_id, stored.recommendation_id)
    data = {
        "feedback_id": stored.id,
        "recommendation_id": stored.recommendation_id,
        **{scale.name: getattr(stored.answers, scale.name) for scale in SCALES},
        "withdrawn": withdrawn,
        **own_figures(tx, course, effects),
    }
    return NewEvent(diagnosis_topic(stored.diagnosis_id), "feedback_update", data)


def worth_telling(stored: Stored) -> bool:
    """Return whether a report says more than figures."""
    said = stored.answers
    return bool(said.comment or said.side_effects or said.got_worse)


def tell_practitioners(tx: WriteTx, reports: Sequence[Stored]) -> None:
    """Tell those who care for the patients that reports are new, or are others than before."""
    ids: dict[int, list[int]] = {}
    for one in reports:
        ids.setdefault(one.patient_id, []).append(one.id)
    events = [
        NewEvent(
            practice_topic(practitioner_id),
            "report_update",
            {"patient_id": patient_id, "feedback_ids": ids[patient_id]},
        )
        for patient_id, practitioner_id in carers_of(tx, list(ids))
    ]
    append(tx, events)


def own_figures(tx: ReadTx, course: Sums, effects: dict[int, int]) -> dict[str, Any]:
    """Return the fields of `OwnFigures`, side effects with their names in both languages."""
    return {
        "average_rating": course.average_rating,
        "improvement_score": course.average_improvement,
        "side_effects": _named_effects(tx, effects),
        "sample_size": course.total,
    }


def _named_effects(tx: ReadTx, effects: dict[int, int]) -> list[dict[str, Any]]:
    """Return counted side effects with their names in both languages, most frequent first."""
    if not effects:
        return []
    names = effect_names(tx, list(effects))
    return [
        {"name": _both(*names[part]), "count": count}
        for part, count in sorted(effects.items(), key=lambda pair: (-pair[1], pair[0]))
        if count
    ]


def _both(name: str, code: str | None) -> dict[str, str]:
    term = side_effect_term(code) if code else None
    return {"fa": term.name_fa, "en": term.name_en} if term else {"fa": name, "en": name}
