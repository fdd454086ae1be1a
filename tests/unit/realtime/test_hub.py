"""The hub's single moves, where the state machine does not look."""

from tajriba.events.service import Event
from tajriba.realtime.hub.hub import QUEUE_MAX, Action, Close, Hub, Ready, Tell
from tajriba.realtime.hub.topic_policy import Subscription
from tajriba.realtime.protocol.client_messages import (
    CARE_ENDED,
    RESTARTING,
    SESSION_ENDED,
    TOO_MANY,
    TOO_SLOW,
)
from tests.kit.fakes.hub_actions import deferred

ADMISSION = Subscription(frozenset({"diagnosis:1", "recommendation:7"}), frozenset({"care:1:2"}))


def event(position: int, topic: str = "diagnosis:1", type_: str = "feedback_update") -> Event:
    return Event(
        position, topic, type_, 0, {"topics": []} if type_ == "plan_changed" else {}, position
    )


def opened(position: int = 0) -> Hub:
    hub = Hub()
    hub.join(1, 1, "session", ADMISSION)
    hub.open(1, position, position, ADMISSION, [])
    return hub


def publish(hub: Hub, happened: Event) -> list[Action]:
    return deferred(hub, hub.publish(happened))


def test_who_waits_for_nothing_is_told_at_once() -> None:
    hub = opened()
    hub.join(2, 1, "session", ADMISSION)
    hub.open(2, 0, 0, ADMISSION, ["connect"])
    assert hub.publish(event(1)) == [Tell(event(1), [1])]
    assert hub.publish(event(2)) == [Tell(event(2), [1])]
    assert hub.defer(1, event(2)) == [Ready(1)]
    assert hub.publish(event(3)) == []
    assert [hub.take(1), hub.take(1), hub.take(1)] == [event(2), event(3), None]
    assert [hub.take(2) for _ in range(4)] == ["connect", event(1), event(2), event(3)]
    assert hub.defer(3, event(3)) == []


def test_only_the_first_message_makes_a_client_ready() -> None:
    hub = opened()
    assert publish(hub, event(1)) == [Ready(1)]
    assert publish(hub, event(2)) == []
    assert [hub.take(1), hub.take(1), hub.take(1)] == [event(1), event(2), None]
    assert publish(hub, event(3)) == [Ready(1)]


def test_the_message_that_does_not_fit_closes_the_client() -> None:
    hub = opened()
    actions = [publish(hub, event(position)) for position in range(1, QUEUE_MAX + 2)]
    assert actions[QUEUE_MAX - 1] == []
    assert actions[QUEUE_MAX] == [Close(1, TOO_SLOW)]
    assert hub.status().connections == 0


def test_replies_count_against_the_queue_too() -> None:
    hub = opened()
    for _ in range(QUEUE_MAX):
        hub.reply(1, "pong")
    assert hub.reply(1, "pong") == [Close(1, TOO_SLOW)]


def test_the_end_of_care_closes_who_watches_it() -> None:
    hub = opened()
    hub.join(2, 1, "other", Subscription(ADMISSION.topics, frozenset()))
    hub.open(2, 0, 0, Subscription(ADMISSION.topics, frozenset()), [])
    assert publish(hub, event(1, "care:1:2", "care_ended")) == [Close(1, CARE_ENDED)]
    assert publish(hub, event(2, "care:1:2", "care_ended")) == []
    assert hub.status().connections == 1


def test_an_ending_before_the_opening_position_is_past() -> None:
    hub = Hub()
    hub.join(1, 1, "session", ADMISSION)
    publish(hub, event(5, "care:1:2", "care_ended"))
    assert hub.open(1, 5, 5, ADMISSION, []) == []
    assert hub.status().connections == 1


def test_watched_topics_are_never_delivered() -> None:
    hub = opened()
    assert publish(hub, event(1, "care:1:2", "safety_alert")) == []
    assert hub.take(1) is None


def test_a_plan_change_keeps_the_diagnosis_itself() -> None:
    hub = opened()
    assert publish(hub, event(1, type_="plan_changed")) == []
    assert publish(hub, event(2, "recommendation:7")) == []
    assert publish(hub, event(3)) == [Ready(1)]


def test_expired_sessions_are_closed() -> None:
    hub = opened()
    assert hub.sessions() == {"session"}
    assert hub.expire({"another"}) == []
    assert hub.expire({"session"}) == [Close(1, SESSION_ENDED)]


def test_a_drain_closes_everybody() -> None:
    hub = opened()
    hub.join(2, 9, "session", ADMISSION)
    assert hub.open_diagnoses() == {1, 9}
    assert hub.drain() == [Close(1, RESTARTING), Close(2, RESTARTING)]
    assert hub.open_diagnoses() == set()


def test_acknowledgements_are_believed_up_to_what_was_offered() -> None:
    hub = opened()
    publish(hub, event(4))
    assert hub.position(1) == 4
    hub.acknowledge(1, 5)
    assert hub.status().slowest_ack is None
    hub.acknowledge(1, 4)
    hub.acknowledge(1, 3)
    assert hub.status().slowest_ack == 4


def test_a_client_that_is_gone_is_answered_with_nothing() -> None:
    hub = opened()
    assert hub.close(1, TOO_MANY) == [Close(1, TOO_MANY)]
    assert hub.close(1, TOO_MANY) == hub.reply(1, "pong") == hub.open(1, 0, 0, ADMISSION, []) == []
    assert hub.take(1) is None
    assert hub.position(1) == 0
    hub.acknowledge(1, 0)


def test_what_is_held_for_a_client_is_bounded_too() -> None:
    hub = Hub(queue_max=2)
    hub.join(1, 1, "session", ADMISSION)
    assert [publish(hub, event(position)) for position in (1, 2, 3)] == [
        [],
        [],
        [Close(1, TOO_SLOW)],
    ]
    assert hub.open(1, 0, 0, ADMISSION, []) == []


def test_a_plan_that_changes_before_the_opening_is_held_with_what_it_brings() -> None:
    hub = Hub()
    hub.join(1, 1, "session", ADMISSION)
    changed = Event(2, "diagnosis:1", "plan_changed", 0, {"topics": ["recommendation:8"]}, 2)
    for each in (event(1, "recommendation:8"), changed, event(3, "recommendation:8")):
        publish(hub, each)
    publish(hub, event(4, "recommendation:7"))
    assert hub.open(1, 1, 1, ADMISSION, []) == [Ready(1)]
    assert [hub.take(1), hub.take(1)] == [event(3, "recommendation:8"), None]
    assert publish(hub, event(5, "recommendation:7")) == []


def test_what_does_not_fit_at_the_opening_closes_too() -> None:
    hub = Hub(queue_max=2)
    hub.join(1, 1, "session", ADMISSION)
    publish(hub, event(1))
    publish(hub, event(2))
    assert hub.open(1, 0, 0, ADMISSION, ["connect", "more"]) == [Ready(1), Close(1, TOO_SLOW)]


def test_a_plan_that_changed_there_and_back_before_the_opening_leaves_nothing_behind() -> None:
    hub = Hub()
    hub.join(1, 1, "session", ADMISSION)
    for position, topic in ((1, "recommendation:8"), (2, "recommendation:7")):
        publish(
            hub, Event(position, "diagnosis:1", "plan_changed", 0, {"topics": [topic]}, position)
        )
    hub.open(1, 2, 2, ADMISSION, [])
    assert publish(hub, event(3, "recommendation:8")) == []
    assert publish(hub, event(4, "recommendation:7")) == [Ready(1)]
    assert hub.status().topics == 3
