"""Entering without a gap: first listen, then read what was missed, then open what was held."""

from dataclasses import dataclass
from typing import Any

from tajriba.accounts.schemas import Claims
from tajriba.accounts.service import principal_of, session_topic
from tajriba.events.service import Event, last_position, replay
from tajriba.kit.clock import Clock
from tajriba.kit.database.transactions import Database, ReadTx
from tajriba.realtime.access.handshake import Entrant
from tajriba.realtime.hub.hub import INTERNAL, Action, Hub, Item
from tajriba.realtime.hub.policy import Admission, Policy
from tajriba.realtime.protocol.client_messages import BAD_AFTER, OVERLOADED, Refused
from tajriba.realtime.protocol.encoding import message
from tajriba.realtime.transports.framing import Reader

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class View:
    """One snapshot: what a person may hear at a position, and what they missed up to it.

    `missed` is None where nothing was asked for, where it can't be told, or where `admission`
    is not the one that was already listened to.
    """

    admission: Admission
    position: int
    missed: list[Event] | None


def look(
    tx: ReadTx,
    policy: Policy,
    claims: Claims,
    diagnosis_id: int,
    after: int | None,
    joined: Admission | None,
) -> View:
    """Return the present view; raises `NotSignedIn`, `NotFound` or `Forbidden`."""
    principal = principal_of(tx, claims)
    allowed = policy.admit(tx, principal, diagnosis_id)
    watched = allowed.watched | {session_topic(principal.session_id)}
    admission = Admission(allowed.topics, watched)
    position = last_position(tx)
    known = after is not None and after <= position and admission == joined
    missed = replay(tx, sorted(admission.topics), after or 0, position) if known else None
    return View(admission, position, missed)


@dataclass(frozen=True, slots=True)
class Porch:
    """What entering needs of the process."""

    database: Database
    policy: Policy
    hub: Hub
    clock: Clock


async def enter(porch: Porch, client: int, reader: Reader, entrant: Entrant) -> list[Action]:
    """Connect a client to the hub and return what is to be done; raises `Refused`, `AppError`.

    A client listens before the log is read, so nothing falls between the two. Where access or
    plan changed meanwhile, it listens anew to what holds now.
    """
    diagnosis_id = reader.diagnosis_id
    joined: Admission | None = None
    for _ in range(_ATTEMPTS):
        view = await porch.database.read(
            look, porch.policy, entrant.claims, diagnosis_id, entrant.after, joined
        )
        if entrant.after is not None and entrant.after > view.position:
            raise Refused(BAD_AFTER)
        if view.admission == joined:
            first = _first(porch.clock(), reader, entrant, view)
            return porch.hub.open(client, view.position, view.admission, first)
        joined = view.admission
        porch.hub.join(client, diagnosis_id, entrant.claims.session_id, joined)
    raise Refused(OVERLOADED)


def _first(now: int, reader: Reader, entrant: Entrant, view: View) -> list[Item]:
    recovered = None if entrant.after is None else view.missed is not None
    position = entrant.after if recovered and entrant.after is not None else view.position
    data: dict[str, Any] = {
        "user_id": entrant.claims.user_id,
        "last_event_id": position,
        "recovered": recovered,
    }

    def put(type_: str, data: dict[str, Any]) -> str:
        text = message(type_, reader.diagnosis_id, position, now, data)
        return reader.form.put(text, position)

    told = [event for event in view.missed or [] if event.type not in INTERNAL]
    resync = [put("resync", {})] if reader.form.tells_resync and recovered is False else []
    return [put("connect", data), *resync, *told]
