"""What a screen hears, as the hub needs it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a screen hears (`topics`), and the internal topics that control it (`watched`)."""

    topics: frozenset[str]
    watched: frozenset[str]
