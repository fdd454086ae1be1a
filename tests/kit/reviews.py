"""Real reviews where they are at hand, else a few that are made up."""

import csv
import shutil
from pathlib import Path

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
DRUGLIB = SHARED / "druglib.csv"
MISSING = f"{DRUGLIB} is missing: tests of real reviews ran on a small generated file instead."
_COLUMNS = [
    *("patient_ref", "condition", "remedy", "rating", "symptom_improvement", "compliance_score"),
    *("side_effect_severity", "side_effects", "comment", "sex", "age", "created_at"),
]


def reviews(folder: Path) -> Path:
    """Put a file of reviews into `folder` and return its path."""
    path = folder / "druglib.csv"
    if DRUGLIB.exists():
        shutil.copyfile(DRUGLIB, path)
    else:
        _generate(path)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of reviews."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _generate(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_made_up(number) for number in range(200))


def _made_up(number: int) -> dict[str, object]:
    return {
        "patient_ref": f"made-up-{number}",
        "condition": ("depression", "acne", "insomnia")[number % 3],
        "remedy": ("Ru", "Mu", "Nu", "Xi")[number % 4],
        "rating": 1 + number % 5,
        "symptom_improvement": 1 + number % 7 % 5,
        "side_effect_severity": ("none", "mild", "severe")[number % 11 % 3],
    }
