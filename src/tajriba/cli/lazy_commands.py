"""The commands by name. A module is imported only when its command runs: help is quick, and a
server imports nothing that only evaluation needs."""

import gc
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

MODULES: Final = {"import": "import_feedback", "export": "export_feedback"}
"""Where a command's module is not named as the command is."""

SUMMARIES: Final = {
    "serve": "Migrate the database, load the shipped knowledge, and serve.",
    "migrate": "Bring the database to the schema of this version; again is harmless.",
    "doctor": "Check this set-up: what is missing or wrong, and what to do about it.",
    "import": "Import a clinic's past records from a CSV file with neutral columns.",
    "export": "Write all standing feedback as CSV in the columns that `tajriba import` reads.",
    "user": "Create accounts and reset passwords.",
    "knowledge": "Check and load what is known of herbs, conditions and remedies.",
    "model": "Train models and choose which serves.",
    "verify": "Recompute all evidence from raw feedback and compare it with what is stored.",
    "audit": "Prove that the audit trail is what was written, and show it.",
    "erase": "Erase everybody who asked for it and whose delay has passed, as a server does.",
    "keys": "Make keys that free text is encrypted with, and encrypt it anew.",
    "watch": "Show a diagnosis and what changes it, until Ctrl-C.",
    "evaluate": "Score the models and simpler references on a CSV file with neutral columns.",
    "simulate": "Try the loop on a clinic whose truth is known: does it learn?",
}
"""What each command does, in one line: how its own help begins."""


class Commands(TyperGroup):
    """All commands of the program."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = {
            name: TyperCommand(name, help=summary) for name, summary in SUMMARIES.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that is to run, imported; what is listed are names and summaries."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, load(name) if found and name else found, rest


def load(name: str) -> Any:
    """Return a command with its options, or a group with its commands."""
    module = MODULES.get(name, name)
    thing = getattr(_imported(f"tajriba.cli.commands.{module}"), module)
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
