"""`tajriba audit …`: prove that the audit trail is what was written, and show it."""

from typing import Annotated

import orjson
import typer

from tajriba.audit.reading import entries
from tajriba.audit.verification import Verdict
from tajriba.audit.verification import verify as verify_trail
from tajriba.cli.prepared_database import unchanged_database
from tajriba.cli.startup import load_settings

audit = typer.Typer(
    name="audit",
    help="Prove that the audit trail is what was written, and show it. Changes nothing.",
    no_args_is_help=True,
)


@audit.command("verify")
def verify(
    seal: Annotated[
        str | None,
        typer.Option(help="A seal that was noted before: it must be in the chain.", metavar="SEAL"),
    ] = None,
) -> None:
    """Recompute every seal of the audit trail, and print the last: note it elsewhere.

    Ends with 1 where an entry was changed, added or taken out, and names the first.
    """
    with unchanged_database(load_settings()) as database:
        verdict = database.read_now(verify_trail, seal)
    _report(verdict)
    if verdict.broken is not None or not verdict.expected_found:
        raise typer.Exit(1)


def _report(verdict: Verdict) -> None:
    typer.echo(
        f"{verdict.entries:,} entries, {verdict.unsealed:,} of before there were seals, "
        f"{verdict.erased:,} erased; {verdict.pruned:,} older ones were pruned."
    )
    if verdict.broken is not None:
        typer.echo(f"Entry {verdict.broken} is not what was written, or one before it is missing.")
        return
    if not verdict.expected_found:
        typer.echo(
            "The seal is not in the chain: entries are missing at its end, or it was pruned."
        )
        return
    typer.echo(f"All entries are what was written. Last seal: {verdict.seal or '(none)'}")


@audit.command("show")
def show(
    subject: Annotated[str | None, typer.Option(help="Only of this kind, as `patient`.")] = None,
    subject_id: Annotated[int | None, typer.Option("--id", help="Only of this one.")] = None,
    actor: Annotated[int | None, typer.Option(help="Only what this account did.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
) -> None:
    """Print the last entries of the audit trail as lines of JSON, the newest first."""
    with unchanged_database(load_settings()) as database:
        found = database.read_now(entries, subject, subject_id, actor, limit)
    for one in found:
        typer.echo(orjson.dumps(one).decode())
