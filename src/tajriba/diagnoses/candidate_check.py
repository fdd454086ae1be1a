"""Brings what is known of a patient and of remedies before the gate."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tajriba.diagnoses.contraindications import (
    Excluded,
    Person,
    Remedy,
    SafeCandidate,
    Unread,
    judge,
)
from tajriba.kit.clock import date_of
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import herb_entries, recommendation_facts
from tajriba.knowledge.terms import allergens_in, health_states_in, herbs_in, medicine_classes_in
from tajriba.patients.age import youngest_age
from tajriba.patients.record import PatientRecord
from tajriba.patients.service import patient_record

_PREGNANT: Final = frozenset({"pregnancy", "trying_to_conceive"})


def check_candidates(
    tx: ReadTx, patient_id: int, recommendation_ids: Sequence[int]
) -> list[SafeCandidate | Excluded]:
    """Return the gate's verdict on each recommendation for a patient, in the given order."""
    facts = recommendation_facts(tx, recommendation_ids)
    entries = herb_entries(tx, [one.herb_id for one in facts.values()])
    person = person_of(patient_record(tx, patient_id), date_of(tx.now))
    return [
        judge(
            person,
            Remedy(one.id, entries.get(one.herb_id), one.reviewed, one.daily_g),
        )
        for one in (facts[recommendation_id] for recommendation_id in recommendation_ids)
    ]


def person_of(record: PatientRecord, today: date) -> Person:
    """Return what the gate needs of a record; what was not understood is kept as unread."""
    conditions, unread_conditions = health_states_in(record.conditions)
    medicines, unread_medicines = medicine_classes_in(record.medicines)
    allergens, unread_allergies = allergens_in(record.allergies)
    return Person(
        age=None if record.birth_year is None else youngest_age(record.birth_year, today),
        sex=record.sex,
        pregnant=True if conditions & _PREGNANT else record.pregnant,
        nursing=True if "nursing" in conditions else record.nursing,
        conditions=conditions,
        medicines=medicines,
        allergens=allergens,
        allergy_herbs=tuple(herbs_in(record.allergies).items()),
        unread=(
            *(Unread("condition", text) for text in unread_conditions),
            *(Unread("medicine", text) for text in unread_medicines),
            *(Unread("allergy", text) for text in unread_allergies),
        ),
    )
