"""Names and texts bear no word that the glossary rules out."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.architecture.documents import ROOT, SOURCE, documents, read, section, sources

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_RULED_OUT = "Words that are not used"
_ORDINARY: Final = {
    "standing",
    "relatives",
    "outbox",
    "admission",
    "bell",
    "ears",
    "door",
    "settling",
}
"""Ruled out as names, while a sentence may need them: "long-standing", or the client's outbox."""
_CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)


def ruled_out() -> set[str]:
    """Return the words of the glossary that stand for no idea of ours."""
    rows = section(read("docs/glossary.md"), _RULED_OUT).splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("|")]
    return {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}


def words_of(name: str) -> set[str]:
    """Return the words of a name in snake case or in camel case, in small letters."""
    return {word.lower() for word in _WORD.findall(name)}


def names() -> Iterator[tuple[str, str]]:
    """Yield every module's path with its folders' names and its own, and those of its classes,
    functions, methods and parameters."""
    for path, text in sources():
        for part in path.with_suffix("").parts:
            yield path.as_posix(), part
        for node in ast.walk(ast.parse(text)):
            match node:
                case (
                    ast.FunctionDef(name=name)
                    | ast.AsyncFunctionDef(name=name)
                    | ast.ClassDef(name=name)
                    | ast.arg(arg=name)
                ):
                    yield path.as_posix(), name


def texts() -> Iterator[tuple[str, str]]:
    """Yield the documents without code, and every text of the catalogues, with their paths.

    The change log tells of former words, and the glossary lists them.
    """
    for document in documents():
        if document.name not in ("CHANGELOG.md", "glossary.md"):
            yield str(document.relative_to(ROOT)), _CODE.sub("", document.read_text("utf-8"))
    for catalogue in sorted((SOURCE / "locales").glob("*.toml")):
        yield from _leaves(catalogue, tomllib.loads(catalogue.read_text("utf-8")))
    for catalogue in sorted((ROOT / "client" / "src" / "i18n").glob("*/*.json")):
        yield from _leaves(catalogue, json.loads(catalogue.read_text("utf-8")))


def _leaves(path: Path, found: Any) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for each in found.values():
            yield from _leaves(path, each)
    else:
        yield str(path.relative_to(ROOT)), str(found)


def test_the_glossary_rules_words_out() -> None:
    assert {"kinship", "door", "doorbell"} <= ruled_out()
    assert words_of("LocalDoorbell") == {"local", "doorbell"}


def test_no_second_word_comes_into_names() -> None:
    found = {f"{path}: {name}" for path, name in names() if words_of(name) & ruled_out()}
    assert sorted(found) == []


def test_no_second_word_comes_into_texts() -> None:
    second = ruled_out() - _ORDINARY
    found = {
        f"{path}: {word}"
        for path, text in texts()
        for word in set(re.findall(r"[a-z]+", text.lower())) & second
    }
    assert sorted(found) == []


def test_every_term_stands_once_in_the_glossary() -> None:
    rows = re.findall(r"^\| ([^`|]+?) \| [^|]+ \|", read("docs/glossary.md"), re.MULTILINE)
    terms = [term for row in rows for term in row.split(", ") if term != "English"]
    assert len(terms) > 50
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_persian_words_of_the_glossary_are_those_of_the_texts() -> None:
    rows = re.findall(
        r"^\| [^`|]+? \| ([\u0600-\u06ff][^|(]*?) \|", read("docs/glossary.md"), re.MULTILINE
    )
    words = {word for row in rows if row != "فارسی" for word in row.split("، ")}
    shown = " ".join(text for _, text in texts())
    assert len(words) > 20
    assert sorted(word for word in words if word not in shown) == []


def test_every_term_of_the_glossary_has_a_source() -> None:
    terms = read("docs/glossary.md").partition(f"## {_RULED_OUT}")[0]
    rows = [row.strip("|").split("|") for row in terms.splitlines() if row.startswith("| ")]
    assert [row for row in rows if len(row) != 4 or not row[3].strip()] == []
