"""How urgent a diagnosis is: by its complaint, the patient's record and severe reports.

Where a sign wants a doctor now, no remedy is offered until somebody says that one has seen the
patient; a sign that came later asks again. A severe report without a known sign takes out its
remedy alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tajriba.diagnoses.safety.safety_holds import open_holds
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.kit.clock import date_of
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import condition_name
from tajriba.knowledge.vocabulary.terms import assess, facts_in
from tajriba.patients.age import youngest_months
from tajriba.patients.record import PatientRecord
from tajriba.patients.service import patient_record
from tajriba.triage.rules import Urgency

_NEWBORN, _BABY, _CHILD, _OLD = 3, 12, 12 * 12, 60 * 12
"""Ages in months."""

RECORD_FACTS: Final = frozenset({"pregnant", "young_baby", "baby", "child", "elderly"})
"""The signs that a record tells in its fields; its lists tell others, in words."""


@dataclass(frozen=True, slots=True)
class UrgentState:
    """The signs of danger of a diagnosis by code, the most urgent first, and whether nothing is
    offered because of them."""

    signs: dict[str, Urgency]
    withheld: bool


def urgent_state(tx: ReadTx, found: Diagnosis) -> UrgentState:
    """Return how urgent a diagnosis is now."""
    holds = open_holds(tx, found.id)
    name = condition_name(tx, found.condition_id)
    texts = [*found.symptoms, *(one for one in (name.fa, name.en) if one)]
    facts = facts_of(patient_record(tx, found.patient_id), date_of(tx.now))
    complaint = assess(texts, facts)
    signs = dict(complaint.urgencies)
    arisen = [found.created_at] if complaint.urgency == "now" else []
    for hold in holds:
        signs.update((code, "now") for code in hold.codes)
        arisen += [hold.created_at] if hold.codes else []
    ordered = sorted(signs, key=lambda code: signs[code] != "now")
    seen = found.seen_by_doctor_at
    withheld = any(seen is None or at > seen for at in arisen)
    return UrgentState({code: signs[code] for code in ordered}, withheld)


def facts_of(record: PatientRecord, today: date) -> frozenset[str]:
    """Return the signs that a record tells: age, pregnancy, what conditions and medicines say."""
    facts = set(facts_in([*record.conditions, *record.medicines]))
    if record.pregnant:
        facts.add("pregnant")
    if record.birth_year is not None:
        months = youngest_months(record.birth_year, today)
        ages = {"young_baby": months < _NEWBORN, "baby": months < _BABY, "child": months < _CHILD}
        facts |= {code for code, holds in ages.items() if holds}
        facts |= {"elderly"} if months >= _OLD else set()
    return frozenset(facts)
