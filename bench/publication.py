"""What publication costs under each policy: until when, how many, and how widely figures show.

python -m bench.publication [--seed 0]
"""

import argparse
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from sqlalchemy import Table, func, select

from bench.kit.quantiles import quantile
from bench.kit.result_table import show
from tajriba.evidence.keys import Level
from tajriba.evidence.publication.noisy_atoms import Budget
from tajriba.evidence.publication.policy import NoisePolicy, PublicationPolicy
from tajriba.evidence.tables import (
    evidence_atom,
    evidence_entry,
    evidence_history,
    evidence_noisy_entry,
    evidence_published,
)
from tajriba.feedback.tables import feedback
from tajriba.kit.database.sqlite import SqliteDatabase
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.vocabulary.terms import shipped
from tajriba.lab.simulation.ground_truth import Setting
from tajriba.lab.simulation.simulation import EVERYBODY, SimulatedClock, simulate
from tajriba.loop.planning.plan_changes import load_and_recheck
from tajriba.migrate import migrate
from tajriba.settings import Settings

DAYS = 60
CLINICS = {20: 80, 100: 400, 1000: 2000}
"""Reports by patients."""

Pair = tuple[int, int]
"""patient, remedy"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Which pairs of patient and remedy show of how many, after how many days each, and how wide
    the intervals of remedies are at the end."""

    pairs: int
    waited: list[int]
    widths: list[float]


def cost_of(tx: ReadTx, noisy: bool) -> Cost:
    """Return what a clinic's publication has cost."""
    first = _days(tx, feedback, func.min(feedback.c.day))
    entered = _noisy_days(tx) if noisy else _atom_days(tx)
    began = _shown_since(tx)
    shown = {pair: max(day, began[pair[1]]) for pair, day in entered.items() if pair[1] in began}
    remedies = evidence_published.c.level == Level.RECOMMENDATION
    visible = (remedies, evidence_published.c.part == 0, evidence_published.c.day > tx.today - 90)
    rows = tx.all(select(evidence_published.c.low, evidence_published.c.high).where(*visible))
    waited = [day - first[pair] for pair, day in shown.items()]
    return Cost(len(first), waited, [row.high - row.low for row in rows])


def _days(tx: ReadTx, table: Table, day: object) -> dict[Pair, int]:
    of = (table.c.patient_id, table.c.recommendation_id)
    rows = tx.all(select(*of, day).group_by(*of))  # type: ignore[call-overload]
    return {(patient, remedy): on for patient, remedy, on in map(tuple, rows)}


def _noisy_days(tx: ReadTx) -> dict[Pair, int]:
    return _days(tx, evidence_noisy_entry, func.min(evidence_noisy_entry.c.day))


def _atom_days(tx: ReadTx) -> dict[Pair, int]:
    atom, entry = evidence_atom.c, evidence_entry.c
    rows = tx.all(
        select(entry.patient_id, atom.recommendation_id, func.min(atom.day))
        .join(evidence_atom, atom.id == entry.atom_id)
        .where(atom.part == 0)
        .group_by(entry.patient_id, atom.recommendation_id)
    )
    return {(patient, remedy): on for patient, remedy, on in map(tuple, rows)}


def _shown_since(tx: ReadTx) -> dict[int, int]:
    """Return since which day each remedy has shown."""
    kept = evidence_history.c
    remedies = select(kept.ref, func.min(kept.day).label("day")).where(
        kept.level == Level.RECOMMENDATION, kept.part == 0
    )
    return {row.ref: row.day for row in tx.all(remedies.group_by(kept.ref))}


def policies() -> dict[str, PublicationPolicy]:
    """Return what is compared: atoms, noise with the usual budget, and with others."""
    usual = Settings()
    budget = Budget(usual.dp_epsilon, usual.dp_entries, usual.dp_days)
    noisy = {
        f"dp {one.epsilon:g}, {one.days} days": NoisePolicy(one, "everybody")
        for one in (budget, budget._replace(days=7), budget._replace(epsilon=8.0))
    }
    return {"atoms": EVERYBODY, **noisy}


def main() -> None:
    """Let each clinic live under each policy, and print what that cost."""
    parser = argparse.ArgumentParser(prog="python -m bench.publication", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        empty = _empty(Path(folder))
        for patients, reports in CLINICS.items():
            setting = Setting(seed, patients, reports, DAYS, DAYS // 2, look_every=reports)
            for name, policy in policies().items():
                found = _lived(empty, setting, policy)
                lines.append((f"{patients:,}", name, *_shown(found)))
    names = ("patients", "policy", "pairs shown", "days, median", "days, 90 %", "remedies", "width")
    show(Console(), f"Publication, {DAYS} days, seed {seed}", names, lines)


def _empty(folder: Path) -> Path:
    path = folder / "empty.db"
    migrate(f"sqlite:///{path}")
    database = SqliteDatabase(path, SimulatedClock())
    load_and_recheck(database, shipped())
    database.close()
    return path


def _lived(empty: Path, setting: Setting, policy: PublicationPolicy) -> Cost:
    path = empty.with_name("clinic.db")
    shutil.copyfile(empty, path)
    clock = SimulatedClock()
    database = SqliteDatabase(path, clock)
    try:
        simulate(database, clock, setting, "loop", policy)
        return database.read_now(cost_of, policy.budget is not None)
    finally:
        database.close()


def _shown(found: Cost) -> tuple[str, ...]:
    waited = sorted(found.waited)
    days = (f"{median(waited):.0f}", f"{quantile(waited, 0.9):.0f}") if waited else ("-", "-")
    width = f"{median(found.widths):.2f}" if found.widths else "-"
    return f"{len(waited):,} of {found.pairs:,}", *days, f"{len(found.widths)}", width


if __name__ == "__main__":
    main()
