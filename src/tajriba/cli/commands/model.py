"""`tajriba model …`: list trained models, train one, choose which serves."""

import asyncio
import json
import time
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from tajriba.cli.prepared_database import Create, prepared_database
from tajriba.cli.startup import load_settings
from tajriba.kit.database.transactions import Database
from tajriba.kit.errors import NotFound
from tajriba.lab.training.jobs import Job, find_job
from tajriba.lab.training.promotion import roll_back
from tajriba.lab.training.service import ask_to_retrain, job_text
from tajriba.lab.training.trainer import Trainer
from tajriba.predictions.registry.model_artifact import BadArtifact
from tajriba.predictions.registry.schemas import ModelView
from tajriba.predictions.registry.views import model_version, model_views
from tajriba.publication_policy import policy_of

model = typer.Typer(
    name="model",
    help="Train models and choose which serves. Works while a server runs on the same database.",
    no_args_is_help=True,
)
_MOST: Final = 100
_LOOK_SECONDS: Final = 0.5


@model.command("list")
def list_all(create: Create = False) -> None:
    """List the models that were trained, newest first, and model 1; the `champion` serves."""
    with prepared_database(load_settings(), create=create) as database:
        found = database.read_now(model_views, None, _MOST)
    table = Table("version", "state", "reports", "trained", "promoted", "why", box=None)
    for _, one in found:
        table.add_row(*_cells(one))
    Console().print(table)


def _cells(one: ModelView) -> tuple[str, ...]:
    state = one.state if one.readable else "unreadable"
    times = (_minute(one.trained_at), _minute(one.promoted_at))
    return one.version, state, f"{one.trained_on:,}", *times, one.reason


def _minute(moment: str | None) -> str:
    return "" if moment is None else moment[:16].replace("T", " ")


@model.command("show")
def show(create: Create = False) -> None:
    """Print the model that serves as JSON: its parameters, and what it reached."""
    with prepared_database(load_settings(), create=create) as database:
        found = database.read_now(model_version)
    typer.echo(json.dumps(found.model_dump(mode="json"), indent=2))


@model.command("retrain")
def retrain(create: Create = False) -> None:
    """Train a model on all reports, and have it serve where it is better.

    Where training is open already, this follows it. Ends with 1 where it fails.
    """
    settings = load_settings()
    with prepared_database(settings, create=create) as database:
        job_id = database.write_now(ask_to_retrain, None, "en").id
        job = _seen_through(database, Trainer(database, 0, policy=policy_of(settings)), job_id)
    typer.echo(job_text(job, "en"))
    if job.state == "failed":
        raise typer.Exit(1)


def _seen_through(database: Database, trainer: Trainer, job_id: int) -> Job:
    said = ""
    while True:
        asyncio.run(trainer.work_once())
        job = database.read_now(find_job, job_id)
        if job is None:
            raise NotFound
        if job.state in {"done", "failed"}:
            return job
        if job.says != said:
            typer.echo(job_text(job, "en"), err=True)
            said = job.says
        time.sleep(_LOOK_SECONDS)


@model.command("rollback")
def rollback(
    version: Annotated[str, typer.Argument(metavar="VERSION", show_default=False)],
    create: Create = False,
) -> None:
    """Have an earlier model serve again; VERSION 1 is model 1, which always can.

    Ends with 1 where there is no such model, or it can't be read.
    """
    with prepared_database(load_settings(), create=create) as database:
        try:
            changed = database.write_now(roll_back, version)
        except NotFound:
            typer.echo(f"There is no model {version}.", err=True)
            raise typer.Exit(1) from None
        except BadArtifact as problem:
            typer.echo(f"Model {version} can't be read: {problem}.", err=True)
            raise typer.Exit(1) from None
    typer.echo(f"Model {version} serves{'' if changed else ' already'}.")
