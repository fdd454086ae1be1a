"""One prediction of a plan of ten, uncached and cached, with few and with many stored feedbacks.

python -m bench.predict [--few 10000 --many 100000 --times 200 --rounds 3 --remedies 60 --json FILE]
"""

import csv
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx2 as httpx
from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.patients import Patient, enrol
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, at_most, show, within
from bench.kit.servers.fanout_servers import environment
from bench.kit.servers.server_process import free_port, running
from bench.kit.servers.submission_servers import TAJRIBA
from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.service import find_diagnosis
from tajriba.kit.clock import system_clock
from tajriba.kit.database.sqlite import SqliteDatabase
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.predictions.inputs.cache_key import gather
from tajriba.predictions.model.learned.parameters import DEFAULT_LEARNED
from tajriba.predictions.registry.model_artifact import dump
from tajriba.predictions.registry.model_versions import add_model, promote
from tajriba.predictions.service.prediction_cache import cached_plan, compute, predict_plan

UNCACHED_MS, CACHED_MS, GROWTH = 15.0, 3.0, 1.3
PLAN_SIZE = 10
PATIENTS = 2000
COLUMNS = ("patient_ref", "sex", "age", "condition", "remedy", "rating", "symptom_improvement")


@dataclass(frozen=True, slots=True)
class Options:
    """Stored feedbacks, how often each prediction is made in a round, rounds, and how many
    remedies the feedbacks are of, for four conditions together."""

    few: int = 10_000
    many: int = 100_000
    times: int = 200
    rounds: int = 3
    remedies: int = 60


@dataclass(frozen=True, slots=True)
class Round:
    """The 95 % quantiles of one round, in ms, over so many stored feedbacks."""

    stored: int
    uncached_ms: float
    cached_ms: float


def measure(options: Options) -> list[Round]:
    """Predict one plan by model 2 again and again, in turns with few and with many feedbacks."""
    with ExitStack() as stack:
        sizes = (options.few, options.many)
        filled = [stack.enter_context(_filled(stored, options.remedies)) for stored in sizes]
        return [
            _round(database, patient, stored, options.times)
            for _ in range(options.rounds)
            for stored, (database, patient) in zip(sizes, filled, strict=True)
        ]


@contextmanager
def _filled(stored: int, remedies: int) -> Iterator[tuple[SqliteDatabase, Patient]]:
    """Give a database with so many feedbacks, and a patient with a plan in it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        env = environment(folder)
        _import(folder, stored, remedies, env)
        patient = _planned(folder, env)
        database = SqliteDatabase(folder / "bench.db", system_clock)
        try:
            database.write_now(_serve_model_2)
            yield database, patient
        finally:
            database.close()


def _import(folder: Path, rows: int, remedies: int, env: dict[str, str]) -> None:
    """Have past records imported: patients who return, of either sex and any age, skewed remedies
    and shipped conditions."""
    file = folder / "past.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        draw = random.Random(0)
        for _ in range(rows):
            remedy = int(remedies * draw.random() ** 2)
            condition = ("سردرد", "میگرن", "بی‌خوابی", "اضطراب")[remedy % 4]
            person = draw.randrange(PATIENTS)
            record = (f"p{person}", ("female", "male")[person % 2], 16 + person % 64)
            answer = (draw.randint(1, 5), draw.randint(1, 5))
            writer.writerow([*record, condition, f"remedy {remedy}", *answer])
    command = [str(TAJRIBA), "import", str(file), "--start-date", _days_ago(60), "--days", "60"]
    subprocess.run(command, env={**os.environ, **env}, check=True, capture_output=True)


def _days_ago(days: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - days * 86_400))


def _planned(folder: Path, env: dict[str, str]) -> Patient:
    """Make a patient whose plan has ten remedies."""
    port = free_port()
    command, log = [str(TAJRIBA), "serve", "--port", str(port)], folder / "server.log"
    with running(command, port, "/health/ready", env, log):
        (patient,) = enrol(port, 1)
        base, signed = f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {patient.token}"}
        with httpx.Client(base_url=base, headers=signed, trust_env=False) as client:
            me = client.get("/api/auth/me").json()["data"]["patient_id"]
            record = {"sex": "male", "birth_year": 1980, "mizaj": "garm"}
            client.patch(f"/api/patients/{me}", json=record).raise_for_status()
            path = f"/api/diagnoses/{patient.diagnosis_id}"
            found = client.get(f"{path}/candidates").raise_for_status().json()["data"]
            ids = [one["recommendation_id"] for one in found[:PLAN_SIZE]]
            if len(ids) < PLAN_SIZE:
                raise ValueError(f"only {len(ids)} candidates for a plan of {PLAN_SIZE}")
            plan = {"recommendation_ids": ids}
            client.put(f"{path}/plan", json=plan).raise_for_status()
        return patient


def _serve_model_2(tx: WriteTx) -> None:
    made = add_model(
        tx, artifact=dump(DEFAULT_LEARNED), figures={}, trained_on=0, reason="measured"
    )
    promote(tx, made.version)


def _round(database: SqliteDatabase, patient: Patient, stored: int, times: int) -> Round:
    diagnosis_id = VisibleDiagnosisId(patient.diagnosis_id)

    def anew(tx: ReadTx) -> None:
        found = find_diagnosis(tx, diagnosis_id)
        compute(tx, found, gather(tx, found))

    def kept(tx: ReadTx) -> None:
        if cached_plan(tx, find_diagnosis(tx, diagnosis_id)) is None:
            raise ValueError("the prediction was not kept")

    database.write_now(lambda tx: predict_plan(tx, find_diagnosis(tx, diagnosis_id)))
    uncached, cached = (_p95(database, one, times) for one in (anew, kept))
    return Round(stored, uncached, cached)


def _p95(database: SqliteDatabase, work: Callable[[ReadTx], None], times: int) -> float:
    each = []
    for _ in range(times):
        begun = time.perf_counter()
        database.read_now(work)
        each.append((time.perf_counter() - begun) * 1000)
    return quantile(each, 0.95)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's rows; the growth is that of each round."""
    few = [one.uncached_ms for one in rounds if one.stored == options.few]
    many = [one for one in rounds if one.stored == options.many]
    uncached, cached = [one.uncached_ms for one in many], [one.cached_ms for one in many]
    growth = [more / less for more, less in zip(uncached, few, strict=True)]
    what = f"prediction of a plan of {PLAN_SIZE}, {options.many:,} feedbacks, "
    return [
        at_most(f"{what}uncached p95", UNCACHED_MS, uncached, median(uncached)),
        at_most("same, cached p95", CACHED_MS, cached, median(cached)),
        within("same, uncached", f"{options.few:,} feedbacks", GROWTH, "×", growth),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    heads = ("stored feedbacks", "uncached p95 ms", "cached p95 ms")
    lines = [
        (f"{one.stored:,}", f"{one.uncached_ms:.2f}", f"{one.cached_ms:.2f}") for one in rounds
    ]
    show(console, "One prediction", heads, lines)


CLAIM = Claim("bench.predict", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
