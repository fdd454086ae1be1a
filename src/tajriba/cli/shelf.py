"""Commands that are imported when they are asked for: a server needs nothing of what evaluates."""

import gc
from collections import UserDict
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

PLACES = {
    "serve": "serving:serve",
    "migrate": "serving:migrate",
    "import": "importing:import_records",
    "export": "importing:export_records",
    "user": "users:user",
    "knowledge": "knowledge:knowledge",
    "model": "models:model",
    "verify": "verifying:verify",
    "watch": "watching:watch",
    "evaluate": "evaluating:evaluate_file",
    "simulate": "simulating:simulate_clinic",
}
"""Each command's module of this package, and its function or its group of commands there."""


class Shelf(UserDict[str, Any]):
    """Commands by name; a place becomes its command when it is first taken."""

    def __getitem__(self, name: str) -> Any:
        """Return a command; raises KeyError where there is none of this name."""
        if isinstance(found := super().__getitem__(name), str):
            self.data[name] = found = _command(name, found)
        return found


class Commands(TyperGroup):
    """All commands of the program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = Shelf(PLACES)


def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    thing = getattr(_imported(f"tajriba.cli.{module}"), attribute)
    if isinstance(thing, typer.Typer):
        return get_group(thing)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(thing)
    return get_command(alone)


def _imported(module: str) -> Any:
    """Import a module. What that makes stays: to look through it again and again is lost time."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()
