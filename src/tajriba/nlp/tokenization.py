"""Words of a line with their places, and where one thing ends and the next begins. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from tajriba.kit.text import fold
from tajriba.nlp.lookalikes import in_latin

_INSIDE: Final = (
    "\u00ad\u0300-\u036f\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f"
    "\ufeff"
)
"""Marks, tatweel and signs of direction: they stand inside words and mean nothing."""

_LETTERS: Final = rf"(?:[^\W\d_]++|[{_INSIDE}]+)++"
_SLASHED: Final = r"(?<!\w)[bcdfhnsw](?:/[a-z])+(?!\w)"
"""Abbreviations of clinicians: "n/v", "c/o", "w/o"."""

_PICTURES: Final = "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_PICTURE: Final = re.compile(
    rf"(?![\U0001f3fb-\U0001f3ff✓✔✗✘])[{_PICTURES}]"
    rf"(?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[{_PICTURES}])*"
)
"""An emoji with its colours of skin and all that is joined with it. Ticks only mark a list."""

_SKIN: Final = re.compile("[\U0001f3fb-\U0001f3ff]")

_TOKEN: Final = re.compile(
    rf"(?P<number>\d+(?:[.,/٫٬:]\d+)*)|{_SLASHED}|{_LETTERS}(?:['’ʼ]{_LETTERS})*"
    rf"|{_PICTURE.pattern}",
    re.UNICODE | re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"[ A-Za-z\u0622-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u200c]*"
)
"""Letters, spaces and zero-width non-joiners, none of which folding drops or makes several."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_SPECIAL: Final = re.compile(rf"[\d'’ʼ/{_INSIDE}{_PICTURES}]")
"""What words are more than letters with; most texts have none of it."""

_MARKS: Final = re.compile("['’ʼ/]")
_SEPARATOR: Final = re.compile(r"[.,،;؛:!?؟\n\r\t/\\|+&•·●▪*=()\[\]{}<>\"«»“”…٬٫۔–—―^~]|\s-+\s|--")
_ABBREVIATED: Final = 2
_LETTERED: Final = frozenset(("vitamin", "vit", "hepatitis", "hep", "omega", "plan", "type"))
_PREFIXES: Final = frozenset({"می", "نمی"})


class Token(NamedTuple):
    """One word, number or emoji in its folded form.

    `start` and `end` are its place in the text, `clause` counts the separators before it, and
    `joined` says that nothing but a zero-width non-joiner stands between it and the one before.
    """

    text: str
    start: int
    end: int
    clause: int
    number: bool = False
    joined: bool = False


def tokenize(text: str) -> list[Token]:
    """Return the words, numbers and emoji of a text. Separators end clauses; so does a full stop
    that is not part of an abbreviation. Verbs' «می» is one word with what follows, however joined.
    """
    tokens: list[Token] = []
    clause = end = 0
    before = ""
    pattern = _TOKEN if _SPECIAL.search(text) else _WORD
    for match in pattern.finditer(text):
        word = _word(match[0])
        if not word:
            continue
        start, stop = match.span()
        gap = text[end:start]
        if gap != " " and tokens and _breaks(gap, before, word):
            clause += not (gap == ". " and _is_genus(tokens, text[start:stop]))
        token = Token(word, start, stop, clause, match.lastgroup is not None, gap == "\u200c")
        if before in _PREFIXES and tokens[-1].clause == clause:
            token = token._replace(text=before + word, start=tokens.pop().start)
        end, before = stop, token.text
        tokens.append(token)
    return tokens


def words_of(text: str) -> list[str]:
    """Return the texts of the words and numbers of a text; most names need no search for them."""
    if not _PLAIN.fullmatch(text):
        return [token.text for token in tokenize(text)]
    words: list[str] = []
    for word in fold(text.replace("\u200c", " ")).split():
        if words and words[-1] in _PREFIXES:
            words[-1] += word
        else:
            words.append(word)
    return words


@lru_cache(maxsize=16_384)
def _word(written: str) -> str:
    """Return a word or number in its folded form: "n/v" as "nv"."""
    word = fold(in_latin(written))
    if written[0].isdecimal() or word.isalpha():
        return word
    return _SKIN.sub("", word) if is_picture(word) else _MARKS.sub("", word)


def is_picture(word: str) -> bool:
    """Return whether the text of a token is an emoji."""
    return _PICTURE.match(word) is not None


def _is_genus(tokens: Sequence[Token], after: str) -> bool:
    """Return whether a full stop shortens the name of a genus: "H. pylori", not "vitamin D."."""
    before, lettered = tokens[-1].text, [token.text for token in tokens[-2:-1]]
    one = len(before) == 1 and before.isascii() and before.isalpha()
    return one and after.isascii() and after.islower() and not _LETTERED.intersection(lettered)


def _breaks(gap: str, before: str, after: str) -> bool:
    if gap == "." and len(before) <= _ABBREVIATED and len(after) <= _ABBREVIATED:
        return False
    return _separates(gap)


@lru_cache(maxsize=1024)
def _separates(gap: str) -> bool:
    """Return whether signs between words are a separator; most gaps are one of a few."""
    return _SEPARATOR.search(gap) is not None
