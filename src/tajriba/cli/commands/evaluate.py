"""`tajriba evaluate`: compare how well the models predict a file of past records."""

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer
from rich.console import Console
from rich.table import Table as Shown

from tajriba.kit.clock import system_clock
from tajriba.lab.evaluation.evaluation import Evaluation, Protocol
from tajriba.lab.evaluation.evaluation import evaluate as evaluate_models
from tajriba.lab.evaluation.records_table import Table, TableError, read_table
from tajriba.lab.evaluation.reliability_plot import reliability_svg

_COLUMNS: Final = ("log_loss", "brier", "auc", "ece", "calibration_slope", "interval_coverage")
_IMPROVEMENT: Final = ("rmse", "mae")
_PLOTTED: Final = ("model_2", "model_1")
_WIDTH: Final = 150
_console = Console(stderr=True)


class ProtocolChoice(StrEnum):
    """How rows are held out."""

    KFOLD = "kfold"
    TIME = "time"


_PROTOCOLS: Final[dict[ProtocolChoice, Protocol]] = {
    ProtocolChoice.KFOLD: "kfold",
    ProtocolChoice.TIME: "time",
}


def evaluate(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    protocol: Annotated[
        ProtocolChoice,
        typer.Option(help="Five folds, shuffled with seed 0; or the last fifth by date."),
    ] = ProtocolChoice.KFOLD,
    plot: Annotated[
        Path | None, typer.Option(help="Write a reliability plot (SVG) to this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the models and simpler references on a CSV file with neutral columns.

    Each predicts rows that it has not seen; all the same ones. No database is needed or touched.
    docs/evidence.md says what the figures mean.
    """
    if find_spec("sklearn") is None:
        _refuse("Evaluating needs scikit-learn: pip install 'tajriba[evaluation]'.", 1)
    if plot is not None and plot.suffix.lower() != ".svg":
        _refuse(f"{plot}: the plot is written as SVG; name a file that ends in .svg.", 2)
    if plot is not None and not plot.parent.is_dir():
        _refuse(f"{plot}: there is no folder {plot.parent}.", 2)
    try:
        table = read_table(file, system_clock())
        found = _evaluated(table, _PROTOCOLS[protocol])
    except TableError as error:
        _refuse(f"{file}: {error}", 2)
    if plot is not None:
        _write_plot(plot, found)
    if as_json:
        typer.echo(orjson.dumps(_json(found, table), option=orjson.OPT_INDENT_2).decode())
    else:
        _show(found)
    _warn(table)


def _refuse(message: str, code: int) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _evaluated(table: Table, protocol: Protocol) -> Evaluation:
    with _console.status("") as status:
        return evaluate_models(
            table.reports, protocol, lambda name: status.update(f"Trying {name}")
        )


def _write_plot(path: Path, found: Evaluation) -> None:
    means = {name: found.means[name] for name in _PLOTTED}
    try:
        path.write_text(
            reliability_svg(found.success, means, ("foretold", "came true")), encoding="utf-8"
        )
    except OSError as error:
        _refuse(f"The plot cannot be written: {error}.", 1)


def _json(found: Evaluation, table: Table) -> dict[str, Any]:
    return {
        "rows": len(found.asked),
        "success": float(found.success.mean()),
        "refused": len(table.refused),
        "models": found.figures,
    }


def _show(found: Evaluation) -> None:
    console = Console(width=max(_WIDTH, Console().width))
    console.print(f"{len(found.asked):,} rows foretold, {found.success.mean():.1%} successes.")
    names = ("model", *_COLUMNS, *_IMPROVEMENT, "log loss − model 2 (95 %)")
    shown = Shown(*[name.replace("_", " ") for name in names])
    for name, figures in found.figures.items():
        cells = [_cell(figures[one]) for one in (*_COLUMNS, *_IMPROVEMENT)]
        difference = figures["log_loss_minus_model_2"]
        shown.add_row(name, *cells, _cell(difference))
    console.print(shown)


def _cell(value: float | list[float] | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        low, middle, high = value
        return f"{middle:+.4f} ({low:+.4f} … {high:+.4f})"
    return f"{value:.4f}"


def _warn(table: Table) -> None:
    if table.ignored:
        typer.echo(f"Columns that are not read: {', '.join(table.ignored)}.", err=True)
    if table.spared:
        typer.echo(
            f"{table.spared} rows have a sex or age that can't be read: it counts as not given.",
            err=True,
        )
    if table.refused:
        typer.echo(
            f"{len(table.refused)} rows were refused. The first: {table.refused[0]}", err=True
        )
