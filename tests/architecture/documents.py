"""The project's documents as text, for tests that hold them to the code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src" / "tajriba"
_OUTSIDE: Final = ("node_modules", "var", "build")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCE = re.compile(
    r"^(?:<!-- not run: (?P<why>[^>]+) -->\n)?```(?P<language>[\w{}]*)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of code; `not_run` is the reason why no test runs it, where none does."""

    language: str
    code: str
    not_run: str


def read(path: str) -> str:
    """Return a file's text by its path from the project's root."""
    return (ROOT / path).read_text("utf-8")


@cache
def documents() -> tuple[Path, ...]:
    """Return every Markdown file of the project."""
    return tuple(sorted(_documents_below(ROOT)))


def _documents_below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in _OUTSIDE:
            continue
        if path.is_dir():
            yield from _documents_below(path)
        elif path.suffix == ".md":
            yield path


def section(text: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    _, _, rest = text.partition(f"\n## {heading}\n")
    assert rest, f"no section {heading!r}"
    return rest.partition("\n## ")[0]


def fenced(text: str) -> list[Block]:
    """Return every fenced block in its order, with the comment before it that says why not run."""
    found = _FENCE.finditer(text)
    return [Block(one["language"], one["code"], (one["why"] or "").strip()) for one in found]


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a language in their order."""
    return [block.code for block in fenced(text) if block.language == language]


def has_heading(path: Path, anchor: str) -> bool:
    """Return whether a document exists and has a heading with this anchor."""
    return path.is_file() and anchor in map(_anchor, _HEADING.findall(path.read_text("utf-8")))


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def without_blocks(text: str) -> str:
    """Return a text without its code blocks."""
    return _FENCE.sub("", text)


def first_cells(text: str) -> list[str]:
    """Return what stands in backticks at the start of each table row."""
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def sources() -> Iterator[tuple[Path, str]]:
    """Yield every Python file of the package with its text."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE), path.read_text("utf-8")
