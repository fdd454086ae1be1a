"""Signs without a word that stand where a thing should: "?", "…", "milk, ?". Pure."""

import re
from typing import Final

from tajriba.kit.text import fold

_DASHES: Final = frozenset("-–—−‐‑‒―")
_SIGNS: Final = re.compile(r"(?:[?؟…]+|\.{2,})(?=\s*(?:[,،;؛\n]|$))")
_SEPARATORS: Final = ",،;؛\n"
_AND: Final = frozenset({"and", "or", "و", "یا"})


def lone_signs(text: str, *, wordless: bool) -> list[tuple[int, int]]:
    """Return the places of signs that stand for something that is not said.

    Of a text without words all of it is one, unless it is empty or only a dash, which says that
    there is nothing.
    """
    if wordless:
        said = {one for one in fold(text) if not one.isspace()}
        written = text.strip()
        start = text.index(written)
        return [] if said <= _DASHES else [(start, start + len(written))]
    return [signs.span() for signs in _SIGNS.finditer(text) if _begins_item(text[: signs.start()])]


def _begins_item(before: str) -> bool:
    """Return whether what stands before is nothing, a separator or "and"."""
    said = before.rstrip(" \t")
    return not said or said[-1] in _SEPARATORS or said.rsplit(None, 1)[-1].casefold() in _AND
