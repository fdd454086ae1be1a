"""What has to stand in the audit trail does: sign-ins, exports, overrides, and what was refused."""

import asyncio
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tajriba.audit.denials import DENIED, MOST_A_MINUTE
from tajriba.audit.tables import audit
from tajriba.audit.verification import verify
from tajriba.kit.database.transactions import ReadTx
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of


def read(clinic: Clinic, reader: Person, patient: Person) -> Any:
    return clinic.client.get(f"/api/patients/{patient.patient_id}", headers=reader.headers)


def end_all(clinic: Clinic, owner: Person) -> None:
    body = {"password": PASSWORD}
    clinic.client.post("/api/auth/sessions/end", json=body, headers=owner.headers)


def override(clinic: Clinic, owner: Person, carer: Person) -> None:
    """Offer a remedy again that a severe report has taken out of the plan."""
    diagnosis_id = clinic.diagnosis(owner)
    remedy = clinic.plan(owner, diagnosis_id)[0]
    severe = [{"name": "anaphylaxis", "severity": "severe"}]
    clinic.report(owner, diagnosis_id, remedy, side_effects=severe)
    answer = clinic.client.post(
        f"/api/diagnoses/{diagnosis_id}/safety-reviews",
        json={"recommendation_id": remedy, "offer_again": True},
        headers=carer.headers,
    )
    assert answer.status_code == 200, answer.text


KINDS: dict[str, Callable[[Clinic, Person, Person], object]] = {
    "session.open": lambda clinic, owner, carer: clinic.token(owner.email),
    "session.refuse": lambda clinic, owner, carer: clinic.client.post(
        "/api/auth/login", json={"email": owner.email, "password": "a-wrong-password"}
    ),
    "session.end": lambda clinic, owner, carer: end_all(clinic, owner),
    "user.change_password": lambda clinic, owner, carer: clinic.client.post(
        "/api/auth/password",
        json={"current": PASSWORD, "new": "some-other-password"},
        headers=owner.headers,
    ),
    "user.end_sessions": lambda clinic, owner, carer: clinic.client.delete(
        f"/api/admin/users/{owner.user_id}/sessions", headers=clinic.user("admin").headers
    ),
    "user.administer": lambda clinic, owner, carer: clinic.client.patch(
        f"/api/admin/users/{owner.user_id}",
        json={"disabled": True},
        headers=clinic.user("admin").headers,
    ),
    "user.hand_link": lambda clinic, owner, carer: clinic.client.post(
        f"/api/admin/users/{owner.user_id}/links",
        json={"purpose": "reset"},
        headers=clinic.user("admin").headers,
    ),
    "record.read": lambda clinic, owner, carer: read(clinic, carer, owner),
    "patient.update": lambda clinic, owner, carer: clinic.client.patch(
        f"/api/patients/{owner.patient_id}", json={"sex": "female"}, headers=owner.headers
    ),
    "privacy.export": lambda clinic, owner, carer: clinic.client.get(
        "/api/me/export", headers=owner.headers
    ),
    "privacy.ask_erasure": lambda clinic, owner, carer: clinic.client.post(
        "/api/me/erasure", json={"password": PASSWORD}, headers=owner.headers
    ),
    "care.accept": lambda clinic, owner, carer: clinic.consent(clinic.practitioner(), owner),
    "safety.review": override,
    DENIED: lambda clinic, owner, carer: read(clinic, clinic.patient("زهرا"), owner),
}
"""What is done for each kind of entry, to or by a patient or the practitioner who cares."""


def written(clinic: Clinic, action: str) -> list[Any]:
    found = select(audit).where(audit.c.action == action).order_by(audit.c.id)
    return list(clinic.database.read_now(lambda tx: tx.all(found)))


def denials(clinic: Clinic) -> list[tuple[int, str, int, dict[str, Any]]]:
    """Return who was denied what, of which subject."""
    return [
        (row.actor_id, row.subject, row.subject_id, orjson.loads(row.after))
        for row in written(clinic, DENIED)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_stands_in_the_trail(clinic: Clinic, kind: str) -> None:
    owner, carer = clinic.patient(), clinic.practitioner()
    clinic.consent(carer, owner)
    before = len(written(clinic, kind))
    KINDS[kind](clinic, owner, carer)
    assert len(written(clinic, kind)) > before
    assert clinic.database.read_now(verify).broken is None


def test_what_is_refused_says_to_whom_and_whose_it_is(client: TestClient, clinic: Clinic) -> None:
    owner, other, stranger = clinic.patient(), clinic.patient("زهرا"), clinic.practitioner()
    diagnosis_id = clinic.diagnosis(owner)
    remedy = clinic.plan(owner, diagnosis_id)[0]
    report_id = clinic.report(owner, diagnosis_id, remedy)["id"]
    body = {"diagnosis_id": diagnosis_id, "recommendation_id": remedy} | {
        "rating": 4,
        "symptom_improvement": 4,
    }
    tried: list[tuple[Person, str, str, Any]] = [
        (other, "GET", f"/api/diagnoses/{diagnosis_id}", None),
        (stranger, "GET", f"/api/diagnoses/{diagnosis_id}/live", None),
        (stranger, "PATCH", f"/api/patients/{owner.patient_id}", {"sex": "male"}),
        (other, "DELETE", f"/api/feedback/{report_id}", None),
        (other, "POST", "/api/feedback/submit", body),
        (other, "POST", "/api/feedback/batch/submit", {"items": [body]}),
        (other, "POST", "/ws/ticket", {"diagnosis_id": diagnosis_id}),
        (other, "GET", f"/events/{diagnosis_id}", None),
    ]
    for person, method, path, json in tried:
        answer = client.request(method, path, json=json, headers=person.headers)
        assert code_of(answer, 404) == "not_found"
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(f"/ws/{diagnosis_id}", headers=other.headers) as socket,
    ):
        socket.receive_json()
    found = denials(clinic)
    people = [*(person for person, *_ in tried), other]
    assert [actor for actor, *_ in found] == [person.user_id for person in people]
    assert {one[1:3] for one in found} == {("patient", owner.patient_id)}
    assert found[0][3] == {
        "by": "read_diagnosis",
        "code": "not_found",
        "ids": {"diagnosis_id": str(diagnosis_id)},
    }


