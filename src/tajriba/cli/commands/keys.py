"""`tajriba keys …`: the keys that free text is encrypted with."""

import asyncio
from typing import Annotated

import typer

from tajriba.cli.prepared_database import migrated_database
from tajriba.cli.startup import load_settings, refuse
from tajriba.kit.data_keys import new_data_key
from tajriba.privacy.encryption.rotation import rotate as rotate_keys

keys = typer.Typer(
    name="keys",
    help="Make keys that free text is encrypted with, and encrypt it anew.",
    no_args_is_help=True,
)


@keys.command("new")
def new(
    name: Annotated[str, typer.Argument(help="How the key is called, as `k1`.", metavar="NAME")],
) -> None:
    """Print a random key for TAJRIBA_DATA_KEYS; it is kept nowhere."""
    typer.echo(new_data_key(name))


@keys.command("rotate")
def rotate() -> None:
    """Encrypt every text with the first key of TAJRIBA_DATA_KEYS.

    May run beside serving processes that have the same keys, and may be interrupted: it goes on
    where it was. Names the keys that nothing needs any more.
    """
    settings = load_settings()
    if not settings.data_keys.get_secret_value():
        refuse("There are no keys: set TAJRIBA_DATA_KEYS to what `tajriba keys new k1` prints.")
    with migrated_database(settings, create=False) as database:
        done = asyncio.run(rotate_keys(database))
    typer.echo(f"{done.rows:,} rows were encrypted anew.")
    if done.spared:
        typer.echo(f"Nothing needs any more: {', '.join(done.spared)}.")
