"""The policy that the composition root supplies: who may receive what, and in which words."""

from typing import Any, Protocol

from tajriba.accounts.schemas import Principal
from tajriba.events.event import Event
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.realtime.hub.subscription import Subscription

__all__ = ["Policy", "Subscription"]


class Policy(Protocol):
    """The rules of the features whose events are delivered."""

    def admit(self, tx: ReadTx, principal: Principal, diagnosis_id: int) -> Subscription:
        """Return what this person may hear of a diagnosis; raises `NotFound` or `Forbidden`."""
        ...

    def word(self, event: Event, lang: Lang) -> dict[str, Any]:
        """Return an event's data in words; pure, asked once per event and language."""
        ...

    def opened(self, diagnosis_id: int) -> None:
        """Learn that a screen of this diagnosis has been opened; returns at once."""
        ...