def test_what_a_role_may_not_is_refused(client: TestClient, clinic: Clinic) -> None:
    patient = clinic.patient()
    assert code_of(client.get("/api/admin/users", headers=patient.headers), 403) == "forbidden"
    submitted = client.post(
        "/api/feedback/submit",
        json={"diagnosis_id": 1, "recommendation_id": 1, "rating": 4, "symptom_improvement": 4},
        headers=clinic.practitioner().headers,
    )
    assert code_of(submitted, 403) == "forbidden"
    routes = [after["by"] for *_, after in denials(clinic)]
    assert routes == ["list_accounts", "submit_feedback"]


def test_nobody_who_is_not_signed_in_fills_it(client: TestClient, clinic: Clinic) -> None:
    assert client.get("/api/patients/1").status_code == 401
    assert client.get("/api/herbs/999999").status_code == 404
    assert denials(clinic) == []


def test_a_flood_is_one_entry_of_its_minute(client: TestClient, clinic: Clinic) -> None:
    owner, other, third = (clinic.patient(name) for name in ("یک", "دو", "سه"))
    for _ in range(MOST_A_MINUTE + 7):
        read(clinic, other, owner)
    read(clinic, third, owner)
    assert len(denials(clinic)) == MOST_A_MINUTE + 1
    asyncio.run(clinic.guard.denials.flush())
    assert len(denials(clinic)) == MOST_A_MINUTE + 1
    clinic.clock.advance(seconds=60)
    asyncio.run(clinic.guard.denials.flush())
    asyncio.run(clinic.guard.denials.flush())
    *_, counted = denials(clinic)
    assert counted == (other.user_id, "user", other.user_id, {"times": 7})
    assert len(denials(clinic)) == MOST_A_MINUTE + 2
    read(clinic, other, owner)
    assert len(denials(clinic)) == MOST_A_MINUTE + 3


def test_what_was_counted_is_written_when_the_next_minute_or_the_end_comes(
    client: TestClient, clinic: Clinic
) -> None:
    owner, other = clinic.patient(), clinic.patient("زهرا")
    for _ in range(2):
        for _ in range(MOST_A_MINUTE + 1):
            read(clinic, other, owner)
        clinic.clock.advance(seconds=60)
    asyncio.run(clinic.guard.denials.close())
    counted = [after for *_, after in denials(clinic) if "times" in after]
    assert counted == [{"times": 1}, {"times": 1}]
    assert clinic.database.read_now(verify).broken is None


def test_what_could_not_be_written_is_written_later(clinic: Clinic) -> None:
    owner, other = clinic.patient(), clinic.patient("زهرا")
    for _ in range(MOST_A_MINUTE + 3):
        read(clinic, other, owner)
    clinic.clock.advance(seconds=60)
    clinic.database.write_now(lambda tx: rename(tx, "audit", "audit_away"))
    asyncio.run(clinic.guard.denials.close())
    clinic.database.write_now(lambda tx: rename(tx, "audit_away", "audit"))
    asyncio.run(clinic.guard.denials.flush())
    assert denials(clinic)[-1][3] == {"times": 3}


def rename(tx: ReadTx, old: str, new: str) -> None:
    tx.connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def test_care_sessions_and_unreviewed_remedies_are_somebodys(
    client: TestClient, clinic: Clinic
) -> None:
    owner, other, carer = clinic.patient(), clinic.patient("زهرا"), clinic.practitioner()
    care_id = clinic.consent(carer, owner)
    (mine,) = data_of(client.get("/api/auth/sessions", headers=owner.headers))
    for path in (f"/api/care/{care_id}", f"/api/care/{care_id}999999"):
        assert code_of(client.delete(path, headers=other.headers), 404) == "not_found"
    for session in (mine["id"], f"{mine['id']}999999"):
        body = {"password": PASSWORD, "session": session}
        ended = client.post("/api/auth/sessions/end", json=body, headers=other.headers)
        assert code_of(ended, 404) == "not_found"
    found = [(subject, subject_id) for _, subject, subject_id, _ in denials(clinic)]
    assert found == [("care", care_id), ("user", owner.user_id)]
