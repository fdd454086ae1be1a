"""What the code may do in one place only."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.documents import ROOT, SOURCE, documents, read, sources

LONGEST = 320
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _calls(*names: str) -> Iterator[str]:
    """Yield the file of every call of a method of these names."""
    for path, text in sources():
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(func=ast.Attribute(attr=attr)) if attr in names:
                    yield path.as_posix()


def test_commit_happens_in_one_file() -> None:
    """A transaction begins, and so commits, in the runner; and where the schema is made."""
    assert set(_calls("commit", "begin", "begin_nested", "rollback")) == {
        "kit/database/postgres.py",
        "kit/database/sqlite.py",
        "migrate.py",
    }


def test_tasks_start_in_one_file() -> None:
    assert set(_calls("create_task", "ensure_future")) == {"kit/background_tasks.py"}


def test_a_file_can_be_read_in_one_go() -> None:
    lengths = {
        path.as_posix(): len(text.splitlines())
        for path, text in sources()
        if "migrations" not in path.parts
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_package_is_on_the_map() -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {"migrations"}
    named = read("ARCHITECTURE.md")
    assert sorted(name for name in packages if f"| `{name}` |" not in named) == []


@pytest.mark.parametrize(
    "name", ["ARCHITECTURE.md", *(f"docs/adr/{one:04}" for one in range(1, 14))]
)
def test_guards_that_are_named_exist(name: str) -> None:
    (document,) = [one for one in documents() if str(one.relative_to(ROOT)).startswith(name)]
    guards = _TEST.findall(document.read_text("utf-8"))
    assert guards or ".importlinter" in document.read_text("utf-8")
    missing = [f"{path}::{test}" for path, test in guards if f"def {test}(" not in read(path)]
    assert missing == []
