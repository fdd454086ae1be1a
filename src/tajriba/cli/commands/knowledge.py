"""`tajriba knowledge`: check knowledge files and load them."""

import sys
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Annotated

import typer

from tajriba.cli.prepared_database import Create, migrated_database
from tajriba.cli.startup import load_settings
from tajriba.kit.database.transactions import WriteTx
from tajriba.knowledge.catalogue.catalogue import Catalogue, CatalogueError, load_catalogue
from tajriba.knowledge.catalogue.unchecked import unchecked
from tajriba.knowledge.loading import load_knowledge
from tajriba.knowledge.service import knowledge_version
from tajriba.knowledge.vocabulary.term_mappings import mappings_in_force
from tajriba.knowledge.vocabulary.terms import (
    LineKind,
    Understood,
    put_in_force,
    shipped,
    understood,
)
from tajriba.loop.planning.plan_changes import recheck_plans

knowledge = typer.Typer(
    name="knowledge", help="Check and load what is known of herbs, conditions and remedies."
)


Folder = Annotated[
    Path | None,
    typer.Argument(
        exists=True,
        file_okay=False,
        help="Where the *.toml files are, at any depth; left out: what is shipped.",
    ),
]


@knowledge.command()
def check(folder: Folder = None) -> None:
    """Check knowledge files without loading them; 1 where anything is wrong, all of it named."""
    typer.echo(_summary(_catalogue(folder)))


@knowledge.command()
def load(folder: Folder = None, create: Create = False) -> None:
    """Put knowledge files in force, for good; a running server knows them within a second.

    Standing plans are checked again. With problems, all are named, nothing changes, and it ends
    with 1. Without a folder the shipped knowledge is in force again.
    """
    settings = load_settings()
    catalogue = _catalogue(folder)
    with migrated_database(settings, create=create) as database:
        put_in_force(catalogue, database.read_now(mappings_in_force))
        change = database.write_now(_load, catalogue, folder is not None)
        plans = recheck_plans(database)
    typer.echo(_summary(catalogue))
    if change.old == change.new:
        typer.echo("Nothing changed.")
    else:
        typer.echo(f"It was version {change.old or 'none'}. Plans checked again: {plans:,}.")


@knowledge.command()
def read(
    text: Annotated[
        str | None, typer.Argument(help="One line; left out: every line of standard input.")
    ] = None,
    kind: Annotated[LineKind, typer.Option(help="What the lines are read as.")] = "red_flag",
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """Say what is understood of what people write: codes, and what of it is unread.

    Several codes (elsewhere "a+b") stand side by side. What is known but has no rule (elsewhere
    "-") has a code that begins with other_, as other_allergen.
    """
    for line in [text] if text is not None else sys.stdin:
        found = understood(line.rstrip("\r\n"), kind)
        if json:
            print(dumps(found, ensure_ascii=False))  # noqa: T201 - echo flushes every line
        else:
            typer.echo(_in_words(found))


def _in_words(found: Understood) -> str:
    codes = ", ".join(found["codes"]) or "-"
    urgency = found.get("urgency")
    unread = ", ".join(found["unread"])
    return codes + (f" ({urgency})" if urgency else "") + (f" | unread: {unread}" if unread else "")


@dataclass(frozen=True, slots=True)
class _Change:
    """The versions before and after."""

    old: str
    new: str


def _load(tx: WriteTx, catalogue: Catalogue, own: bool) -> _Change:
    old = knowledge_version(tx)
    load_knowledge(tx, catalogue, own)
    return _Change(old, catalogue.version)


def _catalogue(folder: Path | None) -> Catalogue:
    try:
        return shipped() if folder is None else load_catalogue(folder)
    except CatalogueError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        typer.echo(f"Problems: {len(error.problems):,}. Nothing was loaded.", err=True)
        raise typer.Exit(1) from None


def _summary(catalogue: Catalogue) -> str:
    return (
        f"Version {catalogue.version}: {len(catalogue.herbs):,} herbs, "
        f"{len(catalogue.conditions):,} conditions, {len(catalogue.symptoms):,} symptoms, "
        f"{len(catalogue.recommendations):,} remedies.\n{_unchecked(catalogue)}"
    )


def _unchecked(catalogue: Catalogue) -> str:
    """Return how much of a catalogue nobody checked or sourced."""
    found = unchecked(catalogue)
    return (
        f"Not checked, so not offered: {found.herbs:,} herbs, {found.remedies:,} remedies. "
        f"Contraindications without a source: {found.unsourced:,} of {found.contraindications:,}."
    )
