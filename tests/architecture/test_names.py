"""Modules and their public functions and classes bear no word that the glossary rules out."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.documents import read, section, sources

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_RULED_OUT = "Words that are not used"


def ruled_out() -> set[str]:
    """Return the words of the glossary that stand for no idea of ours."""
    rows = section(read("docs/glossary.md"), _RULED_OUT).splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("|")]
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def words_of(name: str) -> set[str]:
    """Return the words of a name in snake case or in camel case, in small letters."""
    return {word.lower() for word in _WORD.findall(name)}


def names() -> Iterator[tuple[str, str]]:
    """Yield every module's path with the names of its folders, its own and its public ones."""
    for path, text in sources():
        for part in path.with_suffix("").parts:
            yield path.as_posix(), part
        for node in ast.parse(text).body:
            match node:
                case (
                    ast.FunctionDef(name=name)
                    | ast.AsyncFunctionDef(name=name)
                    | ast.ClassDef(name=name)
                ) if not name.startswith("_"):
                    yield path.as_posix(), name


def test_the_glossary_rules_words_out() -> None:
    assert {"kinship", "door", "doorbell"} <= ruled_out()
    assert words_of("LocalDoorbell") == {"local", "doorbell"}


def test_no_second_word_comes_into_names() -> None:
    found = {f"{path}: {name}" for path, name in names() if words_of(name) & ruled_out()}
    assert sorted(found) == []
