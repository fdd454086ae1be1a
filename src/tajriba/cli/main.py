"""The program `tajriba` with its commands."""

from typing import Annotated

import typer

import tajriba
from tajriba.cli.lazy_commands import Commands

app = typer.Typer(
    name="tajriba",
    cls=Commands,
    help="Tajriba: a live evidence service for Persian medicine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tajriba {tajriba.__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_show_version, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Make a group of the commands, though none is known before it is asked for."""
