"""`tajriba simulate`: run the service on a simulated clinic whose true effects are known."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table

from tajriba.kit.database.sqlite import SqliteDatabase
from tajriba.knowledge.vocabulary.terms import shipped
from tajriba.lab.simulation.clinic import TooLittleKnowledge
from tajriba.lab.simulation.ground_truth import ORDERS, ModelName, Order, Setting
from tajriba.lab.simulation.report import BLOCK, Report, report_of
from tajriba.lab.simulation.simulation import SimulatedClock
from tajriba.lab.simulation.simulation import simulate as simulate_clinic
from tajriba.loop.planning.plan_changes import load_and_recheck
from tajriba.migrate import migrate


class ModelChoice(StrEnum):
    """Which model predicts: 2 with the parameters that it starts from."""

    ONE = "1"
    TWO = "2"


class OrderChoice(StrEnum):
    """By what order of the plan the clinic's patients take their remedies."""

    LOOP = "loop"
    FIXED = "fixed"
    RANDOM = "random"
    ALL = "all"


_MODELS: Final[dict[ModelChoice, ModelName]] = {ModelChoice.ONE: "1", ModelChoice.TWO: "2"}


def simulate(
    seed: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="The same seed, the same clinic.")
    ] = 0,
    patients: Annotated[int, typer.Option(min=10, max=5000)] = 60,
    feedbacks: Annotated[int, typer.Option(min=50, max=100_000, help="Reports in all.")] = 400,
    days: Annotated[int, typer.Option(min=2, max=3650)] = 120,
    drift_day: Annotated[
        int | None,
        typer.Option(min=0, help="Day on which a remedy begins to fade; half-way unless said."),
    ] = None,
    order: Annotated[OrderChoice, typer.Option(help="What patients take first.")] = OrderChoice.ALL,
    model: Annotated[ModelChoice, typer.Option(help="Which model predicts.")] = ModelChoice.ONE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Try the loop on a clinic whose truth is known: does it learn? What does it claim wrongly?

    Runs the service's own code on a temporary database; yours is not touched. What is simulated
    and what the figures mean: docs/simulation.md.
    """
    setting = Setting(
        seed,
        patients,
        feedbacks,
        days,
        drift_day=days // 2 if drift_day is None else drift_day,
        model=_MODELS[model],
    )
    orders = ORDERS if order is OrderChoice.ALL else tuple(o for o in ORDERS if o == order.value)
    try:
        reports = run_orders(setting, orders)
    except TooLittleKnowledge:
        typer.echo("The shipped knowledge has too few remedies that suit everybody.", err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(orjson.dumps(_as_json(setting, reports), option=orjson.OPT_INDENT_2).decode())
    else:
        _show(setting, reports)


def run_orders(setting: Setting, orders: Sequence[Order]) -> list[Report]:
    """Return what a clinic shows under each order, each lived on a temporary database.

    Raises TooLittleKnowledge.
    """
    with tempfile.TemporaryDirectory(prefix="tajriba-simulate-") as folder:
        empty = _empty(Path(folder))
        return [_run(setting, order, empty) for order in orders]


def _run(setting: Setting, order: Order, empty: Path) -> Report:
    path = empty.with_name(f"{order}.db")
    shutil.copyfile(empty, path)
    with _open(path) as (database, clock):
        return report_of(simulate_clinic(database, clock, setting, order))


def _empty(folder: Path) -> Path:
    """Return a closed database that holds the shipped knowledge and nobody."""
    path = folder / "empty.db"
    migrate(f"sqlite:///{path}")
    with _open(path) as (database, _):
        load_and_recheck(database, shipped())
    return path


@contextmanager
def _open(path: Path) -> Iterator[tuple[SqliteDatabase, SimulatedClock]]:
    clock = SimulatedClock()
    database = SqliteDatabase(path, clock)
    try:
        yield database, clock
    finally:
        database.close()


def _as_json(setting: Setting, reports: Sequence[Report]) -> dict[str, object]:
    return {
        "seed": setting.seed,
        "patients": setting.patients,
        "feedbacks": setting.feedbacks,
        "days": setting.days,
        "model": setting.model,
        "orders": {one.order: one.model_dump(exclude={"order"}) for one in reports},
    }


def _show(setting: Setting, reports: Sequence[Report]) -> None:
    console = Console()
    console.print(
        f"Seed {setting.seed}: {setting.patients} patients, {setting.feedbacks} feedbacks, "
        f"{setting.days} days, model {setting.model}."
    )
    console.print(_learning(reports))
    console.print("Regret is against each patient's best remedy, in expected successes:")
    console.print(_claims(reports))


def _learning(reports: Sequence[Report]) -> Table:
    longest = max(len(one.improvement.per_block) for one in reports)
    table = Table("feedbacks", *(one.order for one in reports))
    for block in range(longest):
        upto = min((block + 1) * BLOCK, reports[0].feedbacks)
        cells = (f"{one.improvement.per_block[block]:.3f}" for one in reports)
        table.add_row(f"{block * BLOCK + 1}-{upto}", *cells)
    return table


def _claims(reports: Sequence[Report]) -> Table:
    table = Table("", *(one.order for one in reports))
    rows = {
        "regret in all": [f"{one.regret.total:.1f}" for one in reports],
        "regret per feedback": [f"{one.regret.per_feedback:.3f}" for one in reports],
        "inert remedy: prediction": [f"{one.inert.balanced:.3f}" for one in reports],
        "inert remedy: truth": [f"{one.inert.truth:.3f}" for one in reports],
        "mean of all reports": [f"{one.inert.population_mean:.3f}" for one in reports],
        "inert remedy: falsely claimed": [
            "yes" if one.inert.false_claim else "no" for one in reports
        ],
        "90 % intervals without the truth": [
            f"{one.intervals.miss_truth:.1%} of {one.intervals.checked}" for one in reports
        ],
        "… without the rate of who answers": [
            f"{one.intervals.miss_answered:.1%}" for one in reports
        ],
        "… mean width": [f"{one.intervals.mean_width:.3f}" for one in reports],
        "predicted less true, mean": [f"{one.intervals.mean_error:+.3f}" for one in reports],
        "drift: truth before, after": [
            f"{one.drift.truth_before:.3f}, {one.drift.truth_after:.3f}" for one in reports
        ],
        "… leads before, after": [
            f"{one.drift.leads_before:.0%}, {one.drift.leads_after:.0%}" for one in reports
        ],
        "… trend declining after": [_after(one.drift.days_until_trend) for one in reports],
        "… leads for half after": [_after(one.drift.days_until_demoted) for one in reports],
        "… prediction follows after": [_after(one.drift.days_until_noticed) for one in reports],
    }
    for name, cells in rows.items():
        table.add_row(name, *cells)
    return table


def _after(days: int | None) -> str:
    return "not" if days is None else f"{days} days"
