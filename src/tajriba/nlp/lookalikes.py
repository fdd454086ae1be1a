"""Latin words that are written with letters of other alphabets that look the same. Pure."""

from functools import cache
from importlib.resources import files


def in_latin(word: str) -> str:
    """Return a word in Latin letters where every letter of it is one or looks like one.

    "сhest" with a Cyrillic «с» is "chest"; a word with any other letter stays as it is.
    """
    written = word.translate(_table())
    return written if written.isascii() else word


@cache
def _table() -> dict[int, str]:
    text = files("tajriba.nlp").joinpath("lookalikes.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {ord(alike): latin for latin, others in lines for alike in others}
