"""The subscription of a screen: the topics that it receives. Pure."""

from dataclasses import dataclass
from typing import Final

PRACTICE: Final = 0
"""What stands in the place of a diagnosis for the stream of a practitioner over all patients."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a screen hears (`topics`), and the internal topics that control it (`watched`)."""

    topics: frozenset[str]
    watched: frozenset[str]
