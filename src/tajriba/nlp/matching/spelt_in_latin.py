"""Persian names that words in Latin letters spell, however the words are parted. Pure."""

from collections.abc import Container, Iterator, Sequence
from typing import Final

from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.nlp.transliteration.transliteration import MIN_LETTERS, Transliterations

_MAX_SPELT: Final = 5


def names_spelt(
    tokens: Sequence[Token], names: Transliterations, known: Container[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield the places, first and behind the last word, with the names that they spell.

    `known` are words that are no Persian in Latin letters.
    """
    spells = [may_spell(token.text, known) for token in tokens]
    at = 0
    while at < len(tokens):
        found = _longest_at(tokens, spells, at, names) if spells[at] else None
        if found:
            yield at, *found
        at = found[0] if found else at + 1


def may_spell(word: str, known: Container[str]) -> bool:
    """Return whether a word may be Persian in Latin letters."""
    return word.isascii() and word.isalpha() and word not in known and word not in UNNAMED


def _longest_at(
    tokens: Sequence[Token], spells: Sequence[bool], start: int, names: Transliterations
) -> tuple[int, str] | None:
    last = start
    while last < min(len(tokens), start + _MAX_SPELT) and spells[last]:
        last += 1
    for end in range(last, start, -1):
        latin = "".join([token.text for token in tokens[start:end]])
        if len(latin) < MIN_LETTERS:
            break
        key = names.find(latin)
        if key:
            return end, key
    return None
