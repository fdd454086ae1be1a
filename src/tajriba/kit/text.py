"""Persian and Latin text: letters in one form, keys for comparing names, what may be stored. Pure.

Which letter looks like which is taken from the names in Unicode's data: «ہ» is ARABIC LETTER HEH
GOAL, so it is a HEH. Only what a letter's family is in Persian is listed here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SEPARATORS: Final = re.compile(r"[\W_]+")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_SHAPELESS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_FAMILIES: Final = {
    "ا": "ALEF", "ب": "BEH BEEH BEHEH", "پ": "PEH PEHEH", "ت": "TEH TTEH TEHEH TTEHEH",
    "ث": "THEH", "ج": "JEEM DYEH NYEH", "چ": "TCHEH TCHEHEH", "ح": "HAH", "خ": "KHAH",
    "د": "DAL DDAL DAHAL DDAHAL DUL", "ذ": "THAL", "ر": "REH RREH", "ز": "ZAIN", "ژ": "JEH",
    "س": "SEEN", "ش": "SHEEN", "ص": "SAD", "ض": "DAD", "ط": "TAH", "ظ": "ZAH", "ع": "AIN",
    "غ": "GHAIN", "ف": "FEH", "ق": "QAF", "ک": "KAF KEHEH NG", "گ": "GAF GUEH NGOEH", "ل": "LAM",
    "م": "MEEM", "ن": "NOON RNOON", "و": "WAW U OE YU VE VEH", "ه": "HEH AE MARBUTA",
    "ی": "YEH E MAKSURA",
}  # fmt: skip
_BY_NAME: Final = {name: letter for letter, names in _FAMILIES.items() for name in names.split()}
_OWN_SOUND: Final = {
    "KAF WITH RING": "گ",
    "KAF WITH DOT ABOVE": "گ",
    "KEHEH WITH DOT ABOVE": "گ",
    "QAF WITH THREE DOTS ABOVE": "گ",
    "HAH WITH THREE DOTS ABOVE": "چ",
    "REH WITH DOT BELOW AND DOT ABOVE": "ژ",
    "SEEN WITH DOT BELOW AND DOT ABOVE": "ش",
    "FEH WITH THREE DOTS BELOW": "و",
}
"""Letters of Pashto, Malay and Maghribi that another Persian letter than their base stands for."""

_ARABIC: Final = "ARABIC LETTER "
_LATIN: Final = re.compile(
    r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .+)?"
)
_IGNORED: Final = frozenset({"Mn", "Me", "Cf", "Lm"})


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    spelt = unicodedata.normalize("NFKD", char).casefold()
    return "".join(map(_plain, unicodedata.normalize("NFKD", spelt)))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.category(char) in _IGNORED:
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    name = unicodedata.name(char, "")
    if name.startswith(_ARABIC):
        return _persian(name.removeprefix(_ARABIC), char)
    latin = _LATIN.fullmatch(name)
    return latin[1].lower() if latin else char


def _persian(name: str, char: str) -> str:
    """Return the Persian letter of one whose name in Unicode is given, "" for a bare hamza."""
    if name in _OWN_SOUND:
        return _OWN_SOUND[name]
    words = name.split(" WITH ", 1)[0].split()
    if "HAMZA" in words:
        return ""
    known = [_BY_NAME[word] for word in reversed(words) if word in _BY_NAME]
    return known[0] if known else char


_TABLE: Final = _Folding()


def fold(text: str) -> str:
    """Return `text` with every letter and digit in one form; marks and joiners are dropped.

    Arabic-script letters become those of the Persian alphabet, without hamza and madda; Latin
    ones lower case without accents (NFKD); digits ASCII. Spaces and punctuation stay.
    """
    return text.casefold() if text.isascii() else text.translate(_TABLE)


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text in their folded letters."""
    return frozenset(fold(text).split())


@lru_cache(maxsize=16_384)
def search_key(text: str) -> str:
    """Return the letters and digits of `text` in one spelling, so that equal words compare equal.

    Arabic and Persian forms of a letter, digits of every script, case, diacritics, spaces,
    ZWNJ and punctuation do not count. A text without letters and digits keys to itself.
    """
    return _SEPARATORS.sub("", fold(text)) or text.strip()


def same_name_key(text: str) -> str:
    """Return a key under which two names are the same name, typed on different keyboards.

    Unlike `search_key` it keeps punctuation and the places of spaces: records from elsewhere are
    brought together only where nobody could mean different things.
    """
    return " ".join(fold(text.replace("\u200c", " ")).split())


def is_storable(text: str) -> bool:
    """Return whether every database and every reader can hold `text`: no NUL, no lone surrogate."""
    if text.isascii():
        return "\0" not in text
    return _UNSTORABLE.search(text) is None


def is_visible(text: str) -> bool:
    """Return whether `text` shows anything: a letter, digit, sign or symbol that has a shape.

    Marks, spaces and controls have none of their own, and the fillers of Hangul and braille none.
    """
    return any(unicodedata.category(one)[0] in "LNPS" and one not in _SHAPELESS for one in text)


def ascii_digits(text: str) -> str:
    """Return the decimal digits of a text, of any script, as ASCII; all else is left out."""
    return "".join(str(unicodedata.decimal(one)) for one in text if one.isdecimal())
