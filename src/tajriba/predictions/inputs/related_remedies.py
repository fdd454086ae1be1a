"""The remedies and conditions that are related to a plan and whose evidence it uses."""

from collections.abc import Iterable
from dataclasses import dataclass

from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import ids_for_condition, ids_with_herb
from tajriba.predictions.inputs.similar_condition_counts import similar_names


@dataclass(frozen=True, slots=True)
class Related:
    """The remedies for the condition, and those with each herb of the plan."""

    condition: frozenset[int]
    by_herb: dict[int, frozenset[int]]

    @property
    def remedies(self) -> frozenset[int]:
        """All of them."""
        return self.condition.union(*self.by_herb.values())

    def pair(self, herb_id: int) -> frozenset[int]:
        """The remedies with a herb for the condition."""
        return self.by_herb[herb_id] & self.condition


@dataclass(frozen=True, slots=True)
class RelatedCondition:
    """Another condition that shares words with the plan's: how many, and the remedies for it."""

    condition_id: int
    share: float
    remedies: frozenset[int]


def find_related(tx: ReadTx, facts: Iterable[RecommendationFacts], condition_id: int) -> Related:
    """Return the remedies whose evidence bears on those of a plan."""
    herbs = {one.herb_id for one in facts}
    return Related(
        condition=frozenset(ids_for_condition(tx, condition_id)),
        by_herb={herb_id: frozenset(ids_with_herb(tx, herb_id)) for herb_id in herbs},
    )


def related_conditions_of(tx: ReadTx, condition_id: int) -> tuple[RelatedCondition, ...]:
    """Return the few conditions whose names have most words in common with one's."""
    return tuple(
        RelatedCondition(
            one.condition_id, one.share, frozenset(ids_for_condition(tx, one.condition_id))
        )
        for one in similar_names(tx, condition_id)
    )


def related_keys(
    related: Related, condition_id: int, related_conditions: Iterable[RelatedCondition] = ()
) -> list[Key]:
    """Return the keys whose published evidence bears on the remedies of a plan."""
    return [
        ALL_KEY,
        Key(Level.CONDITION, condition_id),
        *(Key(Level.HERB, herb_id) for herb_id in related.by_herb),
        *(Key(Level.RECOMMENDATION, each) for each in related.remedies),
        *(Key(Level.CONDITION, one.condition_id) for one in related_conditions),
    ]
