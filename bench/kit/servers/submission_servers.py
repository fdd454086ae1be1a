"""The three sides of the submission claim: how each is started, loaded and checked."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.kit.clients.http_load import Request, post, post_once
from bench.kit.patients import Patient, enrol
from bench.kit.servers.server_process import uvicorn_command

ROOT = Path(__file__).resolve().parents[3]
TAJRIBA = Path(sys.executable).with_name("tajriba")
SUBMIT = "/api/feedback/submit"
SYNCHRONOUS = "NORMAL"
"""The peers' mode, the faster one: a power cut may take what they acknowledged. Ours is FULL."""

PATIENTS_PER_WRITER = 1
COMMENT = "سردردم از روز سوم کمتر شد و شب‌ها راحت‌تر می‌خوابم"


class UnsoundError(Exception):
    """`tajriba verify` found what it should not."""


@dataclass(frozen=True, slots=True)
class Side:
    """A server to be measured: the command that starts it on a port, how it is asked whether it
    is ready; `writers` prepares, through the running server, what is sent."""

    name: str
    title: str
    command: Callable[[int], list[str]]
    ready: str
    env: Callable[[Path], dict[str, str]]
    writers: Callable[[int, int], list[list[Request]]]
    check: Callable[[Mapping[str, str]], None]


def stored(database: Path) -> int:
    """How many feedbacks the database holds."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM feedback").fetchone()[0])


def _body(recommendation_id: int, diagnosis_id: int, number: int) -> bytes:
    body = {
        "recommendation_id": recommendation_id,
        "diagnosis_id": diagnosis_id,
        "rating": 2 + number % 4,
        "symptom_improvement": 2 + (number // 2) % 4,
        "comment": COMMENT,
        "compliance_score": 4,
        "side_effects": [{"name": "تهوع", "severity": "mild"}],
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _plain_writers(_: int, writers: int) -> list[list[Request]]:
    return [
        [post(SUBMIT, _body(1 + number % 9, 1 + writer, number)) for number in range(6)]
        for writer in range(writers)
    ]


def _patient_writers(port: int, writers: int) -> list[list[Request]]:
    patients = enrol(port, writers * PATIENTS_PER_WRITER)
    return [
        _interleaved([reports(patient) for patient in patients[writer::writers]])
        for writer in range(writers)
    ]


def _interleaved(requests: Sequence[Sequence[Request]]) -> list[Request]:
    return [request for turn in zip(*requests, strict=True) for request in turn]


def reports(patient: Patient) -> list[Request]:
    """The requests that report on each recommendation of a patient's plan."""
    signed = [("Authorization", f"Bearer {patient.token}")]
    return [
        post_once(
            SUBMIT,
            _body(recommendation, patient.diagnosis_id, patient.diagnosis_id + number),
            signed,
            f"bench-{patient.diagnosis_id}-{number}-",
        )
        for number, recommendation in enumerate(patient.recommendation_ids)
    ]


def _peer_env(database: Path) -> dict[str, str]:
    return {"BENCH_DATABASE": str(database), "BENCH_SYNCHRONOUS": SYNCHRONOUS}


def _our_env(database: Path) -> dict[str, str]:
    url = f"sqlite:///{database}"
    return {
        "TAJRIBA_DATABASE_URL": url,
        "TAJRIBA_RATE_LIMITS": "off",
        "TAJRIBA_RETRAIN_EVERY": "0",
    }


def _verify(env: Mapping[str, str]) -> None:
    command = [str(TAJRIBA), "verify"]
    done = subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise UnsoundError(done.stdout + done.stderr)


def _nothing_more(_: Mapping[str, str]) -> None:
    """A peer promises no more than the rows that are counted for every side."""


def _serve(port: int) -> list[str]:
    """The command that users run; it is uvicorn with uvloop and httptools, as the peers' is."""
    return [str(TAJRIBA), "serve", "--port", str(port)]


OURS = Side(
    "tajriba",
    "Tajriba",
    _serve,
    "/health/ready",
    _our_env,
    _patient_writers,
    _verify,
)
PLAIN = Side(
    "plain",
    "FastAPI + async SQLAlchemy + aiosqlite",
    partial(uvicorn_command, "bench.peers.fastapi_sqlalchemy:app"),
    "/ready",
    _peer_env,
    _plain_writers,
    _nothing_more,
)
BARE = Side(
    "bare",
    "Starlette + sqlite3",
    partial(uvicorn_command, "bench.peers.starlette_sqlite:app"),
    "/ready",
    _peer_env,
    _plain_writers,
    _nothing_more,
)
