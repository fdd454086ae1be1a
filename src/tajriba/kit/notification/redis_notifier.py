"""The notifier between processes: publish and subscribe on Redis or Valkey.

Nobody waits for it. While the broker is away, notifications are dropped and `healthy` is False."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from tajriba.kit.background_tasks import spawn, stop, together
from tajriba.kit.database.transactions import Topics
from tajriba.kit.notification.notifier import Listener, Listeners, call_on
from tajriba.kit.random_ids import new_secret

_SUBSCRIBE_MAX = 512
PENDING_MAX = 8192
"""How many topics may wait to be published; those beyond are found by who looks by themselves."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BrokerTiming:
    """In seconds: how long an answer may take, how often we ask for one, when we try again."""

    answer: float = 1
    beat: float = 1
    retry: float = 0.1
    retry_max: float = 2


def connect(url: str) -> Redis:
    """Return a client of the broker that repeats nothing, and whose caller bounds the time."""
    # with a timeout of its own it loses cancellations: on Python 3.11 `wait_for` swallows them
    never = Retry(NoBackoff(), 0)
    return Redis.from_url(url, protocol=2, retry=never, socket_timeout=None)


def _database_of(client: Redis) -> int:
    """Return the number of the broker's database; publish and subscribe know none by themselves."""
    return int(client.connection_pool.connection_kwargs.get("db") or 0)


class RedisNotifier:
    """Publishes the topics of own commits, and subscribes to those that somebody here waits for."""

    def __init__(self, url: str, timing: BrokerTiming = BrokerTiming()) -> None:
        self.healthy = False
        self._client = connect(url)
        self._timing = timing
        self._name = new_secret()
        self._prefix = f"tajriba:{_database_of(self._client)}:"
        self._listeners = Listeners()
        self._pending: set[str] = set()
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._lost = False

    @property
    def waiting(self) -> int:
        """How many topics are still to be published."""
        return len(self._pending)

    def notify(self, topics: Topics) -> None:
        """See `Notifier.notify`."""
        call_on(self._loop, self._rung, topics)

    def listen(self, topic: str, listener: Listener) -> None:
        """See `Notifier.listen`."""
        self._listeners.by_topic[topic] = listener
        self._change(topic)

    def ignore(self, topic: str) -> None:
        """See `Notifier.ignore`."""
        if self._listeners.by_topic.pop(topic, None) is not None:
            self._change(topic)

    async def start(self) -> None:
        """See `Notifier.start`; it does not wait for the broker."""
        self._loop = asyncio.get_running_loop()
        self._task = spawn(self._run(), "doorbell")

    async def stop(self) -> None:
        """See `Notifier.stop`."""
        self._loop = None
        if self._task is not None:
            await stop(self._task)
        with suppress(TimeoutError):  # one that hangs does not keep us
            async with asyncio.timeout(self._timing.answer):
                await self._client.aclose()

    def _rung(self, topics: Topics) -> None:
        self._listeners.notify(topics)
        if self.healthy and len(self._pending) + len(topics) <= PENDING_MAX:
            self._pending |= topics
            self._wake.set()

    def _change(self, topic: str) -> None:
        self._changed.add(topic)
        self._wake.set()

    async def _run(self) -> None:
        wait = self._timing.retry
        while True:
            try:
                await self._converse()
            except Exception as problem:  # noqa: BLE001 - whatever it is, we try again
                if self.healthy:
                    wait = self._timing.retry
                self._lose(problem)
            await asyncio.sleep(wait)
            wait = min(2 * wait, self._timing.retry_max)

    async def _converse(self) -> None:
        """Speak and hear until either fails; raises why."""
        async with self._client.pubsub() as hearing:
            async with asyncio.timeout(self._timing.answer):
                await hearing.connect()
            await together(self._hear(hearing), self._speak(hearing))

    async def _hear(self, hearing: PubSub) -> None:
        """Ring for what others publish; raises TimeoutError where not even a beat is answered."""
        patience = self._timing.beat + self._timing.answer
        while True:
            async with asyncio.timeout(patience):
                message = await hearing.get_message(timeout=None)
            self._heard(message)
            await asyncio.sleep(0)  # thousands of subscriptions are confirmed one by one

    def _heard(self, message: dict[str, Any]) -> None:
        if message["type"] == "message":
            if message["data"] != self._name.encode():
                self._listeners.notify((message["channel"].decode().removeprefix(self._prefix),))
        elif message["type"] == "pong" and not self.healthy:
            self._find()

    async def _speak(self, hearing: PubSub) -> None:
        """Publish, subscribe and beat; raises TimeoutError where one of them is not taken."""
        self._pending.clear()
        self._changed = set(self._listeners.by_topic)
        subscribed: set[str] = set()
        beaten = -inf
        while True:
            self._wake.clear()
            async with asyncio.timeout(self._timing.answer):
                await self._publish()
                await self._subscribe(hearing, subscribed)
                now = asyncio.get_running_loop().time()
                if now - beaten >= self._timing.beat:
                    await hearing.ping()
                    beaten = now
            with suppress(TimeoutError):
                async with asyncio.timeout(self._timing.beat):
                    await self._wake.wait()

    async def _publish(self) -> None:
        if not self._pending:
            return
        topics, self._pending = self._pending, set()
        async with self._client.pipeline(transaction=False) as pipeline:
            for topic in topics:
                pipeline.publish(self._prefix + topic, self._name)
            await pipeline.execute()

    async def _subscribe(self, hearing: PubSub, subscribed: set[str]) -> None:
        changed, self._changed = self._changed, set()
        wanted = {topic for topic in changed if topic in self._listeners.by_topic}
        new, old = wanted - subscribed, (changed - wanted) & subscribed
        for channels in self._channels(new):
            await hearing.subscribe(*channels)
        for channels in self._channels(old):
            await hearing.unsubscribe(*channels)
        subscribed |= new
        subscribed -= old

    def _channels(self, topics: Iterable[str]) -> Iterator[list[str]]:
        """Return the channels of `topics`, in parts: a long command would hold up all others."""
        channels = [self._prefix + topic for topic in topics]
        for start in range(0, len(channels), _SUBSCRIBE_MAX):
            yield channels[start : start + _SUBSCRIBE_MAX]

    def _find(self) -> None:
        """The broker answers: whatever was rung while we were deaf is looked for at once."""
        self.healthy = True
        self._listeners.notify(tuple(self._listeners.by_topic))
        if self._lost:
            self._lost = False
            _log.info("broker_back")

    def _lose(self, problem: Exception) -> None:
        self.healthy = False
        self._pending.clear()
        if not self._lost:
            self._lost = True
            _log.warning("broker_lost", problem=repr(problem))
