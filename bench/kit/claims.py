"""What every claim's command begins and ends with."""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console

from bench.kit.report import Row, show_rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Options = TypeVar("Options", bound="DataclassInstance")


def machine() -> str:
    """What else ran when the measuring began: more than a little of it spoils the figures."""
    return f"{os.cpu_count()} cores, load average before the first round {os.getloadavg()[0]:.1f}"


def save(file: Path | None, rounds: "Sequence[DataclassInstance]", rows: Sequence[Row]) -> None:
    """Write what was measured as JSON, where a file is named."""
    if file is None:
        return
    found = {"rounds": [asdict(one) for one in rounds], "rows": [asdict(row) for row in rows]}
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def finish(console: Console, rows: Sequence[Row]) -> int:
    """Print the claims; 1 where one misses its reach."""
    show_rows(console, rows)
    return 0 if all(row.passed for row in rows) else 1


def given(program: str, about: str | None, usual: Options) -> tuple[Options, Path | None]:
    """The options of the command line, one for each field of `usual`, and `--json`'s file."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=about)
    for one in fields(usual):
        default: Any = getattr(usual, one.name)
        parser.add_argument(f"--{one.name}", type=type(default), default=default)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    found = vars(parser.parse_args())
    file: Path | None = found.pop("json")
    return type(usual)(**found), file
