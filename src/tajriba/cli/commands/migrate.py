"""`tajriba migrate`: bring the database to this version's schema."""

import typer

from tajriba.cli.prepared_database import Create, bring_up_to_date
from tajriba.cli.startup import load_settings


def migrate(create: Create = False) -> None:
    """Bring the database to the schema of this version; again is harmless."""
    settings = load_settings()
    bring_up_to_date(settings, create=create)
    typer.echo(f"{settings.database_shown} is up to date.")
