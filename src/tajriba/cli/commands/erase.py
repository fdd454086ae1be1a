"""`tajriba erase`: erase who asked for it and whose delay has passed."""

import asyncio

import typer

from tajriba.cli.prepared_database import Create, migrated_database
from tajriba.cli.startup import load_settings
from tajriba.privacy.eraser import erase_due


def erase(create: Create = False) -> None:
    """Erase everybody who asked for it and whose delay has passed, as a server does.

    May run beside a serving process, and may be interrupted: it goes on where it was.
    """
    with migrated_database(load_settings(), create=create) as database:
        erased = asyncio.run(erase_due(database))
    typer.echo(f"{erased:,} erased.")
