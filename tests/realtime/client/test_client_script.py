"""The client at a server that says what the real one never does, or not on demand."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import pytest

from tajriba.client import (
    CareEnded,
    Client,
    ClientError,
    Event,
    Item,
    Live,
    NotAllowed,
    NotSignedIn,
    NotUnderstood,
    Refused,
    Snapshot,
    Unavailable,
    Waiting,
)
from tajriba.client.core import TRIES
from tajriba.client.session import Session
from tests.kit.servers.scripted_server import Act, Message, Script, greeting, told

SECONDS = 20.0


class Pauses:
    """Lets no time pass, and keeps how long each pause would have been at most."""

    def __init__(self) -> None:
        self.bounds: list[float] = []

    @property
    def waiting(self) -> Waiting:
        return Waiting(draw=lambda: 1.0, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.bounds.append(seconds)


def follow(script: Script, pauses: Pauses, then: Callable[[Live], Awaitable[Any]]) -> Any:
    """Return what `then` makes of diagnosis 1 of the scripted server."""

    async def main() -> Any:
        async with asyncio.timeout(SECONDS), script.played():
            client = Client(script.address, token="t", waiting=pauses.waiting, trust_env=False)
            async with client, client.live(1, "en") as live:
                return await then(live)

    return asyncio.run(main())


def first(count: int) -> Callable[[Live], Awaitable[list[int | str]]]:
    """Return what takes so many items: a snapshot as text, an event as its id."""

    async def take(live: Live) -> list[int | str]:
        return [_short(await anext(live)) for _ in range(count)]

    return take


def _short(item: Item) -> int | str:
    return item.event_id if isinstance(item, Event) else f"at {item.event_id}"


def test_duplicates_and_what_the_snapshot_holds_are_dropped() -> None:
    says = [greeting(5), told(4), told(5), told(7), told(7), told(6), told(9)]
    script = Script([Act(says)], [5])
    assert follow(script, Pauses(), first(3)) == ["at 5", 7, 9]
    assert script.asked == ["/api/diagnoses/1/live", "/ws/1?after=5&lang=en"]


def test_what_came_before_a_cut_does_not_come_again() -> None:
    acts = [Act([greeting(5), told(6), told(8)], close=(1013, "too_slow")), Act([told(8), told(9)])]
    script, pauses = Script(acts, [5]), Pauses()
    assert follow(script, pauses, first(4)) == ["at 5", 6, 8, 9]
    assert script.asked[-1] == "/ws/1?after=8&lang=en"
    assert pauses.bounds == [0.25]


@pytest.mark.parametrize(
    "says", [[greeting(9, recovered=False)], [greeting(5), told(30, "resync")]]
)
def test_a_gap_is_told_by_a_snapshot(says: list[Message]) -> None:
    """What is said behind it waits, and is dropped where the snapshot holds it."""
    script = Script([Act([*says, told(12), told(14)])], [5, 13])
    assert follow(script, Pauses(), first(3)) == ["at 5", "at 13", 14]


def test_a_snapshot_that_fails_is_taken_again() -> None:
    acts = [Act([greeting(9, recovered=False)]), Act([greeting(13), told(14)])]
    script, pauses = Script(acts, [5, HTTPStatus.BAD_GATEWAY, 13]), Pauses()
    assert follow(script, pauses, first(3)) == ["at 5", "at 13", 14]
    assert script.asked[-1] == "/ws/1?after=13&lang=en"
    assert pauses.bounds == [0.25]


def test_a_position_of_another_log_is_given_up() -> None:
    script = Script([Act(close=(1008, "bad_after")), Act([greeting(2), told(3)])], [5, 2])
    assert follow(script, Pauses(), first(3)) == ["at 5", "at 2", 3]


def test_what_we_do_not_know_is_handed_on_or_ignored() -> None:
    says = [greeting(5), told(9, "pong"), told(9, "error", code="x"), told(7, "not_known_yet")]
    assert follow(Script([Act(says)], [5]), Pauses(), first(2)) == ["at 5", 7]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (Act(close=(1008, "not_allowed")), NotAllowed),
        (Act([greeting(5)], close=(1008, "care_ended")), CareEnded),
        (Act(status=403), Refused),
        (Act(["no JSON"]), NotUnderstood),
    ],
)
def test_what_ends_it(act: Act, error: type[ClientError]) -> None:
    pauses = Pauses()
    with pytest.raises(error):
        follow(Script([act], [5]), pauses, first(2))
    assert pauses.bounds == []


def test_without_a_first_connection_it_gives_up() -> None:
    script, pauses = Script([Act(status=503)] * TRIES, [5]), Pauses()
    with pytest.raises(Unavailable):
        follow(script, pauses, first(2))
    assert pauses.bounds == [0.25, 0.5, 1, 2, 4]
    assert script.acts == []


def test_with_one_it_never_does() -> None:
    acts = [Act([greeting(5)], close=(1012, "restarting")), *[Act(status=503)] * 9]
    script, pauses = Script([*acts, Act([greeting(5), told(6)])], [5]), Pauses()
    assert follow(script, pauses, first(2)) == ["at 5", 6]
    assert pauses.bounds == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30, 30]


@pytest.mark.parametrize(("steady", "bounds"), [(0.0, [0.25, 0.25]), (60.0, [0.25, 0.5])])
def test_only_a_connection_that_stood_makes_pauses_short_again(
    monkeypatch: pytest.MonkeyPatch, steady: float, bounds: list[float]
) -> None:
    monkeypatch.setattr("tajriba.client.live.STEADY_SECONDS", steady)
    cut = Act([greeting(5)], close=(1013, "overloaded"))
    pauses = Pauses()
    assert follow(Script([cut, cut, Act([told(6)])], [5]), pauses, first(2)) == ["at 5", 6]
    assert pauses.bounds == bounds


def test_a_wait_that_the_server_asks_for_is_kept() -> None:
    script = Script([Act([greeting(5)])], [HTTPStatus.TOO_MANY_REQUESTS, 5])
    script.headers["Retry-After"] = "7"
    pauses = Pauses()
    assert follow(script, pauses, first(1)) == ["at 5"]
    assert pauses.bounds == [7.0]


def test_waiting_may_be_cancelled_and_taken_up_again() -> None:
    async def give_up_once(live: Live) -> list[int | str]:
        found = await first(1)(live)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await anext(live)
        return found + await first(1)(live)

    assert follow(Script([Act([told(6)])], [5]), Pauses(), give_up_once) == ["at 5", 6]


@pytest.fixture
def renewals(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens that were refused, each of which another one replaces."""
    refused: list[str] = []

    async def renew(session: Session, token: str) -> None:
        refused.append(token)
        session.token = f"token {len(refused)}"

    monkeypatch.setattr(Session, "renew", renew)
    return refused


