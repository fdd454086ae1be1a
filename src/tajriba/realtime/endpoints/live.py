"""The live parts of one process, composed: hub, pump and sockets."""

from collections.abc import Sequence
from dataclasses import dataclass

from tajriba.accounts.access_tokens import Tokens
from tajriba.accounts.service import live_sessions
from tajriba.audit.denials import Denials
from tajriba.kit.background_tasks import spawn, stop
from tajriba.kit.clock import Clock, system_clock
from tajriba.kit.database.transactions import Database, ReadTx
from tajriba.kit.http.rate_limit import RateLimiter
from tajriba.kit.notification.notifier import Notifier
from tajriba.realtime.access.connection import Connector
from tajriba.realtime.access.handshake import Credentials
from tajriba.realtime.access.resume import ConnectionContext
from tajriba.realtime.endpoints.websocket import SocketEndpoint
from tajriba.realtime.hub.event_pump import EventPump
from tajriba.realtime.hub.hub import Hub, Status
from tajriba.realtime.hub.periodic import every
from tajriba.realtime.hub.topic_policy import Policy
from tajriba.realtime.protocol.encoding import Frames
from tajriba.realtime.transports.backpressure import Dispatcher
from tajriba.realtime.transports.uvicorn_transport import GRACE_SECONDS

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds: how long a client may stay unknown, and how often we look by ourselves."""

    authenticate: float = 5
    poll: float = 0.5
    sessions: float = 15
    stalls: float = 0.5
    grace: float = GRACE_SECONDS
    drain: float = 5


class Live:
    """What `app.py` starts, stops, and mounts at `/ws/{diagnosis_id}`."""

    def __init__(
        self,
        database: Database,
        notifier: Notifier,
        tokens: Tokens,
        policy: Policy,
        limiter: RateLimiter,
        denials: Denials,
        allowed_origins: frozenset[str] = frozenset(),
        clock: Clock = system_clock,
        timing: Timing = Timing(),
    ) -> None:
        self.policy = policy
        self._database = database
        self._notifier = notifier
        self._timing = timing
        self._draining = False
        self._hub = Hub(listen=self._listen, ignore=notifier.ignore)
        self._dispatcher = Dispatcher(self._hub, Frames(policy.word), clock, timing.grace)
        self.pump = EventPump(
            database,
            lambda event: self._dispatcher.apply(self._hub.publish(event)),
            self._dispatcher.let_write,
            timing.poll,
        )
        self.connector = Connector(
            Credentials(database, tokens, limiter, timing.authenticate),
            ConnectionContext(database, policy, self._hub, clock),
            self._dispatcher,
            denials,
            allowed_origins,
            lambda: self._draining,
            policy.opened,
        )
        self.endpoint = SocketEndpoint(self.connector)

    async def start(self) -> None:
        """Follow the log and the sessions from now on."""
        await self.pump.start()
        timing = self._timing
        self._ticker = spawn(every(timing.sessions, self.check_sessions), "session-check")
        self._watch = spawn(every(timing.stalls, self.cut_stalled), "stall-check")

    async def drain(self) -> None:
        """Let nobody in, and tell everybody to come back to the next process."""
        self._draining = True
        await stop(self._ticker)
        await stop(self._watch)
        await self.pump.stop()
        self._dispatcher.apply(self._hub.drain())
        await self._dispatcher.closed(self._timing.drain)

    async def check_sessions(self) -> None:
        """Close the sockets of sessions that have ended or expired."""
        sessions = self._hub.sessions()
        if sessions:
            alive = await self._database.read(_alive, sorted(sessions))
            self._dispatcher.apply(self._hub.expire(sessions - alive))

    async def cut_stalled(self) -> None:
        """Close the connections of clients that take nothing."""
        await self._dispatcher.cut_stalled()

    def _listen(self, topic: str) -> None:
        self._notifier.listen(topic, self.pump.notify)

    def open_diagnoses(self) -> set[int]:
        """Return the diagnoses that somebody looks at."""
        return self._hub.open_diagnoses()

    def status(self) -> Status:
        """Return the connections of this process in numbers."""
        return self._hub.status()


def _alive(tx: ReadTx, sessions: Sequence[str]) -> set[str]:
    chunks = (sessions[start : start + _CHUNK] for start in range(0, len(sessions), _CHUNK))
    return set().union(*(live_sessions(tx, chunk) for chunk in chunks))
