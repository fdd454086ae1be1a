"""A practitioner's own stream: every alert of the patients in their care, and of nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import WebSocketTestSession

from tajriba.realtime.endpoints.live import Live
from tests.kit.clients.sse_reader import stream
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of
from tests.realtime.realtime_app import closing, until_pong

SEVERE = [{"name": "سرگیجه", "severity": "severe"}]


def in_care(clinic: Clinic, doctor: Person) -> tuple[Person, int, Callable[[], Any]]:
    """Return a patient, the id of the care, and what reports a severe side effect."""
    patient = clinic.patient()
    care_id = clinic.consent(doctor, patient)
    diagnosis_id = clinic.diagnosis(patient)
    remedy = clinic.candidates(patient, diagnosis_id)[0]
    clinic.plan(patient, diagnosis_id, [remedy])
    return (
        patient,
        care_id,
        lambda: clinic.report(patient, diagnosis_id, remedy, side_effects=SEVERE),
    )


def socket(clinic: Clinic, doctor: Person, query: str = "") -> WebSocketTestSession:
    return clinic.client.websocket_connect(f"/ws/practice{query}", headers=doctor.headers)


def practice(clinic: Clinic, doctor: Person) -> dict[str, Any]:
    found: dict[str, Any] = data_of(clinic.client.get("/api/practice/live", headers=doctor.headers))
    return found


def heard(clinic: Clinic, opened: WebSocketTestSession) -> list[dict[str, Any]]:
    """Return what came of what is committed, apart from news of reports to read."""
    live: Live = clinic.client.app.state.live  # type: ignore[attr-defined]
    assert clinic.client.portal
    clinic.client.portal.call(live.pump.catch_up)
    return [one for one in until_pong(opened) if one["type"] != "report_update"]


def test_every_open_screen_hears_an_alert_and_its_end(clinic: Clinic) -> None:
    doctor, stranger = clinic.practitioner(), clinic.practitioner()
    patient, _, reports = in_care(clinic, doctor)
    in_care(clinic, stranger)
    with (
        socket(clinic, doctor, "?lang=fa") as one,
        socket(clinic, doctor, "?lang=en") as other,
        socket(clinic, stranger) as aside,
    ):
        reports()
        (alert,), (again,) = heard(clinic, one)[1:], heard(clinic, other)[1:]
        assert (alert["type"], alert["diagnosis_id"]) == ("safety_alert", 0)
        assert alert["data"]["patient_id"] == patient.patient_id
        assert alert["data"]["herb_name"] != again["data"]["herb_name"]
        (waiting,) = practice(clinic, doctor)["alerts"]
        assert waiting["id"] == alert["data"]["alert_id"]
        path = f"/api/practice/alerts/{waiting['id']}/acknowledge"
        data_of(clinic.client.post(path, headers=doctor.headers))
        closed = {"patient_id": patient.patient_id, "alert_ids": [waiting["id"]]}
        for screen in (one, other):
            (end,) = heard(clinic, screen)
            assert (end["type"], end["data"]) == ("safety_alert_closed", closed)
        assert [message["type"] for message in heard(clinic, aside)] == ["connect"]


def test_who_comes_back_gets_what_was_missed_of_patients_still_in_care(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    staying, _, reports = in_care(clinic, doctor)
    leaving, care_id, reports_too = in_care(clinic, doctor)
    since = practice(clinic, doctor)["event_id"]
    reports(), reports_too()
    data_of(clinic.client.delete(f"/api/care/{care_id}", headers=leaving.headers))
    with socket(clinic, doctor, f"?after={since}") as back:
        connect, alert, closed = heard(clinic, back)
    assert connect["data"]["recovered"] is True
    assert (alert["type"], alert["data"]["patient_id"]) == ("safety_alert", staying.patient_id)
    assert closed["type"] == "safety_alert_closed"
    assert closed["data"]["patient_id"] == leaving.patient_id


def test_the_end_of_care_ends_alerts_and_keeps_the_socket(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    patient, care_id, reports = in_care(clinic, doctor)
    reports()
    with socket(clinic, doctor) as screen:
        data_of(clinic.client.delete(f"/api/care/{care_id}", headers=doctor.headers))
        closed = heard(clinic, screen)[1:]
        assert [one["type"] for one in closed] == ["safety_alert_closed"]
        assert len(closed[0]["data"]["alert_ids"]) == 1
        _, _, others = in_care(clinic, doctor)
        others()
        (alert,) = heard(clinic, screen)
        assert alert["data"]["patient_id"] != patient.patient_id


@pytest.mark.parametrize("role", ["patient", "researcher", "admin"])
def test_who_is_no_practitioner_has_no_practice(clinic: Clinic, role: str) -> None:
    person = clinic.patient() if role == "patient" else clinic.user(role)  # type: ignore[arg-type]
    with socket(clinic, person) as screen:
        assert closing(screen) == (1008, "not_allowed")
    answer = clinic.client.post("/ws/practice/ticket", headers=person.headers)
    assert code_of(answer, 403) == "forbidden"


def test_a_ticket_opens_the_practice_and_no_diagnosis(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    patient, _, _ = in_care(clinic, doctor)
    for path, opens in (("/ws/practice", True), (f"/ws/{clinic.diagnosis(patient)}", False)):
        made = clinic.client.post("/ws/practice/ticket", headers=doctor.headers)
        with clinic.client.websocket_connect(path) as screen:
            screen.send_json({"type": "auth", "ticket": data_of(made, 201)["ticket"]})
            if opens:
                assert screen.receive_json()["type"] == "connect"
            else:
                assert closing(screen) == (1008, "not_signed_in")


def test_signing_out_closes_it(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    with socket(clinic, doctor) as screen:
        assert screen.receive_json()["type"] == "connect"
        assert clinic.client.post("/api/auth/logout", headers=doctor.headers).is_success
        assert closing(screen) == (1008, "session_ended")


def test_server_sent_events_tell_the_same(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    patient, _, reports = in_care(clinic, doctor)
    with stream(clinic.client, "/events/practice", doctor.headers) as opened:
        assert opened.next().message["data"]["user_id"] == doctor.user_id
        reports()
        alert = opened.next()
    assert alert.id == alert.message["event_id"]
    assert alert.message["data"]["patient_id"] == patient.patient_id