def test_a_refused_token_is_renewed_once_each_time(renewals: list[str]) -> None:
    no = (1008, "not_signed_in")
    acts = [Act(close=no), Act([greeting(5), told(6)], close=no), Act([greeting(6), told(7)])]
    assert follow(Script(acts, [5]), Pauses(), first(3)) == ["at 5", 6, 7]
    assert renewals == ["t", "token 1"]


def test_a_new_token_that_is_refused_ends_it(renewals: list[str]) -> None:
    script, pauses = Script([Act(close=(1008, "not_signed_in"))] * 2, [5]), Pauses()
    with pytest.raises(NotSignedIn):
        follow(script, pauses, first(2))
    assert (renewals, pauses.bounds) == (["t"], [])


def test_it_acknowledges_while_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection says nothing more before it was acknowledged."""
    monkeypatch.setattr("tajriba.client.live.ACK_SECONDS", 0.05)
    script = Script([Act([greeting(5)], 1, (1012, "restarting")), Act([told(6)])], [5])
    assert follow(script, Pauses(), first(2)) == ["at 5", 6]
    assert script.said == [{"type": "ack", "event_id": 5}]


def test_it_acknowledges_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tajriba.client.live.ACK_SECONDS", 0.0)
    acts = [Act([greeting(5), told(6), told(7)], 3, (1012, "restarting")), Act([told(8)])]
    script = Script(acts, [5])
    assert follow(script, Pauses(), first(4)) == ["at 5", 6, 7, 8]
    assert [(one["type"], one["event_id"]) for one in script.said] == [
        ("ack", 5), ("ack", 6), ("ack", 7),
    ]  # fmt: skip


def test_nobody_there() -> None:
    async def main() -> None:
        client = Client("http://127.0.0.1:9", waiting=pauses.waiting, trust_env=False)
        async with asyncio.timeout(SECONDS), client:
            await client.snapshot(1)

    pauses = Pauses()
    with pytest.raises(Unavailable):
        asyncio.run(main())
    assert pauses.bounds == [0.25, 0.5, 1, 2, 4]


def test_another_program() -> None:
    async def read(live: Live) -> Any:
        return await live._session.ask("GET", "/ws/elsewhere")

    script = Script([Act(status=200)], [])
    with pytest.raises(NotUnderstood):
        follow(script, Pauses(), read)


def test_a_snapshot_is_one() -> None:
    async def take(live: Live) -> Item:
        return await anext(live)

    assert follow(Script([], [5]), Pauses(), take) == Snapshot(5, [], [], [], False, [])
