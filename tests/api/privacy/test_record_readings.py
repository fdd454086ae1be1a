"""Who reads another's record stands in the audit trail, and the patient sees it."""

from typing import Any

from starlette.testclient import TestClient

from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of


def readings(client: TestClient, person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(client.get("/api/me/readings", headers=person.headers))
    return found


def test_a_patient_sees_who_read_their_record(client: TestClient, clinic: Clinic) -> None:
    one, other = clinic.patient(), clinic.patient("زهرا")
    carer = clinic.practitioner("دکتر مینا")
    for patient in (one, other):
        clinic.consent(carer, patient)
    path = f"/api/patients/{one.patient_id}"
    data_of(client.get(path, headers=one.headers))
    assert readings(client, one) == []
    data_of(client.get(path, headers=carer.headers))
    clinic.clock.advance(seconds=60)
    data_of(client.get("/api/patients", headers=carer.headers))
    clinic.clock.advance(days=1)
    one.headers.update(clinic.session(one.user_id))
    data_of(client.get(path, headers=clinic.session(carer.user_id)))
    newest, oldest = readings(client, one)
    assert (newest["reader_name"], newest["times"]) == ("دکتر مینا", 1)
    assert (oldest["reader_id"], oldest["times"]) == (carer.user_id, 2)
    assert oldest["first_at"] < oldest["last_at"] < newest["first_at"]
    first = client.get("/api/me/readings?limit=1", headers=one.headers).json()
    assert first["data"] == [newest]
    rest = f"/api/me/readings?limit=1&cursor={first['next']}"
    assert data_of(client.get(rest, headers=one.headers)) == [oldest]
    other.headers.update(clinic.session(other.user_id))
    assert [line["times"] for line in readings(client, other)] == [1]


def test_what_is_not_shown_is_not_read(client: TestClient, clinic: Clinic) -> None:
    one, stranger = clinic.patient(), clinic.practitioner()
    answer = client.get(f"/api/patients/{one.patient_id}", headers=stranger.headers)
    assert code_of(answer, 404) == "not_found"
    assert readings(client, one) == []


def test_a_socket_is_a_reading(client: TestClient, clinic: Clinic) -> None:
    one, carer = clinic.patient(), clinic.practitioner()
    clinic.consent(carer, one)
    diagnosis_id = clinic.diagnosis(one)
    for person in (one, carer):
        with client.websocket_connect(f"/ws/{diagnosis_id}", headers=person.headers) as socket:
            assert socket.receive_json()["type"] == "connect"
    (line,) = readings(client, one)
    assert (line["reader_id"], line["times"]) == (carer.user_id, 1)
