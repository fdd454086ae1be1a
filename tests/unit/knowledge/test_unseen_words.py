"""Lines that were written without a look at the vocabulary: how many are read, how many wrongly."""

import tomllib
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest

from tajriba.knowledge.vocabulary.terms import LineKind, Understood, understood

FILE = Path(__file__).with_name("unseen_words.toml")
LINES = tomllib.loads(FILE.read_text("utf-8"))
KINDS = ("medicine", "health_state", "allergen", "reaction")
LEAST_READ, MOST_WRONG = 0.95, 0.005
HALVES = ("looked_at", "held_back")


def _lines(kind: str, half: str) -> list[tuple[frozenset[str], str]]:
    """Return the lines of a half, each with the codes of which one must be read."""
    return [
        (frozenset(codes.split(" or ")), line)
        for codes, lines in LINES[kind].items()
        for line in lines
        if HALVES[sha256(line.encode()).digest()[0] % 2] == half
    ]


def _understood(line: str, kind: str) -> Understood:
    return understood(line, next(one for one in get_args(LineKind) if one == kind))


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_people_write_is_read_as_what_it_is(kind: str, half: str) -> None:
    lines = _lines(kind, half)
    found = [(codes, frozenset(_understood(line, kind)["codes"])) for codes, line in lines]
    right = sum(not codes.isdisjoint(read) for codes, read in found)
    wrong = sum(bool(read) and codes.isdisjoint(read) for codes, read in found)
    assert right >= LEAST_READ * len(lines)
    assert wrong <= MOST_WRONG * len(lines)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_read_is_said_to_be_unread(kind: str) -> None:
    lines = [line for half in HALVES for _, line in _lines(kind, half)]
    found = [_understood(line, kind) for line in lines]
    assert all(one["codes"] or one["unread"] for one in found)
    assert all(_understood(line, kind)["unread"] for line in LINES["unread"][kind])


@pytest.mark.parametrize(("name", "least"), [("seen", 0.95), ("fresh", 0.82)])
def test_reactions_are_read_as_people_tell_of_them(name: str, least: float) -> None:
    text = FILE.with_name(f"reactions_{name}.txt").read_text("utf-8")
    told = [line.rsplit("=", 1) for line in text.splitlines()]
    right = [
        all(
            not set(codes.split("|")).isdisjoint(_understood(line, "reaction")["codes"])
            for codes in wanted.split("+")
        )
        for line, wanted in told
    ]
    assert sum(right) >= least * len(told)


@pytest.mark.parametrize("kind", KINDS)
def test_two_more_sets_are_read_as_what_they_are(kind: str) -> None:
    text = FILE.with_name(f"told_{kind}.txt").read_text("utf-8")
    told = [line.rsplit("=", 1) for line in text.splitlines()]
    read = [(_understood(line, kind), wanted.split("+")) for line, wanted in told]
    parts = [(one["codes"], [set(codes.split("|")) for codes in wanted]) for one, wanted in read]
    right = sum(not any(codes.isdisjoint(found) for codes in wanted) for found, wanted in parts)
    wrong = sum(bool(found) and set().union(*wanted).isdisjoint(found) for found, wanted in parts)
    assert right >= LEAST_READ * len(told)
    assert wrong <= MOST_WRONG * len(told)
    assert all(one["codes"] or one["unread"] for one, _ in read)


def test_there_are_enough_lines() -> None:
    told = [line for kind in KINDS[:3] for half in HALVES for line in _lines(kind, half)]
    assert len(told) >= 600
    assert len(_lines("reaction", "held_back")) >= 100
