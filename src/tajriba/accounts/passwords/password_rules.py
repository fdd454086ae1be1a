"""Rules for new passwords: one form for how they are typed, and none that are guessed first."""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

CONTEXT_WORDS: Final = frozenset(
    """
    tajriba tajrobe clinic doctor hakim tabib patient practitioner researcher admin administrator
    password تجربه کلینیک درمانگاه دکتر پزشک حکیم طبیب بیمار پژوهشگر مدیر رمز گذرواژه
    """.split()  # noqa: SIM905 - a list of words is read as one
)
"""What anybody tries here first: the names of the program, of its roles and of where it runs."""

_SHORTEST_NAME: Final = 3


def composed(password: str) -> str:
    """Return a password as it is hashed: composed (NFC), so that each keyboard types the same."""
    return unicodedata.normalize("NFC", password)


def is_guessable(password: str, *known: str) -> bool:
    """Return whether a password is among those that are tried first.

    That is a frequent one, in any case and digits; one letter or a run of neighbours again and
    again; what is `known` of its owner: the name, the e-mail or its parts; and what has no other
    letters than those of the name and of `CONTEXT_WORDS`.
    """
    text = unicodedata.normalize("NFKC", password).casefold().strip()
    text = "".join(str(unicodedata.decimal(one, one)) for one in text)
    said = _said(known)
    return text in _frequent() or _is_run(text) or text in said or _is_made_of(text, said)


@cache
def _frequent() -> frozenset[str]:
    lines = (
        files("tajriba.accounts.passwords")
        .joinpath("common_passwords.txt")
        .read_text("utf-8")
        .split("\n")
    )
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))


def _is_run(text: str) -> bool:
    """Return whether each character is followed by itself, or each by its neighbour."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and steps <= {0, 1, -1}


def _said(known: tuple[str, ...]) -> set[str]:
    """Return what is known of somebody, whole and in its parts."""
    texts = [unicodedata.normalize("NFKC", one).casefold().strip() for one in known]
    parts = [part for text in texts for part in text.replace("@", " ").split()]
    return {*texts, *parts, *("".join(text.split()) for text in texts)}


def _is_made_of(text: str, said: set[str]) -> bool:
    """Return whether the letters of a text are words of the context or of the owner's name."""
    names = {"".join(filter(str.isalpha, one)) for one in said}
    words = CONTEXT_WORDS | {one for one in names if len(one) >= _SHORTEST_NAME}
    letters = "".join(filter(str.isalpha, text))
    ends = {0}
    for start in range(len(letters)):
        if start in ends:
            ends |= {start + len(one) for one in words if letters.startswith(one, start)}
    return bool(letters) and len(letters) in ends
