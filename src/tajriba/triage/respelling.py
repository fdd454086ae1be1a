"""Words that were typed in pieces, as one, or with a slip of the finger. Pure."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from tajriba.nlp.tokenization import Token

_LETTERS_APART: Final = 4
_PIECE: Final = 3
_SHORT: Final = 4
_VOWELS: Final = "aeiou"


def letters_joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return words with those made one whose letters stand apart: "c h e s t  p a i n"."""
    if sum(len(token.text) == 1 for token in tokens) < _LETTERS_APART:
        return tokens
    found: list[Token] = []
    for single, run in groupby(tokens, key=_is_letter):
        letters = list(run)
        spelt = single and len(letters) >= _LETTERS_APART
        found += _spelt_out(letters) if spelt else letters
    return tuple(found)


def _is_letter(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isalpha()


def _spelt_out(letters: Sequence[Token]) -> Iterator[Token]:
    """Yield the words that single letters spell; a wider gap parts them."""
    word = letters[0]
    for letter in letters[1:]:
        if letter.start - word.end > 1 or letter.clause != word.clause:
            yield word
            word = letter
        else:
            word = word._replace(text=word.text + letter.text, end=letter.end)
    yield word


def parted(word: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the known words that a Latin word is made of, none if it is not: "chestpain"."""
    if word in known:
        return (word,)
    for at in range(len(word) - _PIECE, _PIECE - 1, -1):
        if word[:at] in known and (rest := parted(word[at:], known)):
            return (word[:at], *rest)
    return ()


def slipped(word: str, known: Collection[str]) -> str | None:
    """Return the only known word of which a Latin one of four letters is a slip: two letters have
    changed places, or a vowel is left out. Longer ones are the speller's."""
    if len(word) != _SHORT:
        return None
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(_SHORT - 1))
    fuller = (word[:at] + vowel + word[at:] for at in range(1, _SHORT) for vowel in _VOWELS)
    found = {one for one in (*swapped, *fuller) if one in known}
    return found.pop() if len(found) == 1 else None
