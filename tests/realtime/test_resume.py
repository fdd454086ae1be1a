"""Coming back: everything that was missed, once, in order, or a plain word that it is not so."""

import pytest

from tajriba.events.positions import APART
from tajriba.events.service import NewEvent, append
from tests.realtime.realtime_app import RealtimeApp, closing


def test_what_was_missed_follows_and_then_what_happens(stage: RealtimeApp) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))
    for topic in ("diagnosis:1", "recommendation:7", "diagnosis:2", "diagnosis:1"):
        stage.tell(topic)
    stage.tell("diagnosis:1", "plan_changed", topics=["recommendation:7"])
    with stage.socket(maryam, query="?after=1") as socket:
        connect = socket.receive_json()
        assert connect["event_id"] == connect["data"]["last_event_id"] == 1
        assert connect["data"]["recovered"] is True
        stage.tell("recommendation:7")
        assert [socket.receive_json()["event_id"] for _ in range(3)] == [
            APART,
            APART + 1,
            2 * APART,
        ]


@pytest.mark.parametrize("after", [0, 3])
def test_resuming_where_nothing_was_missed(stage: RealtimeApp, after: int) -> None:
    maryam = stage.patient()
    for _ in range(after):
        stage.tell("diagnosis:1")
        stage.tell("diagnosis:2")
    with stage.socket(maryam, query=f"?after={after}") as socket:
        data = socket.receive_json()["data"]
        assert (data["last_event_id"], data["recovered"]) == (after, True)
        stage.tell("diagnosis:1")
        assert socket.receive_json()["event_id"] == after + 1


@pytest.mark.parametrize(("missed", "recovered"), [(100, True), (101, False)])
def test_a_long_gap_is_never_half_replayed(
    stage: RealtimeApp, missed: int, recovered: bool
) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))
    stage.database.write_now(append, [NewEvent("diagnosis:1", "feedback_update", {})] * missed)
    with stage.socket(maryam, query="?after=0") as socket:
        connect = socket.receive_json()
        assert connect["data"]["recovered"] is recovered
        assert connect["event_id"] == (0 if recovered else missed)
        stage.tell("diagnosis:1")
        heard = [socket.receive_json()["event_id"] for _ in range(missed + 1 if recovered else 1)]
    assert heard == list(range(1 if recovered else missed + 1, missed + 2))


def test_an_old_gap_is_not_replayed(stage: RealtimeApp) -> None:
    stage.tell("diagnosis:1")
    stage.clock.advance(days=8)
    maryam = stage.patient()
    with stage.socket(maryam, query="?after=0") as socket:
        assert socket.receive_json()["data"]["recovered"] is False


@pytest.mark.parametrize("after", ["2", "-1", "x", "", "1.0", "99999999999999999999"])
def test_a_position_that_can_not_be_is_refused(stage: RealtimeApp, after: str) -> None:
    maryam = stage.patient()
    stage.tell("diagnosis:1")
    with stage.socket(maryam, query=f"?after={after}") as socket:
        assert closing(socket) == (1008, "bad_after")
    assert stage.live.status().connections == 0


def test_an_event_committed_during_each_look_arrives_once(stage: RealtimeApp) -> None:
    """The pump hands it on while the client is between joining and being opened."""
    maryam = stage.patient(1, plan=("recommendation:7",))
    stage.tell("diagnosis:1")

    def meanwhile(look: int) -> None:
        stage.tell("recommendation:7" if look % 2 else "diagnosis:1", look=look)
        stage.catch_up()

    stage.policy.on_admit = meanwhile
    with stage.socket(maryam, query="?after=0") as socket:
        assert socket.receive_json()["data"]["recovered"] is True
        stage.policy.on_admit = None
        assert stage.policy.admissions == 2
        stage.tell("diagnosis:1")
        heard = [socket.receive_json()["event_id"] for _ in range(4)]
    assert heard == [1, APART, APART + 1, APART + 2]


def test_a_first_connection_hears_what_is_committed_behind_its_position(stage: RealtimeApp) -> None:
    maryam = stage.patient()

    def meanwhile(look: int) -> None:
        stage.tell("diagnosis:1", look=look)
        stage.catch_up()

    stage.policy.on_admit = meanwhile
    with stage.socket(maryam) as socket:
        connect = socket.receive_json()
        assert connect["event_id"] == 1  # the second look's snapshot holds the first event only
        assert socket.receive_json()["event_id"] == 2


def test_a_plan_that_changes_while_entering_is_listened_to_anew(stage: RealtimeApp) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))

    def meanwhile(look: int) -> None:
        if look == 1:
            stage.policy.plans[1] = {"recommendation:8"}
        stage.tell("recommendation:8", look=look)
        stage.catch_up()

    stage.policy.on_admit = meanwhile
    with stage.socket(maryam, query="?after=0") as socket:
        assert socket.receive_json()["data"]["recovered"] is True
        assert stage.policy.admissions == 3
        assert [socket.receive_json()["event_id"] for _ in range(3)] == [
            n * APART for n in (1, 2, 3)
        ]


def test_a_plan_that_never_stands_still_sends_its_client_away(stage: RealtimeApp) -> None:
    maryam = stage.patient()

    def meanwhile(look: int) -> None:
        stage.policy.plans[1] = {f"recommendation:{look}"}

    stage.policy.on_admit = meanwhile
    with stage.socket(maryam) as socket:
        assert closing(socket) == (1013, "overloaded")


def test_access_that_ends_while_entering_closes(stage: RealtimeApp) -> None:
    maryam = stage.patient()

    def meanwhile(look: int) -> None:
        del stage.policy.owners[1]

    stage.policy.on_admit = meanwhile
    with stage.socket(maryam) as socket:
        assert closing(socket) == (1008, "not_allowed")
    assert stage.live.status().connections == 0
