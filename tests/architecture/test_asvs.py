"""docs/asvs.md answers all of OWASP ASVS 5.0.0, levels 1 and 2, and names what exists."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import pytest

from tests.architecture.documents import ROOT, has_heading, read

DOCUMENT: Final = "docs/asvs.md"
STATES: Final = ("met", "not met", "not applicable")
_ROW = re.compile(r"^\| ([0-9.]+) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_TEST = re.compile(r"`([\w./-]+\.(?:py|ts))::([^`]+)`")
_HEADING = re.compile(r"\]\(([\w./-]+\.md)#([\w-]+)\)")


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of the document."""

    id: str
    asks: str
    state: str
    evidence: str


ANSWERS: Final = [Answer(*row) for row in _ROW.findall(read(DOCUMENT))]


def requirements() -> dict[str, str]:
    """Return the level of every requirement by its id."""
    lines = read("tests/architecture/asvs_requirements.txt").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


def test_every_requirement_is_answered_once() -> None:
    assert sorted(answer.id for answer in ANSWERS) == sorted(requirements())


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)
def test_an_answer_says_what_shows_it(answer: Answer) -> None:
    """What is met names a test or a heading; what is not says why."""
    assert answer.state in STATES
    tests, headings = _TEST.findall(answer.evidence), _HEADING.findall(answer.evidence)
    assert tests or headings or answer.state != "met"
    assert [f"{path}::{name}" for path, name in tests if not _is_test(path, name)] == []
    named = [((ROOT / DOCUMENT).parent / path, anchor) for path, anchor in headings]
    assert [anchor for path, anchor in named if not has_heading(path, anchor)] == []


def _is_test(path: str, name: str) -> bool:
    if not (ROOT / path).is_file():
        return False
    written = f"def {name}(" if path.endswith(".py") else f'test("{name}"'
    return written in read(path)


def test_the_totals_are_right() -> None:
    levels = requirements()
    for level, words in (("12", f"{len(levels)} requirements"), ("1", "Of level 1")):
        states = Counter(answer.state for answer in ANSWERS if levels[answer.id] in level)
        told = ", ".join(f"{states[state]} {state}" for state in STATES)
        assert f"{words}: {told}." in read(DOCUMENT)


def test_the_data_is_that_of_two_levels() -> None:
    assert Counter(requirements().values()) == {"1": 70, "2": 183}
    assert "(asvs.md)" in read("docs/security.md")
