"""What an open screen hears, and in which order."""

from tajriba.events.positions import APART
from tajriba.events.service import NewEvent, append
from tests.realtime.realtime_app import RealtimeApp, closing, until_pong


def test_connect_comes_first_and_says_where_the_log_stands(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        connect = socket.receive_json()
    assert connect == {
        "type": "connect",
        "diagnosis_id": 1,
        "event_id": 0,
        "timestamp": "2026-11-22T12:00:00.000Z",
        "data": {"user_id": maryam.user_id, "last_event_id": 0, "recovered": None},
    }
    assert stage.policy.opened_diagnoses == [1]


def test_what_was_before_a_first_connection_is_not_told(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    stage.tell("diagnosis:1", number=1)
    with stage.socket(maryam) as socket:
        assert socket.receive_json()["data"]["last_event_id"] == 1
        stage.tell("diagnosis:1", number=2)
        assert socket.receive_json()["event_id"] == 2


def test_a_screen_hears_its_diagnosis_and_its_plan_in_its_language(stage: RealtimeApp) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))
    with stage.socket(maryam, query="?lang=en") as socket:
        socket.receive_json()
        stage.tell("diagnosis:2")
        stage.tell("recommendation:8")
        stage.tell("recommendation:7", "effectiveness_update", score=0.5)
        stage.tell("diagnosis:1", "feedback_update", rating=4)
        first, second = socket.receive_json(), socket.receive_json()
    assert first == {
        "type": "effectiveness_update",
        "diagnosis_id": 1,
        "event_id": 2 * APART,
        "timestamp": "2026-11-22T12:00:00.000Z",
        "data": {"score": 0.5, "lang": "en"},
    }
    assert (second["event_id"], second["data"]) == (2 * APART + 1, {"rating": 4, "lang": "en"})


def test_a_shared_event_is_worded_once_per_language_for_all(stage: RealtimeApp) -> None:
    first, second, third = (stage.patient(n, plan=("recommendation:7",)) for n in (1, 2, 3))
    with (
        stage.socket(first, 1) as one,
        stage.socket(second, 2) as two,
        stage.socket(third, 3, **{"Accept-Language": "en"}) as three,
    ):
        for socket in (one, two, three):
            socket.receive_json()
        stage.tell("recommendation:7")
        heard = [socket.receive_json() for socket in (one, two, three)]
    assert [message["diagnosis_id"] for message in heard] == [1, 2, 3]
    assert [message["data"]["lang"] for message in heard] == ["fa", "fa", "en"]
    assert sorted(stage.policy.worded) == [(1, "en"), (1, "fa")]


def test_a_burst_longer_than_a_queue_reaches_a_client_that_keeps_up(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        socket.receive_json()
        burst = [NewEvent("diagnosis:1", "feedback_update", {}) for _ in range(1500)]
        stage.database.write_now(append, burst)
        assert [socket.receive_json()["event_id"] for _ in burst] == list(range(1, 1501))


def test_a_plan_change_takes_hold_at_its_place_in_the_log(stage: RealtimeApp) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))
    with stage.socket(maryam) as socket:
        socket.receive_json()
        stage.tell("recommendation:8")
        stage.tell("diagnosis:1", "plan_changed", topics=["recommendation:8"])
        stage.tell("recommendation:7")
        stage.tell("recommendation:8")
        stage.tell("diagnosis:1")
        assert [socket.receive_json()["event_id"] for _ in range(2)] == [3 * APART, 3 * APART + 1]


def test_a_ping_is_answered_and_a_bad_message_explained(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam, **{"Accept-Language": "en"}) as socket:
        socket.receive_json()
        socket.send_json({"type": "ping"})
        assert socket.receive_json()["type"] == "pong"
        for text in ("{", '{"type":"shout"}', '{"type":"ack","event_id":"x"}'):
            socket.send_text(text)
        errors = [socket.receive_json() for _ in range(3)]
        assert [error["type"] for error in errors] == ["error"] * 3
        assert [error["data"]["code"] for error in errors] == [
            "message_not_json", "message_unknown", "message_bad_ack",
        ]  # fmt: skip
        assert errors[0]["data"]["detail"] == "This message is not a JSON object."
        assert until_pong(socket) == []


def test_an_acknowledgement_is_noted(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        socket.receive_json()
        stage.tell("diagnosis:1")
        socket.send_json({"type": "ack", "event_id": socket.receive_json()["event_id"]})
        assert until_pong(socket) == []
        assert stage.live.status().slowest_ack == 1


def test_who_leaves_is_forgotten(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        socket.receive_json()
        assert stage.live.open_diagnoses() == {1}
    assert stage.live.open_diagnoses() == set()
    assert stage.live.status().topics == 0


def test_an_event_without_words_closes_its_readers_only(stage: RealtimeApp) -> None:
    maryam, ali = stage.patient(1), stage.patient(2)
    with stage.socket(maryam, 1) as socket, stage.socket(ali, 2) as other:
        socket.receive_json()
        other.receive_json()
        stage.tell("diagnosis:1", "unspeakable")
        stage.tell("diagnosis:2")
        assert closing(socket) == (1011, "failed")
        assert other.receive_json()["event_id"] == 1
