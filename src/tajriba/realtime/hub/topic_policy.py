"""The policy that the composition root supplies: who may receive what, and in which words."""

from collections.abc import Sequence
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
        """Return what this person may hear of a diagnosis, or as a `PRACTICE`; raises `NotFound`
        or `Forbidden`."""
        ...

    def still_visible(
        self, tx: ReadTx, principal: Principal, missed: Sequence[Event]
    ) -> list[Event]:
        """Return those of the events that a person missed which they may see now."""
        ...

    def word(self, event: Event, lang: Lang) -> dict[str, Any]:
        """Return an event's data in words; pure, asked once per event and language."""
        ...

    def opened(self, diagnosis_id: int) -> None:
        """Learn that a screen of this diagnosis has been opened; returns at once."""
        ...
