"""Lines that say that there is nothing: "none", "NKDA", «ندارد». Pure."""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.stopwords import GENERIC, GRAMMAR
from tajriba.nlp.tokenization import Token, tokenize

DENIALS: Final = frozenset(
    fold("""
    none nil no not nothing na n nope never nkda nka negative healthy fine ok okay nadaram zero
    ندارد ندارم نداره نداشتم نداشت نداشته نداریم ندارند هیچ هیچی هیچکدام هیچگونه هیچیک خیر نخیر نه
    بدون    فاقد صفر منفی سالم سالمم نبود نبوده نیست نشد نشده نمیکنم نمیخورم نکردم
    """).split()
)
_LIMITING: Final = frozenset(
    fold("""
    new old other severe mild moderate strong slight slightly chronic acute stable known regularly
    sometimes occasionally occasional often always constantly only very all both some any too
    prescribed started start since
    جدید قدیمی دیگر دیگه شدید شدیدا خفیف متوسط مزمن حاد گاهی اوقات فقط خیلی بسیار کلا باید شاید
    """).split()
)
"""Words that make a denial one of less than everything: "no new medicines", "not regularly"."""


def is_denied(tokens: Sequence[Token]) -> bool:
    """Return whether a line says that there is nothing: "none", "n/a", «ندارد», "0"."""
    words = [token.text for token in tokens]
    if words == ["0"]:
        return True
    return any(word in DENIALS for word in words)


def is_denial(text: str) -> bool:
    """Return whether a line says nothing but that there is nothing: "none", "NKDA", «ندارد».

    A dash or a line without words says neither.
    """
    words = [token.text for token in tokenize(text)]
    if words in (["none", "known"], ["no", "known", *words[2:]]):
        words.remove("known")
    said = (GRAMMAR | GENERIC) - _LIMITING
    denied = [word in DENIALS for word in words]
    return any(denied) and all(one or word in said for one, word in zip(denied, words, strict=True))
