"""What every claim's command begins and ends with."""

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rich.console import Console

from bench.kit.result_table import Row, show_rows

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Options = TypeVar("Options", bound="DataclassInstance")
Round = TypeVar("Round", bound="DataclassInstance")


def _machine() -> str:
    """What else ran when the measuring began: more than a little of it spoils the figures."""
    return f"{os.cpu_count()} cores, load average before the first round {os.getloadavg()[0]:.1f}"


def _save(file: Path | None, rounds: "Sequence[DataclassInstance]", rows: Sequence[Row]) -> None:
    """Write what was measured as JSON, where a file is named."""
    if file is None:
        return
    found = {"rounds": [asdict(one) for one in rounds], "rows": [asdict(row) for row in rows]}
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def finish(console: Console, rows: Sequence[Row]) -> int:
    """Print the claims; 1 where one misses its reach."""
    show_rows(console, rows)
    return 0 if all(row.passed for row in rows) else 1


def _given(program: str, about: str | None, usual: Options) -> tuple[Options, Path | None]:
    """The options of the command line, one for each field of `usual`, and `--json`'s file."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=about)
    for one in fields(usual):
        default: Any = getattr(usual, one.name)
        parser.add_argument(f"--{one.name}", type=type(default), default=default)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    found = vars(parser.parse_args())
    file: Path | None = found.pop("json")
    return type(usual)(**found), file


@dataclass(frozen=True)
class Claim(Generic[Options, Round]):
    """What is measured by `measure`, printed by `report` and held to its reach by `judge`."""

    program: str
    about: str | None
    usual: Options
    measure: Callable[[Options], Sequence[Round]]
    judge: Callable[[Sequence[Round], Options], list[Row]]
    report: Callable[[Console, Sequence[Round]], None]

    def run(
        self, console: Console, options: Options | None = None, json_file: Path | None = None
    ) -> list[Row]:
        """Measure, print, write what was measured to `json_file`, and return the rows."""
        options = options or self.usual
        console.print(_machine())
        rounds = self.measure(options)
        rows = self.judge(rounds, options)
        self.report(console, rounds)
        _save(json_file, rounds, rows)
        return rows

    def main(self) -> int:
        """Run this claim alone by its command line; 1 where it misses its reach."""
        options, file = _given(self.program, self.about, self.usual)
        console = Console()
        return finish(console, self.run(console, options, file))
