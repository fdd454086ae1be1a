"""Reading a folder of knowledge files: every table of every file, and what can't be read."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from tajriba.knowledge.catalogue.validated_catalogue import Problem


def read_tables(
    folder: Traversable, tables: Mapping[str, str]
) -> tuple[dict[str, list[Any]], list[Problem]]:
    """Return the entries of every table (key of `tables`: name in the files) and all problems.

    Problems: `unreadable` (no such folder, no file in it, not UTF-8, not TOML), `unknown_table`
    and `not_a_list`.
    """
    problems: list[Problem] = []
    content: dict[str, list[Any]] = {field: [] for field in tables}
    fields = {table: field for field, table in tables.items()}
    for place, document in _documents(folder, problems):
        for table, entries in document.items():
            if table not in fields:
                problems.append(Problem(place, "unknown_table", table))
            elif not isinstance(entries, list):
                problems.append(Problem(place, "not_a_list", table))
            else:
                content[fields[table]].extend(entries)
    return content, problems


def _documents(
    folder: Traversable, problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        found = sorted(_files(folder, ""), key=lambda one: one[0])
    except OSError as error:
        problems.append(Problem(".", "unreadable", str(error)))
        return
    if not found:
        problems.append(Problem(".", "unreadable", "no *.toml file"))
    for place, file in found:
        try:
            yield place, tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            problems.append(Problem(place, "unreadable", str(error)))
        except RecursionError:
            problems.append(Problem(place, "unreadable", "nested too deeply"))


def _files(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    """Yield every file with its path below the folder; hidden ones are an editor's."""
    for one in folder.iterdir():
        if one.name.startswith("."):
            continue
        if one.is_dir():
            yield from _files(one, f"{place}{one.name}/")
        elif one.name.endswith(".toml"):
            yield place + one.name, one
