"""How much of a catalogue nobody has checked. Pure."""

from typing import NamedTuple

from tajriba.knowledge.catalogue.validated_catalogue import Knowledge
from tajriba.knowledge.entries import UNSOURCED


class Unchecked(NamedTuple):
    """Herbs and remedies that are not offered, and contraindications without a source, of all."""

    herbs: int
    remedies: int
    unsourced: int
    contraindications: int


def unchecked_herbs(knowledge: Knowledge) -> frozenset[str]:
    """Return the codes of the herbs that are unverified, or hold one that is."""
    known = {one.code for one in knowledge.herbs if one.confidence != "unverified"}
    holding = {
        one.code
        for one in knowledge.herbs
        if any(part.herb not in known for part in one.ingredients)
    }
    return frozenset({one.code for one in knowledge.herbs} - known | holding)


def unchecked(knowledge: Knowledge) -> Unchecked:
    """Return how much nobody has checked."""
    herbs = unchecked_herbs(knowledge)
    rules = [rule for herb in knowledge.herbs for rule in herb.contraindications]
    return Unchecked(
        herbs=len(herbs),
        remedies=sum(
            not herbs.isdisjoint((one.herb, *one.additions)) for one in knowledge.recommendations
        ),
        unsourced=sum(rule.source == UNSOURCED for rule in rules),
        contraindications=len(rules),
    )
