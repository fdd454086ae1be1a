"""A practitioner takes over what a patient in their care reported themselves."""

from typing import Any

from sqlalchemy import select

from tajriba.audit.tables import audit
from tests.kit.clients.snapshot_screens import SnapshotScreens, verify_action
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of


def take_over(clinic: Clinic, who: Person, diagnosis_id: int) -> Any:
    path = f"/api/diagnoses/{diagnosis_id}/take-over"
    return clinic.client.post(path, headers=who.headers)


def test_a_self_reported_diagnosis_becomes_the_practitioners(clinic: Clinic) -> None:
    doctor, person = clinic.practitioner("دکتر رضا کریمی"), clinic.patient()
    own = clinic.diagnosis(person)
    plan = clinic.plan(person, own)
    assert code_of(take_over(clinic, doctor, own), 404) == "not_found"
    clinic.consent(doctor, person)
    for _ in range(2):  # again changes nothing
        found = data_of(take_over(clinic, doctor, own))
        assert found["practitioner_name"] == "دکتر رضا کریمی"
        assert not found["self_reported"]
        assert [one["recommendation_id"] for one in found["plan"]] == plan
    path = f"/api/diagnoses/{own}"
    assert data_of(clinic.client.get(path, headers=person.headers)) == found
    body: dict[str, Any] = {"recommendation_ids": []}
    refused = clinic.client.put(f"{path}/plan", json=body, headers=person.headers)
    assert code_of(refused, 403) == "plan_not_yours"
    assert clinic.report(person, own, plan[0])["diagnosis_id"] == own
    statement = select(audit).where(audit.c.action == "diagnosis.take_over")
    (row,) = clinic.database.read_now(lambda tx: tx.all(statement))
    assert (row.actor_id, row.subject_id) == (doctor.user_id, own)


def test_another_practitioners_is_theirs(clinic: Clinic) -> None:
    first, second, person = clinic.practitioner(), clinic.practitioner(), clinic.patient()
    for doctor in (first, second):
        clinic.consent(doctor, person)
    theirs = clinic.diagnosis(first, patient_id=person.patient_id)
    assert code_of(take_over(clinic, second, theirs), 409) == "not_self_reported"
    found = data_of(take_over(clinic, first, theirs))
    assert found["practitioner_name"] is not None


def test_open_screens_hear_of_it(clinic: Clinic) -> None:
    bed = SnapshotScreens.made(clinic)
    path = f"/api/diagnoses/{bed.diagnosis_id}/take-over"
    assert "diagnosis_update" in verify_action(bed, lambda bed: bed.call(bed.caring, "POST", path))
    newest = bed.live(bed.me, "en")["recent_events"][0]
    assert newest["data"]["changed_fields"] == ["practitioner"]
