"""The subscription of a screen: the topics that it receives. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a screen hears (`topics`), and the internal topics that control it (`watched`)."""

    topics: frozenset[str]
    watched: frozenset[str]
