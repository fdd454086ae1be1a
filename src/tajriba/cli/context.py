"""What every command starts with: settings, logging, a migrated database."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from tajriba import logs
from tajriba.app import open_database
from tajriba.kit.database.transactions import Database
from tajriba.kit.errors import Unavailable
from tajriba.knowledge.active_catalogue import standing_catalogue
from tajriba.knowledge.catalogue import CatalogueError
from tajriba.knowledge.terms import put_in_force, shipped
from tajriba.loop.planning.plan_changes import load_and_recheck, recheck_plans
from tajriba.migrate import migrate
from tajriba.settings import Settings


def load_settings() -> Settings:
    """Return the settings of the environment; ends the program where one is wrong."""
    try:
        settings = Settings()
        _ = settings.store
    except ValidationError as problem:
        for error in problem.errors(include_input=False):
            name = "_".join(str(part) for part in error["loc"]).upper()
            typer.echo(f"TAJRIBA_{name}: {error['msg']}", err=True)
        raise typer.Exit(2) from None
    except ValueError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    logs.configure(settings.log_level)
    return settings


@contextmanager
def prepared_database(settings: Settings) -> Iterator[Database]:
    """Open the database at this version's schema, with its knowledge in force; close it after."""
    with migrated_database(settings) as database:
        _put_knowledge_in_force(database)
        yield database


@contextmanager
def migrated_database(settings: Settings) -> Iterator[Database]:
    """Open the database at this version's schema, whatever it knows; close it after."""
    bring_up_to_date(settings)
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


def _put_knowledge_in_force(database: Database) -> None:
    """Load what is shipped, but where one's own knowledge was loaded: that stays."""
    try:
        catalogue = database.read_now(standing_catalogue)
    except CatalogueError as problem:
        typer.echo(f"{problem}\nLoad it again: tajriba knowledge load FOLDER", err=True)
        raise typer.Exit(1) from None
    put_in_force(catalogue)
    if catalogue is shipped():
        load_and_recheck(database, catalogue)
    else:
        recheck_plans(database)


def bring_up_to_date(settings: Settings) -> None:
    """Migrate the database; ends the program where its server can't be reached."""
    try:
        migrate(settings.database_url)
    except Unavailable as problem:
        reason = problem.__cause__
        typer.echo(f"Can't reach {settings.database_shown}: {reason}", err=True)
        raise typer.Exit(1) from None


def take_turns_often() -> None:
    """Have a thread that computes let others on after a millisecond, a fifth of Python's usual:
    predictions are made while reports are stored and delivered."""
    sys.setswitchinterval(0.001)


def spare_the_collector() -> None:
    """Let Python look for cycles seldom: what is loaded stays, and work leaves hardly any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
