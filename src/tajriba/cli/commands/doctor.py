"""`tajriba doctor`: check a set-up, and say what is missing or wrong and what to do about it."""

import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Annotated, Final

import typer

from tajriba.cli.check_result import Check

PYTHON: Final = (3, 11)
SQLITE: Final = (3, 35)
"""The first that can say what a statement has written (RETURNING)."""

_COLOURS: Final = {"ok": "green", "warning": "yellow", "error": "red"}
_NAME: Final = re.compile(r"[\w.-]+")


def doctor(
    host: Annotated[str, typer.Option(help="The address that is to be served.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.", min=0, max=65535)] = 8000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check this set-up: what is missing or wrong, and what to do about it.

    Makes and changes nothing, and may run beside a server. A line for each check: ok, warning or
    error. Ends with 1 where there is an error.
    """
    found = [check_python(sys.version_info[:3], sqlite3.sqlite_version_info)]
    found.append(check_packages(requires("tajriba") or (), version))
    if not any(one.state == "error" for one in found):
        # what is absent must not keep us from saying so
        from tajriba.cli.setup_checks import check_setup  # noqa: PLC0415

        found.extend(check_setup(host, port))
    well = not any(one.state == "error" for one in found)
    if as_json:
        typer.echo(json.dumps({"ok": well, "checks": [asdict(one) for one in found]}, indent=2))
    else:
        _show(found)
    raise typer.Exit(0 if well else 1)


def check_python(python: Sequence[int], sqlite: Sequence[int]) -> Check:
    """Say whether the interpreter and its SQLite are new enough."""
    finding = f"Python {_dotted(python)} with SQLite {_dotted(sqlite)}"
    if tuple(python[:2]) < PYTHON:
        return Check("python", "error", finding, f"Install Python {_dotted(PYTHON)} or newer.")
    if tuple(sqlite[:2]) < SQLITE:
        remedy = f"Use a Python that brings SQLite {_dotted(SQLITE)} or newer."
        return Check("python", "error", finding, remedy)
    return Check("python", "ok", finding)


def check_packages(required: Iterable[str], version_of: Callable[[str], str]) -> Check:
    """Say which of the required packages are not installed.

    `required` are requirements as in a package's metadata; `version_of` raises
    PackageNotFoundError.
    """
    absent: list[str] = []
    names = [_NAME.match(one) for one in required if "extra ==" not in one]
    for name in (found[0] for found in names if found):
        try:
            version_of(name)
        except PackageNotFoundError:
            absent.append(name)
    if absent:
        remedy = "Install Tajriba again: pip install tajriba, or make setup in a checkout."
        return Check("packages", "error", f"Not installed: {', '.join(absent)}", remedy)
    return Check("packages", "ok", f"Tajriba {version_of('tajriba')} with all that it needs")


def _dotted(numbers: Sequence[int]) -> str:
    return ".".join(map(str, numbers))


def _show(found: Iterable[Check]) -> None:
    for one in found:
        state = typer.style(f"{one.state:<8}", fg=_COLOURS[one.state])
        remedy = f" {one.remedy}" if one.remedy else ""
        typer.echo(f"{state} {one.name:<9} {one.finding}.{remedy}")
