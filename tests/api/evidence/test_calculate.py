"""Recomputing on request, and announcing again what is stored."""

from typing import Any

import pytest
from sqlalchemy import select, update

from tajriba.audit.tables import audit
from tajriba.events.tables import event
from tajriba.evidence.tables import evidence_day
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tests.api.evidence.test_evidence_routes import Course, course, rate, report
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes

BROADCASTS = ("recommendation", "effectiveness", "feedback")


def calculate(clinic: Clinic, who: Person, recommendation_id: int, **given: Any) -> Any:
    path = f"/api/analytics/calculate/{recommendation_id}"
    return clinic.client.post(path, headers=who.headers, **given)


def events(clinic: Clinic, diagnosis_id: int) -> list[tuple[str, Any]]:
    def read(tx: ReadTx) -> list[tuple[str, Any]]:
        topic = f"diagnosis:{diagnosis_id}"
        statement = select(event).where(event.c.topic == topic).order_by(event.c.id)
        return [(row.type, row.data) for row in tx.all(statement)]

    return clinic.database.read_now(read)


def spoil(tx: WriteTx) -> None:
    tx.run(update(evidence_day).values(successes=evidence_day.c.successes + 1))


def test_a_practitioner_learns_that_the_evidence_agrees_and_what_is_published(
    clinic: Clinic,
) -> None:
    courses = rate(clinic, [4, 4, 4, 2])
    known, doctor = courses[0].recommendation_id, clinic.practitioner()
    found = data_of(calculate(clinic, doctor, known))
    assert (found["agreed"], found["differences"], found["announced"]) == (True, 0, False)
    assert (found["published"]["suppressed"], found["own"]) == (True, None)
    report(clinic, course(clinic))
    assert data_of(calculate(clinic, doctor, known))["published"]["effectiveness_score"] == 0.8


def test_revised_and_withdrawn_reports_agree_too(clinic: Clinic) -> None:
    first, second, _ = rate(clinic, [4, 2, 5], side_effects="تهوع")
    again = report(clinic, first)
    kept = report(clinic, second)
    client = clinic.client
    data_of(client.delete(f"/api/feedback/{again['id']}", headers=first.person.headers))
    path = f"/api/feedback/update/{kept['id']}"
    data_of(client.put(path, json={"rating": 1}, headers=second.person.headers))
    found = data_of(calculate(clinic, clinic.practitioner(), first.recommendation_id))
    assert found["agreed"] is True


def test_evidence_that_was_spoiled_is_told(clinic: Clinic) -> None:
    one = course(clinic, "garm")
    report(clinic, one)
    clinic.database.write_now(spoil)
    found = data_of(calculate(clinic, clinic.practitioner(), one.recommendation_id))
    assert (found["agreed"], found["differences"]) == (False, 2)


@pytest.mark.parametrize("place", ["params", "json"])
def test_a_patient_names_a_diagnosis_and_it_is_told_again(clinic: Clinic, place: str) -> None:
    one = rate(clinic, [4, 4, 4, 4, 2])[0]
    before = events(clinic, one.diagnosis_id)
    named: dict[str, Any] = {place: {"diagnosis_id": one.diagnosis_id}}
    found = data_of(calculate(clinic, one.person, one.recommendation_id, **named))
    assert (found["announced"], found["own"]["sample_size"]) == (True, 1)
    assert found["published"]["patients"] == 5
    told = events(clinic, one.diagnosis_id)[len(before) :]
    assert [type_ for type_, _ in told] == ["effectiveness_update"] * 2
    assert '"scope":"diagnosis"' in told[0][1]
    assert '"scope":"recommendation"' in told[1][1]


def test_a_patient_without_a_diagnosis_is_told_what_is_missing(clinic: Clinic) -> None:
    one = course(clinic)
    bodies: list[dict[str, Any]] = [{}, {"json": {}}, {"json": {"diagnosis_id": None}}]
    for given in bodies:
        answer = calculate(clinic, one.person, one.recommendation_id, **given)
        assert field_codes(answer) == {"body.diagnosis_id": "missing"}


def test_what_one_may_not_name_is_refused(clinic: Clinic) -> None:
    one, other = course(clinic), course(clinic)
    known = one.recommendation_id
    unplanned = clinic.candidates(one.person, one.diagnosis_id)[-1]
    mine = {"diagnosis_id": one.diagnosis_id}
    theirs = {"diagnosis_id": other.diagnosis_id}
    assert code_of(calculate(clinic, one.person, known, json=theirs), 404) == "not_found"
    assert code_of(calculate(clinic, one.person, 10**12, json=mine), 404) == "not_found"
    assert code_of(calculate(clinic, clinic.practitioner(), known, json=mine), 404) == "not_found"
    both = calculate(clinic, one.person, known, json=mine, params=theirs)
    assert field_codes(both) == {"query.diagnosis_id": "repeated"}
    elsewhere = calculate(clinic, one.person, unplanned, json=mine)
    assert field_codes(elsewhere) == {"path.recommendation_id": "not_in_plan"}
    for role in ("researcher", "admin"):
        assert code_of(calculate(clinic, clinic.user(role), known), 403) == "forbidden"


