"""The conditions whose names have words in common with one, from an index kept in the process."""

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import every_condition, knowledge_version, newest_condition
from tajriba.predictions.model.name_similarity import rarities, word_similarity, words_of

MOST: Final = 10
"""How many similar conditions a prediction looks at."""

_CANDIDATES: Final = 200
"""How many that share the rarest words are compared."""


@dataclass(frozen=True, slots=True)
class SimilarName:
    """A condition and the share of words, 0..1, that its name has in common with another's."""

    condition_id: int
    share: float


@dataclass(slots=True)
class _Names:
    """Every condition's name, by id and by word; `similar` keeps what was asked."""

    version: tuple[int, str]
    names: Mapping[int, str]
    rarity: Mapping[str, float]
    by_word: Mapping[str, Sequence[int]]
    similar: dict[int, tuple[SimilarName, ...]] = field(default_factory=dict)


_indexes: "weakref.WeakKeyDictionary[Any, _Names]" = weakref.WeakKeyDictionary()


def similar_names(tx: ReadTx, condition_id: int) -> tuple[SimilarName, ...]:
    """Return the conditions that share words with one, closest first, a few at most."""
    index = _index(tx)
    found = index.similar.get(condition_id)
    if found is None:
        found = index.similar[condition_id] = _closest(index, condition_id)
    return found


def condition_names(tx: ReadTx) -> dict[int, str]:
    """Return the name of every condition, in all its languages, as words are compared."""
    return {
        key: " ".join(filter(None, (one.fa, one.en))) for key, one in every_condition(tx).items()
    }


def _index(tx: ReadTx) -> _Names:
    """Return the index of this database, made anew where conditions were added or renamed."""
    version = (newest_condition(tx), knowledge_version(tx))
    engine = tx.connection.engine
    found = _indexes.get(engine)
    if found is None or found.version != version:
        found = _indexes[engine] = _made(version, condition_names(tx))
    return found


def _made(version: tuple[int, str], names: dict[int, str]) -> _Names:
    by_word: dict[str, list[int]] = {}
    for condition_id, name in sorted(names.items()):
        for word in words_of(name):
            by_word.setdefault(word, []).append(condition_id)
    return _Names(version, names, rarities(names.values()), by_word)


def _closest(index: _Names, condition_id: int) -> tuple[SimilarName, ...]:
    name = index.names.get(condition_id, "")
    found = [
        SimilarName(other, word_similarity(name, index.names[other], index.rarity))
        for other in _candidates(index, condition_id, name)
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.condition_id))[:MOST])


def _candidates(index: _Names, condition_id: int, name: str) -> list[int]:
    words = sorted(words_of(name), key=lambda word: (-index.rarity.get(word, 0.0), word))
    sharing = (other for word in words for other in index.by_word.get(word, ()))
    distinct = dict.fromkeys(other for other in sharing if other != condition_id)
    return list(distinct)[:_CANDIDATES]
