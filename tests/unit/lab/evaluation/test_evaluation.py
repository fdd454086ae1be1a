"""`tajriba evaluate`: what it says of real reviews, of made-up tables and of bad files."""

import csv
import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tajriba.cli.main import app
from tajriba.lab.evaluation.records_table import TableError, read_table
from tajriba.loop.transfer.record_format import COLUMNS
from tajriba.predictions.fitting.report_columns import ReportRow
from tests.kit.generators.reviews import REAL
from tests.kit.generators.synthetic_reports import Truth, table

pytestmark = pytest.mark.long

FIGURES = {
    *("log_loss", "brier", "auc", "ece", "calibration_slope", "interval_coverage"),
    *("rmse", "mae", "ece_of_perfect", "log_loss_minus_model_2"),
}
REFERENCES = {
    *("global_mean", "condition_mean", "raw_rate", "fixed_weights"),
    *("partial_pooling", "boosted_trees", "ridge_logistic"),
}
PUBLISHED = {
    "global_mean": 0.6837,
    "condition_mean": 0.6747,
    "raw_rate": 0.8356,
    "ridge_logistic": 0.6614,
}
"""Log losses that others measured on the same reviews and folds."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments])


def write(path: Path, rows: Sequence[ReportRow], *, dated: bool = True) -> Path:
    first = datetime(2024, 1, 1, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for row in rows:
            day = first + timedelta(days=row.day or 0)
            cells = {
                "patient_ref": row.patient,
                "condition": row.condition,
                "remedy": row.herb,
                "rating": 4 if row.success else 2,
                "symptom_improvement": int(row.improvement),
                "sex": row.sex,
                "age": "" if row.age is None else int(row.age),
                "created_at": day.isoformat() if dated else "",
            }
            writer.writerow(cells)
    return path


def evaluated(path: Path, rows: int) -> dict[str, dict[str, Any]]:
    """Return the figures of every model on a file of so many undated reviews."""
    result = run(str(path), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["rows"] == rows
    models: dict[str, dict[str, Any]] = found["models"]
    assert set(models) == {"model_1", "model_2", *REFERENCES}
    best = models["model_2"]
    assert best["ece"] <= best["ece_of_perfect"][1]
    assert best["rmse"] == min(one["rmse"] for one in models.values())
    return models


def test_reviews(tmp_path: Path) -> None:
    reviews = [row._replace(day=None, sex=None, age=None) for row in table(1500, Truth(), seed=1)]
    models = evaluated(write(tmp_path / "reviews.csv", reviews, dated=False), len(reviews))
    rate = sum(row.success for row in reviews) / len(reviews)
    entropy = -rate * math.log(rate) - (1 - rate) * math.log(1 - rate)
    assert models["global_mean"]["log_loss"] == pytest.approx(entropy, abs=0.001)
    for name in ("global_mean", "condition_mean", "raw_rate"):
        assert models[name]["log_loss_minus_model_2"][0] > 0
    assert models["model_2"]["auc"] >= 0.62
    assert 0.8 <= models["model_2"]["calibration_slope"] <= 1.2


if REAL:

    def test_real_reviews() -> None:
        models = evaluated(REAL[0], rows=4094)
        for name, log_loss in PUBLISHED.items():
            assert models[name]["log_loss"] == pytest.approx(log_loss, abs=0.001)
        best = models["model_2"]
        assert all(models[name]["log_loss_minus_model_2"][0] > 0 for name in REFERENCES)
        assert best["log_loss"] < models["model_1"]["log_loss"]
        assert best["auc"] >= 0.622
        assert 0.9 <= best["calibration_slope"] <= 1.1


def test_a_table_with_dates_habits_sex_and_age(tmp_path: Path) -> None:
    truth = Truth(habit=1.0, drift=0.8, sex=0.3, age=0.3)
    path = write(tmp_path / "made up.csv", table(1200, truth, per_patient=6, seed=3))
    plot = tmp_path / "plot.svg"
    result = run(str(path), "--protocol", "time", "--plot", str(plot), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["rows"] == 240
    assert all(set(figures) == FIGURES for figures in found["models"].values())
    losses = {name: figures["log_loss"] for name, figures in found["models"].items()}
    assert min(losses, key=lambda name: losses[name]) == "model_2"
    drawn = plot.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert drawn.count("<circle") == 30


def test_it_is_shown_as_a_table_and_says_what_it_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "few.csv", table(120, Truth()))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[0] += ",mood"
    lines[1] = lines[1].replace(",4,", ",9,", 1).replace(",2,", ",9,", 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    result = run(str(path), "--protocol", "time")
    assert result.exit_code == 0, result.output
    assert "24 rows foretold" in result.output
    assert "model_2" in result.output
    assert "Columns that are not read: mood." in result.output
    assert "1 rows were refused. The first: Row 2: rating" in result.output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The file is empty"),
        ("name,mood\nA,good\n", "lacks the columns patient_ref"),
        (",".join(COLUMNS) + "\n", "no rows that can be read"),
        (",".join(COLUMNS) + "\np,c,r,9,9\n", "no rows that can be read. Row 2: rating"),
        (",".join(COLUMNS) + "\n" + "p,c,r,5,5\n" * 9, "Every row is a success"),
        (",".join(COLUMNS) + "\n" + "p,c,r,1,1\n" * 9, "Every row is a failure"),
        (",".join(COLUMNS) + "\np,c,r,5,5\np,c,r,1,1\n", "too few"),
        ("patient_ref,condition,remedy,symptom_improvement\np,c,r,4\n", "lacks the columns rating"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output


def test_no_dates_no_protocol_by_time(tmp_path: Path) -> None:
    path = write(tmp_path / "undated.csv", table(60, Truth()), dated=False)
    result = run(str(path), "--protocol", "time")
    assert result.exit_code == 2
    assert "60 rows have no created_at" in result.output


def test_another_kind_of_plot_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "few.csv", table(60, Truth()))
    result = run(str(path), "--plot", str(tmp_path / "plot.png"))
    assert result.exit_code == 2
    assert ".svg" in result.output
    gone = run(str(path), "--plot", str(tmp_path / "nowhere" / "plot.svg"))
    assert gone.exit_code == 2
    assert "there is no folder" in gone.output


def test_a_plot_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "few.csv", table(60, Truth()))
    folder = tmp_path / "plot.svg"
    folder.mkdir()
    result = run(str(path), "--protocol", "time", "--plot", str(folder))
    assert result.exit_code == 1
    assert "cannot be written" in result.output


HEAD = "patient_ref,condition,remedy,rating,symptom_improvement"


def rows_of(path: Path, head: str, *rows: str) -> Path:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_what_is_not_read_refuses_no_row(tmp_path: Path) -> None:
    file = rows_of(
        tmp_path / "a.csv",
        f"{HEAD},comment,compliance_score,sex,age",
        f"a,c,r,4,4,{'x' * 2000},many,unknown,34",
        "b,c,r,4,4,,,female,150",
        "c,c,r,6,4,,,,",
    )
    found = read_table(file, now=0)
    assert len(found.reports) == 2
    assert found.spared == 2
    assert [one.split(":")[1] for one in found.refused] == [" rating"]


def test_a_header_is_read_in_any_case_and_never_twice(tmp_path: Path) -> None:
    kind = rows_of(
        tmp_path / "a.csv", "Patient_Ref, condition,REMEDY,rating,symptom_improvement ", "a,c,r,4,4"
    )
    assert len(read_table(kind, now=0).reports) == 1
    with pytest.raises(TableError, match="column rating more than once"):
        read_table(rows_of(tmp_path / "b.csv", f"{HEAD},rating", "a,c,r,4,4,2"), now=0)


def test_conditions_without_a_word_are_of_no_family(tmp_path: Path) -> None:
    rows = [f"p{n},{'😀🤒'[n % 2]},r{n % 3},{4 if n % 5 else 2},4" for n in range(60)]
    found = run(str(rows_of(tmp_path / "a.csv", HEAD, *rows)), "--json")
    assert found.exit_code == 0, found.output
    said = json.loads(found.stdout)
    assert said["rows"] == 60
    figures = said["models"]["model_2"]
    assert 0 < figures["log_loss"] < 2


@pytest.mark.parametrize("many", [2, 5, 8])
def test_a_handful_of_rows_is_answered(tmp_path: Path, many: int) -> None:
    rows = [f"p{n},c,r{n % 2},{4 if n % 2 else 2},4" for n in range(many)]
    found = run(str(rows_of(tmp_path / "a.csv", HEAD, *rows)))
    assert found.exception is None or isinstance(found.exception, SystemExit)
    assert found.output
