"""Which herbs are of one plant: the seed of a quince and its fruit. Pure."""

from typing import Final

from tajriba.knowledge.entries import Herb

_HYBRID: Final = frozenset({"x", "×"})
_BINOMIAL: Final = 2


def plant_of(herb: Herb) -> str:
    """Return genus and species of a herb; its own code where it is a compound or its name tells
    no species."""
    words = [word for word in herb.name_latin.split() if word not in _HYBRID]
    if herb.ingredients or len(words) < _BINOMIAL:
        return herb.code
    return " ".join(words[:_BINOMIAL])
