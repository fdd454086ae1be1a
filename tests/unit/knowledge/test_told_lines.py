"""Lines with what is denied, borne or somebody else's: by a stranger to the vocabulary, and own;
`denied` ones deny one thing beside another, or in part."""

from pathlib import Path
from typing import get_args

import pytest

from tajriba.knowledge.vocabulary.terms import LineKind, Understood, understood

LINES = Path(__file__).with_name("lines")
KINDS = ("medicine", "health_state", "allergen", "reaction")
LEAST_READ, MOST_WRONG = 0.95, 0.01
NOTHING = {"other_medicine", "other_state", "other_allergen", "no_effect"}
"""Codes of what is understood and rules out nothing."""


def _read(line: str, kind: str) -> set[str]:
    found: Understood = understood(line, next(one for one in get_args(LineKind) if one == kind))
    return set(found["codes"]) | ({"herb"} if found.get("herbs") else set())


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *((kind, name) for kind in KINDS for name in ("blind", "stranger", "own", "denied")),
        ("red_flag", "denied"),
    ],
)
def test_lines_are_read_as_what_their_writer_has(kind: str, name: str) -> None:
    text = (LINES / f"{name}_{kind}.txt").read_text("utf-8")
    right = wrong = total = 0
    for line, wanted in (one.rsplit("=", 1) for one in text.splitlines()):
        read = _read(line, kind)
        parts = [set() if wanted == "-" else set(one.split("|")) for one in wanted.split("+")]
        expected = set[str]().union(*parts)
        read -= NOTHING - expected
        right += all(part & read for part in parts) if expected else not read
        wrong += bool(read) and expected.isdisjoint(read)
        total += 1
    assert right >= LEAST_READ * total
    assert wrong <= MOST_WRONG * total
