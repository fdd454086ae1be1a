"""Resuming without a gap: join the hub, read missed events from the log, release what was held."""

from dataclasses import dataclass
from typing import Any

from tajriba.accounts.record_reads import record_reads
from tajriba.accounts.schemas import Claims, Principal
from tajriba.accounts.service import principal_of, session_topic
from tajriba.events.service import Event, last_id, last_position, replay
from tajriba.kit.clock import Clock
from tajriba.kit.database.transactions import Database, ReadTx
from tajriba.realtime.access.handshake import Identity
from tajriba.realtime.hub.hub import INTERNAL, Action, Hub, Item
from tajriba.realtime.hub.topic_policy import Policy, Subscription
from tajriba.realtime.protocol.client_messages import BAD_AFTER, OVERLOADED, Refused
from tajriba.realtime.protocol.encoding import message
from tajriba.realtime.transports.framing import Reader

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class View:
    """One snapshot: what a person may hear, and what they missed up to its `position`.

    `last_id` is the newest event of the whole log, which stays inside; `principal` is whose view it
    is. `missed` is None where nothing was asked for, where it can't be told, or where
    `subscription` is not the one that was already listened to.
    """

    principal: Principal
    subscription: Subscription
    last_id: int
    position: int
    missed: list[Event] | None


def look(
    tx: ReadTx,
    policy: Policy,
    claims: Claims,
    diagnosis_id: int,
    after: int | None,
    joined: Subscription | None,
) -> View:
    """Return the present view; raises `NotSignedIn`, `NotFound` or `Forbidden`."""
    principal = principal_of(tx, claims)
    allowed = policy.admit(tx, principal, diagnosis_id)
    watched = allowed.watched | {session_topic(principal.session_id)}
    subscription = Subscription(allowed.topics, watched)
    topics = sorted(subscription.topics)
    position = last_position(tx, topics)
    known = after is not None and after <= position and subscription == joined
    missed = replay(tx, topics, after or 0) if known else None
    if missed is not None:
        missed = policy.still_visible(tx, principal, missed)
    return View(principal, subscription, last_id(tx), position, missed)


@dataclass(frozen=True, slots=True)
class ConnectionContext:
    """What entering needs of the process."""

    database: Database
    policy: Policy
    hub: Hub
    clock: Clock


async def enter(
    connection_context: ConnectionContext, client: int, reader: Reader, identity: Identity
) -> list[Action]:
    """Connect a client to the hub and return what is to be done; raises `Refused`, `AppError`.

    A client listens before the log is read, so nothing falls between the two. Where access or
    plan changed meanwhile, it listens anew to what holds now.
    """
    diagnosis_id = reader.diagnosis_id
    joined: Subscription | None = None
    for _ in range(_ATTEMPTS):
        view = await connection_context.database.read(
            look, connection_context.policy, identity.claims, diagnosis_id, identity.after, joined
        )
        if identity.after is not None and identity.after > view.position:
            raise Refused(BAD_AFTER)
        if view.subscription == joined:
            if view.principal.records_read:
                await connection_context.database.write(record_reads, view.principal, "live")
            first = _first(connection_context.clock(), reader, identity, view)
            return connection_context.hub.open(
                client, view.last_id, view.position, view.subscription, first
            )
        joined = view.subscription
        connection_context.hub.join(client, diagnosis_id, identity.claims.session_id, joined)
    raise Refused(OVERLOADED)


def _first(now: int, reader: Reader, identity: Identity, view: View) -> list[Item]:
    recovered = None if identity.after is None else view.missed is not None
    position = identity.after if recovered and identity.after is not None else view.position
    data: dict[str, Any] = {
        "user_id": identity.claims.user_id,
        "last_event_id": position,
        "recovered": recovered,
    }

    def put(type_: str, data: dict[str, Any]) -> str:
        text = message(type_, reader.diagnosis_id, position, now, data)
        return reader.framing.put(text, position)

    missed = [event for event in view.missed or [] if event.type not in INTERNAL]
    resync = [put("resync", {})] if reader.framing.tells_resync and recovered is False else []
    return [put("connect", data), *resync, *missed]
