"""Made-up tables of reports with a known truth: herbs, conditions, habits, drift, sex and age."""

from dataclasses import dataclass

import numpy as np

from tajriba.predictions.fitting.report_columns import ReportRow

HERBS, CONDITIONS = 40, 12
_KINDS = ("pain", "fever", "cough")
_PLACES = ("head", "back", "chest", "knee")
NAMES = tuple(f"{place} {kind}" for kind in _KINDS for place in _PLACES)


@dataclass(frozen=True)
class Truth:
    """How far things lie apart, as standard deviations on the logit scale; drift is by year."""

    herb: float = 0.6
    condition: float = 0.5
    pair: float = 0.4
    habit: float = 0.0
    drift: float = 0.0
    sex: float = 0.0
    age: float = 0.0


def table(rows: int, truth: Truth, *, per_patient: int = 1, seed: int = 0) -> list[ReportRow]:
    """Return reports in the order of their days over two years; the same seed, the same rows."""
    rng = np.random.default_rng(seed)
    patients = -(-rows // per_patient)
    herb = rng.normal(0, truth.herb, HERBS)
    drift = rng.normal(0, truth.drift, HERBS)
    kind = rng.normal(0, truth.condition, len(_KINDS))
    condition = kind.repeat(len(_PLACES)) + rng.normal(0, truth.condition / 2, CONDITIONS)
    pair = rng.normal(0, truth.pair, (HERBS, CONDITIONS))
    habit = rng.normal(0, truth.habit, patients) if truth.habit else np.zeros(patients)
    female, age = rng.integers(0, 2, patients), rng.integers(10, 80, patients)
    days = np.sort(rng.integers(0, 730, rows))
    found = []
    for day in days:
        who, what = int(rng.integers(patients)), int(rng.integers(HERBS) * rng.random())
        for_what = int(rng.integers(CONDITIONS))
        logit = 0.3 + herb[what] + condition[for_what] + pair[what, for_what] + habit[who]
        logit += drift[what] * (day / 365 - 1) + truth.sex * (2 * female[who] - 1)
        logit += truth.age * (age[who] - 45) / 20
        success = bool(rng.random() < 1 / (1 + np.exp(-logit)))
        found.append(
            ReportRow(
                f"p{who}",
                f"h{what}",
                NAMES[for_what],
                (what, for_what),
                success,
                float(rng.integers(3, 6) if success else rng.integers(1, 4)),
                float(day),
                "female" if female[who] else "male",
                float(age[who]),
            )
        )
    return found
