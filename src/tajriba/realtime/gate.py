"""Letting somebody in, whichever way they come."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from tajriba.kit.clock import Clock
from tajriba.kit.errors import AppError
from tajriba.kit.tasks import spawn
from tajriba.realtime.dispatch import Connection, Dispatcher
from tajriba.realtime.entry import Porch, enter
from tajriba.realtime.knock import Credentials, Entrant
from tajriba.realtime.protocol import CLOSING_OF, RESTARTING, Closing, Refused


@dataclass(frozen=True, slots=True)
class Gate:
    """What the endpoints need of the process."""

    credentials: Credentials
    porch: Porch
    dispatcher: Dispatcher
    origins: frozenset[str]
    draining: Callable[[], bool]
    openings: "Openings"

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.porch.clock

    async def let_in(self, connection: Connection, entrant: Entrant) -> None:
        """Connect a client that the dispatcher knows; raises `Refused` or an `AppError`."""
        reader = connection.reader
        actions = await enter(self.porch, connection.id, reader, entrant)
        if self.draining():
            raise Refused(RESTARTING)
        self.dispatcher.apply(actions)
        self.openings.add(reader.diagnosis_id)

    def forget(self, connection: Connection) -> None:
        """Know nothing more of a client that is gone, or was not let in."""
        self.porch.hub.leave(connection.id)
        self.dispatcher.remove(connection)


class Openings:
    """Diagnoses whose screens were opened, told once each and one after the other: a thousand
    clients that come back at once shall be served before what can wait."""

    def __init__(self, opened: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        self._opened = opened
        self._waiting: dict[int, None] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, diagnosis_id: int) -> None:
        """Tell of a diagnosis soon."""
        self._waiting[diagnosis_id] = None
        if self._task is None:
            self._task = spawn(self._run(), "screens-opened")

    def clear(self) -> None:
        """Tell of none of those that still wait."""
        self._waiting.clear()

    async def _run(self) -> None:
        while self._waiting:
            diagnosis_id = next(iter(self._waiting))
            del self._waiting[diagnosis_id]
            # a task of its own, so that one that fails is logged and the next one comes
            await asyncio.wait({spawn(self._opened(diagnosis_id), "screen-opened")})
        self._task = None


def closing_of(problem: Refused | AppError) -> Closing:
    """Return how a connection ends that was refused; raises what no client can cause."""
    if isinstance(problem, Refused):
        return problem.closing
    closing = CLOSING_OF.get(problem.kind)
    if closing is None:
        raise problem
    return closing
