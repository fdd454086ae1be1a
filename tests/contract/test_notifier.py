"""Every doorbell, one suite: who waits for a topic is told of it, from any thread, once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import get_ident

import pytest

from tajriba.kit.notification.notifier import LocalNotifier, Notifier
from tajriba.kit.notification.redis_notifier import PENDING_MAX, BrokerTiming, RedisNotifier
from tests.kit.servers.redis_broker import WAIT, Broker, Lines, logged

QUICK = BrokerTiming(answer=0.3, beat=0.05, retry=0.01, retry_max=0.05)
Make = Callable[[], Notifier]


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.kill()


@pytest.fixture(params=["local", "redis"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param == "local":
        return LocalNotifier
    broker: Broker = request.getfixturevalue("broker")
    return lambda: RedisNotifier(broker.url, QUICK)


@pytest.fixture
def lines() -> Iterator[Lines]:
    with logged() as lines:
        yield lines


class Listener:
    """What one hears; `heard` waits for the next time."""

    def __init__(self) -> None:
        self.times = 0
        self.threads: set[int] = set()
        self._event = asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self.threads.add(get_ident())
        self._event.set()

    async def heard(self) -> None:
        async with asyncio.timeout(WAIT):
            await self._event.wait()
        self._event.clear()


@asynccontextmanager
async def running(*notifiers: Notifier) -> AsyncIterator[None]:
    """Start the notifiers, and return once each can hear."""
    for notifier in notifiers:
        ready = Listener()
        notifier.listen("ready", ready)
        await notifier.start()
        if not notifier.healthy:
            await ready.heard()
        notifier.ignore("ready")
    try:
        yield
    finally:
        for notifier in notifiers:
            await notifier.stop()


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(3 * WAIT):
            await work()

    asyncio.run(bounded())


def notify(notifier: Notifier, *topics: str) -> None:
    notifier.notify(frozenset(topics))


def test_who_waits_is_told_on_the_loop_from_any_thread(make: Make) -> None:
    async def work() -> None:
        notifier, listener = make(), Listener()
        async with running(notifier):
            notifier.listen("diagnosis:1", listener)
            await asyncio.to_thread(notify, notifier, "diagnosis:1", "diagnosis:2")
            await listener.heard()
        assert listener.threads == {get_ident()}
        assert listener.times == 1

    run(work)


def test_one_commit_calls_an_ear_once_and_others_not_at_all(make: Make) -> None:
    async def work() -> None:
        notifier, one, other, last = make(), Listener(), Listener(), Listener()
        async with running(notifier):
            notifier.listen("diagnosis:1", one)
            notifier.listen("diagnosis:2", one)
            notifier.listen("diagnosis:3", other)
            notifier.listen("diagnosis:4", other)
            notifier.ignore("diagnosis:4")
            notifier.ignore("diagnosis:5")
            notifier.listen("diagnosis:6", last)
            notify(notifier, "diagnosis:1", "diagnosis:2", "diagnosis:4")
            notify(notifier, "diagnosis:6")
            await last.heard()
        assert (one.times, other.times) == (1, 0)

    run(work)


def test_nobody_is_told_before_the_start_nor_after_the_end(make: Make) -> None:
    notifier, listener = make(), Listener()
    notifier.listen("diagnosis:1", listener)
    notify(notifier, "diagnosis:1")

    async def work() -> None:
        async with running(notifier):
            notify(notifier, "diagnosis:1")
            await listener.heard()
        notify(notifier, "diagnosis:1")

    run(work)
    before = listener.times
    notify(notifier, "diagnosis:1")
    assert listener.times == before


def test_a_closed_loop_troubles_nobody_who_rings(make: Make) -> None:
    notifier = make()

    async def leave() -> None:
        notifier.listen("diagnosis:1", Listener())
        await notifier.start()

    asyncio.run(leave())
    notify(notifier, "diagnosis:1")


def test_many_threads_ring_at_once(make: Make) -> None:
    async def work() -> None:
        notifier, listener, last = make(), Listener(), Listener()
        async with running(notifier):
            for number in range(200):
                notifier.listen(f"diagnosis:{number}", listener)
            notifier.listen("last", last)
            with ThreadPoolExecutor(8) as pool:
                for number in range(200):
                    pool.submit(notify, notifier, f"diagnosis:{number}")
            notify(notifier, "last")
            await last.heard()
        assert listener.times == 200

    run(work)


def test_another_process_hears_what_it_waits_for(broker: Broker) -> None:
    async def work() -> None:
        here, there = (RedisNotifier(broker.url, QUICK) for _ in range(2))
        listener, other = Listener(), Listener()
        async with running(here, there):
            there.listen("diagnosis:1", listener)
            there.listen("diagnosis:2", other)
            there.ignore("diagnosis:2")
            while listener.times == 0:
                notify(here, "diagnosis:1", "diagnosis:2")  # until it has subscribed
                await asyncio.sleep(0)
            assert other.times == 0

    run(work)


def test_thousands_of_topics_are_subscribed_to(broker: Broker) -> None:
    async def work() -> None:
        here, there = (RedisNotifier(broker.url, QUICK) for _ in range(2))
        listener = Listener()
        for number in range(2000):
            there.listen(f"diagnosis:{number}", listener)
        async with running(here, there):
            before = listener.times
            notify(here, "diagnosis:1999")
            while listener.times == before:
                await listener.heard()
            for number in range(2000):
                there.ignore(f"diagnosis:{number}")

    run(work)


@pytest.mark.parametrize("how", ["killed", "hung"])
def test_a_broker_that_goes_and_comes_back(broker: Broker, lines: Lines, how: str) -> None:
    """Own commits are heard throughout; what others told meanwhile is looked for at its return."""

    async def work() -> None:
        notifier, listener = RedisNotifier(broker.url, QUICK), Listener()
        async with running(notifier):
            notifier.listen("diagnosis:1", listener)
            broker.kill() if how == "killed" else broker.hang()
            await lines.wait("broker_lost")
            states = [notifier.healthy]
            notify(notifier, "diagnosis:1")
            await listener.heard()
            broker.start() if how == "killed" else broker.go_on()
            await lines.wait("broker_back")
            states.append(notifier.healthy)
            await listener.heard()
        assert states == [False, True]
        assert lines.seen == ["broker_lost", "broker_back"]

    run(work)


def test_a_broker_that_was_never_there(broker: Broker, lines: Lines) -> None:
    broker.kill()

    async def work() -> None:
        notifier, listener = RedisNotifier(broker.url, QUICK), Listener()
        notifier.listen("diagnosis:1", listener)
        await notifier.start()
        await lines.wait("broker_lost")
        assert not notifier.healthy
        notify(notifier, "diagnosis:1")
        await listener.heard()
        broker.start()
        await lines.wait("broker_back")
        await notifier.stop()

    run(work)


def test_what_a_hung_broker_does_not_take_is_not_kept(broker: Broker, lines: Lines) -> None:
    async def work() -> None:
        notifier = RedisNotifier(broker.url, QUICK)
        async with running(notifier):
            broker.hang()
            for number in range(3 * PENDING_MAX):
                notify(notifier, f"diagnosis:{number}")
                if number % 100 == 0:
                    await asyncio.sleep(0)
                assert notifier.waiting <= PENDING_MAX
            await lines.wait("broker_lost")
            assert notifier.waiting == 0
            notify(notifier, "diagnosis:1")
            broker.go_on()
            await lines.wait("broker_back")

    run(work)
