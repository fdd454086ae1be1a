"""Who gets in, how, and what the others are told."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from structlog.testing import capture_logs

from tajriba.accounts.service import end_session
from tajriba.realtime.endpoints.live import Timing
from tests.realtime.realtime_app import RealtimeApp, closing


def test_a_ticket_opens_a_socket_once(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    stage.tell("diagnosis:1")
    ticket = stage.ticket(maryam)
    with stage.socket(None) as socket:
        socket.send_json({"type": "auth", "ticket": ticket, "after": 0, "lang": "en"})
        assert socket.receive_json()["data"]["recovered"] is True
        assert socket.receive_json()["data"]["lang"] == "en"
    with stage.socket(None) as again:
        again.send_json({"type": "auth", "ticket": ticket})
        assert closing(again) == (1008, "not_signed_in")


def test_a_ticket_is_good_for_thirty_seconds(stage: RealtimeApp) -> None:
    ticket = stage.ticket(stage.patient())
    stage.clock.advance(seconds=30)
    with stage.socket(None) as socket:
        socket.send_json({"type": "auth", "ticket": ticket})
        assert closing(socket) == (1008, "not_signed_in")


def test_a_ticket_is_good_for_its_diagnosis_alone(stage: RealtimeApp) -> None:
    maryam = stage.patient(1)
    stage.policy.owners[2] = maryam.user_id
    ticket = stage.ticket(maryam, 1)
    for diagnosis in (2, 1):  # the first try has used it up
        with stage.socket(None, diagnosis) as socket:
            socket.send_json({"type": "auth", "ticket": ticket})
            assert closing(socket) == (1008, "not_signed_in")


def test_a_ticket_dies_with_its_session(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    ticket = stage.ticket(maryam)
    stage.database.write_now(end_session, maryam.session_id)
    with stage.socket(None) as socket:
        socket.send_json({"type": "auth", "ticket": ticket})
        assert closing(socket) == (1008, "not_signed_in")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ('{"type":"ping"}', "not_signed_in"),
        ("not json", "not_signed_in"),
        ('{"type":"auth"}', "not_signed_in"),
        ('{"type":"auth","ticket":7}', "not_signed_in"),
        ('{"type":"auth","ticket":"\\u0000"}', "not_signed_in"),
        ('{"type":"auth","ticket":"forged"}', "not_signed_in"),
        ('{"type":"auth","ticket":"forged","after":true}', "bad_after"),
        ('{"type":"auth","ticket":"forged","after":"0"}', "bad_after"),
        ('{"type":"auth","ticket":"forged","after":-1}', "bad_after"),
    ],
)
def test_a_first_message_that_proves_nothing(stage: RealtimeApp, message: str, reason: str) -> None:
    with stage.socket(None) as socket:
        socket.send_text(message)
        assert closing(socket) == (1008, reason)


def test_a_position_ahead_of_the_log_is_refused_with_a_ticket_too(stage: RealtimeApp) -> None:
    ticket = stage.ticket(stage.patient())
    with stage.socket(None) as socket:
        socket.send_json({"type": "auth", "ticket": ticket, "after": 1})
        assert closing(socket) == (1008, "bad_after")


def test_bytes_and_too_much_are_refused_before_signing_in(stage: RealtimeApp) -> None:
    with stage.socket(None) as socket:
        socket.send_bytes(b"{}")
        assert closing(socket) == (1008, "binary_message")
    with stage.socket(None) as socket:
        socket.send_text("x" * 65_537)
        assert closing(socket) == (1009, "too_large")


def test_who_leaves_before_signing_in_is_no_trouble(stage: RealtimeApp) -> None:
    with stage.socket(None):
        pass
    assert stage.live.status().connections == 0


@pytest.mark.parametrize(
    "header", ["Bearer forged", "Bearer", "", "Basic eDp5", "Bearer a.b.c", "Bearer \x7f"]
)
def test_a_header_that_proves_nothing(stage: RealtimeApp, header: str) -> None:
    headers = {"Authorization": header}
    with stage.socket(None, **headers) as socket:
        assert closing(socket) == (1008, "not_signed_in")


def test_a_header_that_is_not_ascii(stage: RealtimeApp) -> None:
    headers = {b"Authorization": b"Bearer \xe9.\xff.\x80"}
    with stage.client.websocket_connect("/ws/1", headers=headers) as socket:
        assert closing(socket) == (1008, "not_signed_in")


def test_an_expired_token(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    stage.clock.advance(seconds=15 * 60)
    with stage.socket(maryam) as socket:
        assert closing(socket) == (1008, "not_signed_in")


@pytest.mark.parametrize("diagnosis", ["2", "0", "-1", "x", "١", "9" * 19, "9" * 40, "1.0"])
def test_what_does_not_exist_and_what_is_not_theirs_is_the_same(
    stage: RealtimeApp, diagnosis: str
) -> None:
    maryam, _ = stage.patient(1), stage.patient(2)
    with stage.socket(maryam, diagnosis) as socket:
        assert closing(socket) == (1008, "not_allowed")


def test_who_tries_what_is_not_theirs_is_noted(stage: RealtimeApp) -> None:
    maryam, _ = stage.patient(1), stage.patient(2)
    with capture_logs() as lines:
        with stage.socket(maryam, 2) as socket:
            closing(socket)
        with (
            pytest.raises(WebSocketDisconnect),
            stage.socket(maryam, Origin="https://evil.example"),
        ):
            pass
    noted = [(one["code"], one["route"], one["user_id"]) for one in lines]
    route = "/ws/{diagnosis_id}"
    assert noted == [("not_allowed", route, maryam.user_id), ("bad_origin", route, None)]


def test_a_role_that_may_never_listen(stage: RealtimeApp) -> None:
    with stage.socket(stage.person(role="researcher")) as socket:
        assert closing(socket) == (1008, "not_allowed")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:8001"])
def test_a_foreign_page_is_refused_in_the_handshake(stage: RealtimeApp, origin: str) -> None:
    maryam = stage.patient()
    with pytest.raises(WebSocketDisconnect) as refused, stage.socket(maryam, Origin=origin):
        pass
    assert (refused.value.code, refused.value.reason) == (1008, "bad_origin")


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "https://clinic.example"])
def test_our_own_page_and_a_listed_one_may_connect(stage: RealtimeApp, origin: str) -> None:
    with stage.socket(stage.patient(), Origin=origin, Host="127.0.0.1:8000") as socket:
        assert socket.receive_json()["type"] == "connect"


def test_a_socket_that_opens_for_a_restart_is_sent_away(
    stage: RealtimeApp,
) -> None:
    maryam = stage.patient()
    stage.portal(stage.live.drain)
    with stage.socket(maryam) as socket:
        assert closing(socket) == (1012, "restarting")


@pytest.mark.parametrize("limits", [True])
def test_who_knocks_too_often_is_told_to_come_back(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    for _ in range(60):
        with stage.socket(maryam, 99) as socket:
            assert closing(socket) == (1008, "not_allowed")
    with stage.socket(maryam) as socket:
        assert closing(socket) == (1013, "overloaded")


@pytest.mark.parametrize("timing", [Timing(authenticate=0.01)])
def test_who_stays_silent_is_sent_away(stage: RealtimeApp) -> None:
    with stage.socket(None) as socket:
        assert closing(socket) == (1008, "auth_timeout")


class TestTicketRoute:
    """`POST /ws/ticket`."""

    def post(self, client: TestClient, body: Any, headers: dict[str, str]) -> tuple[int, Any]:
        answer = client.post("/ws/ticket", json=body, headers=headers)
        return answer.status_code, answer.json()

    def test_its_answer(self, stage: RealtimeApp) -> None:
        maryam = stage.patient()
        status, body = self.post(stage.client, {"diagnosis_id": 1}, maryam.headers)
        assert (status, body["status"], body["data"]["expires_in"]) == (201, "success", 30)
        assert len(body["data"]["ticket"]) == 43

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"diagnosis_id": 2}, 404),
            ({"diagnosis_id": 2**63 - 1}, 404),
            ({"diagnosis_id": 2**63}, 422),
            ({"diagnosis_id": "1"}, 422),
            ({"diagnosis_id": 0}, 422),
            ({"diagnosis_id": 1, "user_id": 1}, 422),
            ({}, 422),
            ([], 422),
        ],
    )
    def test_bad_input(self, stage: RealtimeApp, body: Any, status: int) -> None:
        assert self.post(stage.client, body, stage.patient().headers)[0] == status

    def test_who_may(self, stage: RealtimeApp) -> None:
        body = {"diagnosis_id": 1}
        assert self.post(stage.client, body, {})[0] == 401
        for role in ("researcher", "admin"):
            person = stage.person(f"{role}@example.org", role)
            assert self.post(stage.client, body, person.headers)[0] == 403


def test_the_status_is_for_admins(stage: RealtimeApp) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))
    admin = stage.person("admin@example.org", "admin")
    assert stage.client.get("/ws/status", headers=maryam.headers).status_code == 403
    with stage.socket(maryam) as socket:
        socket.receive_json()
        answer = stage.client.get("/ws/status", headers=admin.headers)
    assert answer.json()["data"] == {
        "connections": 1,
        "diagnoses": 1,
        "topics": 4,
        "queue_depths": {"waiting": 0, "longest": 0},
        "position": 0,
        "slowest_ack": None,
    }
