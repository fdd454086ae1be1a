"""Persian and Latin text: which text may be stored, and the normalised key for searching it."""

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[\W_]+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_DIGIT = re.compile(r"[^\W\D0-9]")
_FOLD = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ـ": None,
        "ء": None,
    }
)


@lru_cache(maxsize=16_384)
def search_key(text: str) -> str:
    """Return the letters and digits of `text` in one spelling, so that equal words compare equal.

    Arabic and Persian forms of a letter, digits of every script, case, diacritics, spaces,
    ZWNJ and punctuation do not count. A text without letters and digits keys to itself.
    """
    if text.isascii():
        return _SEPARATORS.sub("", text.casefold()) or text.strip()
    folded = unicodedata.normalize("NFKD", text.translate(_FOLD)).translate(_FOLD).casefold()
    key = _DIGIT.sub(_plain, _SEPARATORS.sub("", folded))
    return key or text.strip()


def same_name_key(text: str) -> str:
    """Return a key under which two names are the same name, typed on different keyboards.

    Unlike `search_key` it keeps punctuation and the places of spaces: records from elsewhere are
    brought together only where nobody could mean different things.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKC", text.translate(_FOLD)).translate(_FOLD).casefold()
    return " ".join(_DIGIT.sub(_plain, folded.replace("\u200c", " ")).split())


def _plain(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit.group()))


def is_storable(text: str) -> bool:
    """Return whether every database and every reader can hold `text`: no NUL, no lone surrogate."""
    if text.isascii():
        return "\0" not in text
    return _UNSTORABLE.search(text) is None
