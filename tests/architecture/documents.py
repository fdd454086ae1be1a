"""The project's documents as text, for tests that hold them to the code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = ROOT / "src" / "tajriba"
_OUTSIDE: Final = ("node_modules", "var")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def read(path: str) -> str:
    """Return a file's text by its path from the project's root."""
    return (ROOT / path).read_text("utf-8")


def documents() -> list[Path]:
    """Return every Markdown file of the project."""
    found = ROOT.rglob("*.md")
    return sorted(path for path in found if not _is_outside(path.relative_to(ROOT)))


def _is_outside(path: Path) -> bool:
    return any(part.startswith(".") or part in _OUTSIDE for part in path.parts)


def section(text: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    _, _, rest = text.partition(f"\n## {heading}\n")
    assert rest, f"no section {heading!r}"
    return rest.partition("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a language in their order."""
    return [code for named, code in _FENCE.findall(text) if named == language]


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
