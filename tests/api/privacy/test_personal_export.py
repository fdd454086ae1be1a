"""A person takes out everything that is kept of them, and nothing of anybody else."""

from typing import Any

from starlette.testclient import TestClient

from tajriba.kit.clock import day_of, iso_day
from tajriba.kit.http.schemas import Success
from tajriba.patients.service import create_imported
from tajriba.privacy.personal_tables import SECTIONS
from tajriba.privacy.schemas import PersonalData
from tests.kit.clinics.clinic import Clinic, Person, data_of


def export(client: TestClient, person: Person) -> dict[str, Any]:
    answer = client.get("/api/me/export", headers=person.headers)
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert Success[PersonalData].model_validate_json(answer.content).status == "success"
    found: dict[str, Any] = data_of(answer)
    return found


def course(clinic: Clinic, person: Person, mark: str) -> int:
    """Have a person say everything that can be said, with `mark` in it; return the report."""
    record = {"medicines": [f"{mark}-medicine"], "mizaj": "garm"}
    path = f"/api/patients/{person.patient_id}"
    data_of(clinic.client.patch(path, json=record, headers=person.headers))
    diagnosis_id = clinic.diagnosis(person, symptoms=[f"{mark}-symptom"])
    remedy = clinic.plan(person, diagnosis_id)[0]
    diary, today = f"/api/diagnoses/{diagnosis_id}/diary", iso_day(day_of(clinic.clock()))
    day = {"day": today, "severity": 6}
    data_of(clinic.client.put(diary, json=day, headers=person.headers))
    taken = {"day": today, "recommendation_id": remedy, "times": 1}
    data_of(clinic.client.put(f"{diary}/intakes", json=taken, headers=person.headers))
    effects = [{"name": f"{mark}-effect", "severity": "severe"}]
    said = {"comment": f"{mark}-comment", "side_effects": effects}
    report = clinic.report(person, diagnosis_id, remedy, **said)
    path = f"/api/predictions/diagnosis/{diagnosis_id}/predict"
    data_of(clinic.client.get(path, headers=person.headers))
    return int(report["id"])


def test_a_patient_gets_everything_of_themselves(client: TestClient, clinic: Clinic) -> None:
    one, carer = clinic.patient("zone-name"), clinic.practitioner("zcarer-name")
    other = clinic.patient("ztwo-name")
    clinic.consent(carer, one)
    clinic.consent(carer, other)
    withdrawn = course(clinic, one, "zone-first")
    data_of(client.delete(f"/api/feedback/{withdrawn}", headers=one.headers))
    course(clinic, one, "zone")
    course(clinic, other, "ztwo")
    found = export(client, one)
    assert list(found["sections"]) == [section.name for section in SECTIONS]
    empty = {name for name, rows in found["sections"].items() if not rows}
    assert empty <= {
        "care_given",
        "passkeys",
        "identities",
        "report_replies",
        "reports_read",
        "changes_by_me",
        "idempotency_keys",
        "safety_holds",
        "rankings",
        "remedies_written",
        "words_mapped",
        "erasure_requests",
        "jobs_asked_for",
    }
    text = str(found)
    for mark in ("name", "medicine", "symptom", "comment", "effect", "first-symptom"):
        assert f"zone-{mark}" in text
    assert "zone-first-comment" not in text
    assert "ztwo" not in text
    assert "zcarer" not in text
    assert "argon2" not in text
    (report, _) = found["sections"]["reports"]
    assert report["withdrawn_at"] is not None
    assert str(report["recommendation_id"]) in found["names"]["remedies"]
    assert {one["action"] for one in found["sections"]["changes_of_mine"]} >= {
        "patient.update",
        "feedback.create",
        "feedback.withdraw",
        "care.accept",
        "privacy.export",
    }


def test_a_practitioner_gets_nothing_of_patients(client: TestClient, clinic: Clinic) -> None:
    one, carer = clinic.patient("zone-name"), clinic.practitioner("zcarer-name")
    clinic.consent(carer, one)
    course(clinic, one, "zone")
    path = f"/api/patients/{one.patient_id}"
    data_of(client.patch(path, json={"allergies": ["zone-allergy"]}, headers=carer.headers))
    found = export(client, carer)
    assert "zone" not in str(found)
    assert one.email not in str(found)
    assert len(found["sections"]["care_given"]) == 1
    changed = [entry["action"] for entry in found["sections"]["changes_by_me"]]
    assert changed == ["care.invite", "patient.update", "record.read"]
    assert found["sections"]["record"] == []
    assert found["sections"]["reports"] == []


def test_nobody_takes_out_what_is_not_theirs(client: TestClient, clinic: Clinic) -> None:
    """Who has no record gets no rows of those who have none either."""
    clinic.database.write_now(create_imported, "ref-1", None, None)
    found = export(client, clinic.user("researcher"))
    assert found["sections"]["record"] == []
    assert found["sections"]["care_received"] == []
