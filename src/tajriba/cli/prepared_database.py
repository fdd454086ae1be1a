"""Opening the database of a command: it is named first, and created only where that was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from tajriba.cli.database_state import Found, examine
from tajriba.cli.startup import refuse
from tajriba.database import open_database
from tajriba.evidence.publication.policy import fits
from tajriba.kit.data_keys import DataUnreadable
from tajriba.kit.database.sqlite import keep_private
from tajriba.kit.database.transactions import Database
from tajriba.kit.errors import Unavailable
from tajriba.kit.i18n import translate
from tajriba.knowledge.active_catalogue import active_catalogue
from tajriba.knowledge.catalogue.catalogue import CatalogueError
from tajriba.knowledge.vocabulary.term_mappings import mappings_in_force
from tajriba.knowledge.vocabulary.terms import put_in_force, shipped
from tajriba.loop.planning.plan_changes import load_and_recheck, recheck_plans
from tajriba.migrate import migrate
from tajriba.privacy.encryption.known_keys import require_keys, take_keys
from tajriba.publication_policy import policy_of
from tajriba.settings import Settings

Create = Annotated[
    bool, typer.Option("--create", help="Make the database where there is none yet.")
]


@contextmanager
def prepared_database(settings: Settings, *, create: bool) -> Iterator[Database]:
    """Open the database at this version's schema, with its knowledge in force; close it after."""
    with migrated_database(settings, create=create) as database:
        _require_policy(database, settings)
        _put_knowledge_in_force(database)
        yield database


@contextmanager
def migrated_database(settings: Settings, *, create: bool) -> Iterator[Database]:
    """Open the database at this version's schema, whatever it knows; close it after."""
    bring_up_to_date(settings, create=create)
    database = open_database(settings)
    try:
        with _needing_keys():
            database.write_now(take_keys)
        yield database
    finally:
        database.close()


@contextmanager
def unchanged_database(settings: Settings) -> Iterator[Database]:
    """Open a database that has this version's schema, without changing it; close it after."""
    found = find_database(settings)
    if found.kind == "absent":
        _refuse_absent(settings, "")
    if found.kind == "older":
        refuse(
            f"{settings.database_shown} has the schema {found.revision} of an older version: run "
            "tajriba migrate first."
        )
    database = open_database(settings)
    try:
        with _needing_keys():
            database.read_now(require_keys)
        yield database
    finally:
        database.close()


@contextmanager
def _needing_keys() -> Iterator[None]:
    """End the program with 2 where texts are encrypted with a key that is not set, or another."""
    try:
        yield
    except DataUnreadable as problem:
        refuse(f"{translate('en', f'error.{problem.code}', **problem.params)}")


def bring_up_to_date(settings: Settings, *, create: bool) -> None:
    """Name the database and migrate it.

    Ends the program with 2 where it can't be used, is another than can have been meant or, unless
    it is to be created, is not there.
    """
    if find_database(settings).kind == "absent":
        if not create:
            _refuse_absent(settings, ", or add --create to make one here")
        _make_place(settings)
    typer.echo(f"Database: {settings.database_shown}", err=True)
    try:
        _tighten(settings)
        migrate(settings.database_url)
    except (Unavailable, OSError) as problem:
        _refuse_unusable(settings, problem)


def find_database(settings: Settings) -> Found:
    """Return what stands at the database's address; ends with 2 where that can't be ours."""
    try:
        found = examine(settings)
    except Unavailable as problem:
        _refuse_unusable(settings, problem)
    if found.kind == "foreign":
        refuse(
            f"{settings.database_shown} holds the tables of another program: set "
            "TAJRIBA_DATABASE_URL to another database."
        )
    if found.kind == "newer":
        refuse(
            f"{settings.database_shown} has the schema {found.revision} of a newer version: "
            "install that version of Tajriba."
        )
    return found


def _refuse_absent(settings: Settings, otherwise: str) -> NoReturn:
    refuse(
        f"There is no database at {settings.database_shown}: set TAJRIBA_DATABASE_URL to the one "
        f"that you mean{otherwise}."
    )


def _make_place(settings: Settings) -> None:
    """See that a new database has a folder; any but the default may be misspelt, so is not made."""
    if settings.store != "sqlite":
        return
    folder = settings.sqlite_path.absolute().parent
    if "database_url" not in settings.model_fields_set:
        folder.mkdir(mode=0o700, exist_ok=True)
    elif not folder.is_dir():
        refuse(f"There is no folder {folder} for the database: make it, or correct the name.")


def _tighten(settings: Settings) -> None:
    if settings.store != "sqlite":
        return
    for path in keep_private(settings.sqlite_path):
        typer.echo(f"{path} could be read by others; now by its owner alone.", err=True)


def _refuse_unusable(settings: Settings, problem: Exception) -> NoReturn:
    refuse(f"Can't use {settings.database_shown}: {problem.__cause__ or problem}.")


def _require_policy(database: Database, settings: Settings) -> None:
    if not database.read_now(fits, policy_of(settings)):
        refuse(
            f"{settings.database_shown} has published figures with noise, and can't publish exact "
            "ones any more: set TAJRIBA_PUBLICATION=dp."
        )


def _put_knowledge_in_force(database: Database) -> None:
    """Load what is shipped, but where one's own knowledge was loaded: that stays."""
    try:
        catalogue = database.read_now(active_catalogue)
    except CatalogueError as problem:
        typer.echo(f"{problem}\nLoad it again: tajriba knowledge load FOLDER", err=True)
        raise typer.Exit(1) from None
    put_in_force(catalogue, database.read_now(mappings_in_force))
    if catalogue is shipped():
        load_and_recheck(database, catalogue)
    else:
        recheck_plans(database)