def test_a_batch_is_the_practitioners(clinic: Clinic) -> None:
    one = rate(clinic, [4, 4, 4, 4, 2])[0]
    ids = [one.recommendation_id, *one.others]
    doctor = clinic.practitioner()

    def batch(who: Person, wanted: list[int]) -> Any:
        body = {"recommendation_ids": wanted}
        return clinic.client.post("/api/analytics/batch/calculate", json=body, headers=who.headers)

    found = data_of(batch(doctor, ids + ids[:1]))
    assert [each["recommendation_id"] for each in found] == ids
    assert [each["agreed"] for each in found] == [True] * 3
    assert [each["published"]["suppressed"] for each in found] == [False, True, True]
    assert code_of(batch(doctor, [*ids, 10**12]), 404) == "not_found"
    assert code_of(batch(one.person, ids), 403) == "forbidden"
    assert field_codes(batch(doctor, [])) == {"body.recommendation_ids": "too_short"}
    assert field_codes(batch(doctor, [1] * 51)) == {"body.recommendation_ids": "too_long"}


def targets(one: Course, feedback_id: int) -> dict[str, dict[str, int]]:
    place = {"diagnosis_id": one.diagnosis_id, "recommendation_id": one.recommendation_id}
    return {
        "recommendation": place,
        "effectiveness": place,
        "feedback": {"feedback_id": feedback_id},
    }


def broadcast(clinic: Clinic, who: Person, what: str, body: dict[str, int]) -> Any:
    path = f"/ws/broadcast-{what}-update"
    return clinic.client.post(path, json=body, headers=who.headers)


@pytest.mark.parametrize("what", BROADCASTS)
def test_what_is_stored_is_announced_again(clinic: Clinic, what: str) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    clinic.consent(doctor, one.person)
    feedback_id = report(clinic, one)["id"]
    body = targets(one, feedback_id)[what]
    before = events(clinic, one.diagnosis_id)
    found = data_of(broadcast(clinic, doctor, what, body))
    (told,) = events(clinic, one.diagnosis_id)[len(before) :]
    assert told[0] == f"{what}_update"
    assert found["diagnosis_id"] == one.diagnosis_id
    if what == "feedback":
        assert told in before


def test_a_broadcast_leaves_the_live_snapshot_as_it_was(clinic: Clinic) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    clinic.consent(doctor, one.person)
    feedback_id = report(clinic, one)["id"]
    every = targets(one, feedback_id)
    data_of(broadcast(clinic, doctor, "effectiveness", every["effectiveness"]))
    path = f"/api/diagnoses/{one.diagnosis_id}/live"
    before = data_of(clinic.client.get(path, headers=doctor.headers))
    for what in ("recommendation", "feedback"):
        data_of(broadcast(clinic, doctor, what, every[what]))
    after = data_of(clinic.client.get(path, headers=doctor.headers))
    assert (after["evidence"], after["ranking"]) == (before["evidence"], before["ranking"])
    reasons = [one["data"].get("reason") for one in after["recent_events"]]
    assert "رتبه‌بندی دوباره اعلام شد." in reasons


@pytest.mark.parametrize("what", BROADCASTS)
def test_nobody_announces_to_whom_they_may_not_see(clinic: Clinic, what: str) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    feedback_id = report(clinic, one)["id"]
    body = targets(one, feedback_id)[what]
    missing = dict.fromkeys(body, 10**12)
    assert code_of(broadcast(clinic, doctor, what, body), 404) == "not_found"
    assert code_of(broadcast(clinic, doctor, what, missing), 404) == "not_found"
    assert code_of(broadcast(clinic, one.person, what, body), 403) == "forbidden"
    assert code_of(broadcast(clinic, doctor, what, {**body, "rating": 5}), 422) == "invalid"


@pytest.mark.parametrize("what", BROADCASTS)
def test_an_administrator_does_not_learn_what_is_in_a_plan(clinic: Clinic, what: str) -> None:
    one, admin = course(clinic), clinic.user("admin")
    planned = targets(one, report(clinic, one)["id"])[what]
    for body in (planned, dict.fromkeys(planned, 10**12)):
        assert code_of(broadcast(clinic, admin, what, body), 403) == "forbidden"


def test_a_remedy_outside_the_diagnosis_is_not_announced(clinic: Clinic) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    clinic.consent(doctor, one.person)
    unplanned = clinic.candidates(one.person, one.diagnosis_id)[-1]
    body = {"diagnosis_id": one.diagnosis_id, "recommendation_id": unplanned}
    for what in ("recommendation", "effectiveness"):
        assert code_of(broadcast(clinic, doctor, what, body), 404) == "not_found"


def test_broadcasts_stand_in_the_audit_trail(clinic: Clinic) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    clinic.consent(doctor, one.person)
    body = targets(one, 0)["effectiveness"]
    data_of(broadcast(clinic, doctor, "effectiveness", body))

    def actors(tx: ReadTx) -> list[int]:
        statement = select(audit.c.actor_id).where(audit.c.action == "broadcast.effectiveness")
        return [row.actor_id for row in tx.all(statement)]

    assert clinic.database.read_now(actors) == [doctor.user_id]
