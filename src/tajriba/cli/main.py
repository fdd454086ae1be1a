"""`tajriba`, with its commands."""

import typer

from tajriba.cli.shelf import Commands

app = typer.Typer(
    name="tajriba",
    cls=Commands,
    help="Tajriba: a live evidence service for Persian medicine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _program() -> None:
    """Make a group of the commands, though none is known before it is asked for."""
