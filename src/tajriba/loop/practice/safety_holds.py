"""The remedies that severe reports took out of plans, for the practitioner who reviews them."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.safety.safety_holds import Hold, open_holds_of
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import diagnoses_by_id
from tajriba.diagnoses.urgency.urgent_signs import urgent_signs
from tajriba.diagnoses.urgency.urgent_state import UrgentState
from tajriba.feedback.service import Stored, find_any
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import recommendation_facts
from tajriba.loop.practice.schemas import SafetyHoldView
from tajriba.patients.access import visible_patients
from tajriba.patients.service import patient_record


def holds_to_review(tx: ReadTx, principal: Principal, lang: Lang) -> list[SafetyHoldView]:
    """Return what severe reports of the patients in one's care wait for, the newest first."""
    holds = open_holds_of(tx, visible_patients(tx, principal))
    diagnoses = diagnoses_by_id(tx, [one.diagnosis_id for one in holds])
    facts = recommendation_facts(tx, [one.recommendation_id for one in holds])
    names = {
        one: patient_record(tx, one).full_name
        for one in {each.patient_id for each in diagnoses.values()}
    }
    ids = [one.feedback_id for one in holds if one.feedback_id is not None]
    reports = {one.id: one for one in find_any(tx, ids)}
    return [
        _view(
            one,
            diagnoses[one.diagnosis_id],
            names[diagnoses[one.diagnosis_id].patient_id],
            facts[one.recommendation_id],
            reports.get(one.feedback_id or 0),
            lang,
        )
        for one in reversed(holds)
    ]


def _view(
    hold: Hold,
    found: Diagnosis,
    full_name: str,
    facts: RecommendationFacts,
    report: Stored | None,
    lang: Lang,
) -> SafetyHoldView:
    signs = urgent_signs(UrgentState(dict.fromkeys(hold.codes, "now"), True), lang)
    return SafetyHoldView(
        patient_id=found.patient_id,
        full_name=full_name,
        diagnosis_id=found.id,
        condition_name=facts.condition_name.in_(lang),
        recommendation_id=hold.recommendation_id,
        herb_name=facts.herb_name.in_(lang),
        signs=signs,
        report=report.view() if report else None,
        held_at=iso(hold.created_at),
    )
