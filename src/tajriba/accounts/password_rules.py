"""Rules for new passwords: one form for how they are typed, and none that are guessed first."""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise


def composed(password: str) -> str:
    """Return a password as it is hashed: composed (NFC), so that each keyboard types the same."""
    return unicodedata.normalize("NFC", password)


def is_guessable(password: str, *known: str) -> bool:
    """Return whether a password is among those that are tried first.

    That is a frequent one, in any case and digits; one letter or a run of neighbours again and
    again; and what is `known` of its owner: the name, the e-mail or its parts.
    """
    text = unicodedata.normalize("NFKC", password).casefold().strip()
    text = "".join(str(unicodedata.decimal(one, one)) for one in text)
    return text in _frequent() or _is_run(text) or text in _said(known)


@cache
def _frequent() -> frozenset[str]:
    lines = (
        files("tajriba.accounts").joinpath("common_passwords.txt").read_text("utf-8").split("\n")
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
