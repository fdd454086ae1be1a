"""Notifiers: they wake tasks that wait for a topic when something new is in the database.

A notification carries no data and may be lost, so a waiting task also looks by itself. See
docs/adr/0013."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol

from tajriba.kit.database.transactions import Topics

Listener = Callable[[], object]


class Notifier(Protocol):
    """What a process hears of commits by, its own and, where there is a broker, those of others."""

    @property
    def healthy(self) -> bool:
        """Whether the commits of all processes are heard at once."""
        ...

    def notify(self, topics: Topics) -> None:
        """Tell of a commit, from any thread; it neither waits nor raises."""
        ...

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener`, on the event loop, when `topic` is notified; a topic has one
        listener, the latest."""
        ...

    def ignore(self, topic: str) -> None:
        """Have nobody called for `topic` any more."""
        ...

    async def start(self) -> None:
        """Ring on the running loop from now on."""
        ...

    async def stop(self) -> None:
        """Ring no more, and release every connection."""
        ...


class Listeners:
    """Who waits for which topic."""

    def __init__(self) -> None:
        self.by_topic: dict[str, Listener] = {}

    def wait_for(self, topics: Topics) -> bool:
        """Return whether anybody waits for one of `topics`; from any thread."""
        return any(topic in self.by_topic for topic in topics)

    def notify(self, topics: Iterable[str]) -> None:
        """Call everybody who waits for one of `topics`, each once."""
        for listener in {self.by_topic[topic] for topic in topics if topic in self.by_topic}:
            listener()


class LocalNotifier:
    """The notifier within one process: it shares its database with no other, or has no broker."""

    healthy = True

    def __init__(self) -> None:
        self._listeners = Listeners()
        self._loop: asyncio.AbstractEventLoop | None = None

    def notify(self, topics: Topics) -> None:
        """See `Notifier.notify`."""
        if self._listeners.wait_for(topics):
            call_on(self._loop, self._listeners.notify, topics)

    def listen(self, topic: str, listener: Listener) -> None:
        """See `Notifier.listen`."""
        self._listeners.by_topic[topic] = listener

    def ignore(self, topic: str) -> None:
        """See `Notifier.ignore`."""
        self._listeners.by_topic.pop(topic, None)

    async def start(self) -> None:
        """See `Notifier.start`."""
        self._loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        """See `Notifier.stop`."""
        self._loop = None


def call_on(
    loop: asyncio.AbstractEventLoop | None, notify: Callable[[Topics], object], topics: Topics
) -> None:
    """Have `notify` called on `loop`; where that is closed, nobody is left to hear it."""
    if loop is not None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(notify, topics)
