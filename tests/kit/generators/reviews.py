"""Reviews of remedies: a made-up file, and the real one where it lies beside the project."""

import csv
from pathlib import Path

REAL = [path for path in [Path(__file__).parents[4] / "shared/data/druglib.csv"] if path.exists()]
"""The real file, of the same shape, or none: what it is asked beyond the made-up one is extra."""
_COLUMNS = [
    *("patient_ref", "condition", "remedy", "rating", "symptom_improvement", "compliance_score"),
    *("side_effect_severity", "side_effects", "comment", "sex", "age", "created_at"),
]


def reviews(folder: Path) -> Path:
    """Put a made-up file of reviews into `folder` and return its path."""
    path = folder / "reviews.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_made_up(number) for number in range(200))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of reviews."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _made_up(number: int) -> dict[str, object]:
    return {
        "patient_ref": f"made-up-{number}",
        "condition": ("depression", "acne", "insomnia")[number % 3],
        "remedy": ("Ru", "Mu", "Nu", "Xi")[number % 4],
        "rating": 1 + number % 5,
        "symptom_improvement": 1 + number % 7 % 5,
        "side_effect_severity": ("none", "mild", "moderate", "severe")[number % 11 % 4],
        "side_effects": ("", "nausea, dry mouth", "Drowsy ; 5 lbs")[number % 3],
        "comment": f'"Better", they said;\nthen worse, on day {number}.',
    }
