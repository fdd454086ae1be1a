"""Authenticating a connection and opening it, whichever transport it uses."""

from collections.abc import Callable
from dataclasses import dataclass

from tajriba.audit.denials import Denial, Denials, is_denial
from tajriba.kit.clock import Clock
from tajriba.kit.errors import AppError
from tajriba.realtime.access.handshake import Credentials, Identity
from tajriba.realtime.access.resume import ConnectionContext, enter
from tajriba.realtime.hub.subscription import PRACTICE
from tajriba.realtime.protocol.client_messages import CLOSING_OF, RESTARTING, Closing, Refused
from tajriba.realtime.transports.backpressure import Connection, Dispatcher


@dataclass(frozen=True, slots=True)
class Connector:
    """What the endpoints need of the process."""

    credentials: Credentials
    connection_context: ConnectionContext
    dispatcher: Dispatcher
    denials: Denials
    origins: frozenset[str]
    draining: Callable[[], bool]
    opened: Callable[[int], None]

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.connection_context.clock

    async def connect(self, connection: Connection, identity: Identity) -> None:
        """Connect a client that the dispatcher knows; raises `Refused` or an `AppError`."""
        reader = connection.reader
        try:
            actions = await enter(self.connection_context, connection.id, reader, identity)
        except AppError as problem:
            if is_denial(problem):
                ids = {"diagnosis_id": str(reader.diagnosis_id)}
                user_id = identity.claims.user_id
                await self.denials.note(Denial(user_id, problem.code, "live", ids, problem.of))
            raise
        if self.draining():
            raise Refused(RESTARTING)
        self.dispatcher.apply(actions)
        if reader.diagnosis_id != PRACTICE:
            self.opened(reader.diagnosis_id)

    def forget(self, connection: Connection) -> None:
        """Know nothing more of a client that is gone, or was not let in."""
        self.connection_context.hub.leave(connection.id)
        self.dispatcher.remove(connection)


def closing_of(problem: Refused | AppError) -> Closing:
    """Return how a connection ends that was refused; raises what no client can cause."""
    if isinstance(problem, Refused):
        return problem.closing
    closing = CLOSING_OF.get(problem.kind)
    if closing is None:
        raise problem
    return closing
