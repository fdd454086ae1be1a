"""A server that publishes with noise: what it says of it, when it closes, and what it refuses."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tajriba.cli.main import app as command_line
from tajriba.database import open_database
from tajriba.evidence.tables import evidence_closing
from tajriba.kit.database.transactions import Database, ReadTx
from tajriba.lab.training.jobs import ask
from tajriba.lab.training.trainer import Trainer
from tajriba.loop.announcement.announcement import announce_closing
from tajriba.loop.announcement.closer import Closer
from tajriba.publication_policy import policy_of
from tajriba.settings import Settings
from tests.api.evidence.test_evidence_routes import get
from tests.kit.apps import new_app
from tests.kit.clinics.model_training import job_of, serve
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.redis_broker import logged


@pytest.fixture
def noisy(settings: Settings) -> Settings:
    return settings.model_copy(update={"publication": "dp", "dp_epsilon": 2.0})


@pytest.fixture
def database(settings: Settings, clock: FakeClock) -> Iterator[Database]:
    """A database that nobody serves."""
    opened = open_database(settings, clock)
    yield opened
    opened.close()


def closings(tx: ReadTx) -> int:
    return int(tx.scalar(select(func.count()).select_from(evidence_closing)))


def status(settings: Settings, clock: FakeClock) -> Any:
    with TestClient(new_app(settings, clock)) as client:
        return get(client, "/api/analytics/status")


def test_the_status_states_the_budget(
    settings: Settings, noisy: Settings, clock: FakeClock
) -> None:
    exact = status(settings, clock)
    assert (exact["policy"], exact["privacy"]) == ("atoms", None)
    found = status(noisy, clock)
    assert found["policy"] == "dp"
    assert found["privacy"] == {
        "epsilon": 2.0,
        "delta": 1e-6,
        "entries_per_year": 4,
        "closes_every_days": 14,
    }


def test_a_model_that_was_trained_serves_no_longer(
    noisy: Settings, clock: FakeClock, database: Database
) -> None:
    serve(database)
    with TestClient(new_app(noisy, clock)) as client:
        assert get(client, "/api/predictions/model/version")["version"] == "1"


def test_no_model_learns_from_what_patients_said(noisy: Settings, database: Database) -> None:
    database.write_now(ask, None)
    asyncio.run(Trainer(database, 1, policy=policy_of(noisy)).work_once())
    job = job_of(database, 1)
    assert (job.state, job.says, job.detail) == ("done", "kept", "publication")


def test_the_server_closes_what_is_due_once(noisy: Settings, database: Database) -> None:
    closer = Closer(database, policy_of(noisy))
    asyncio.run(closer.close_due())
    asyncio.run(closer.close_due())
    assert database.read_now(closings) == 1


def test_two_processes_do_not_close_twice(noisy: Settings, database: Database) -> None:
    policy = policy_of(noisy)
    assert database.read_now(policy.is_due)
    told = [database.write_now(announce_closing, policy) for _ in range(2)]
    assert told[1] == 0
    assert database.read_now(closings) == 1


def test_a_closing_that_fails_is_logged_and_tried_again(noisy: Settings, clock: FakeClock) -> None:
    closed = open_database(noisy, clock)
    closed.close()

    async def run() -> None:
        running = asyncio.ensure_future(Closer(closed, policy_of(noisy)).run())
        await lines.wait("closing_failed")
        assert not running.done()
        running.cancel()
        await asyncio.wait({running})

    with logged() as lines:
        asyncio.run(run())


def test_exact_figures_do_not_follow_on_noisy_ones(noisy: Settings, database: Database) -> None:
    environment = {"TAJRIBA_DATABASE_URL": noisy.database_url, "COLUMNS": "200"}
    command = ["model", "list"]
    assert CliRunner().invoke(command_line, command, env=environment).exit_code == 0
    database.write_now(announce_closing, policy_of(noisy))
    refused = CliRunner().invoke(command_line, command, env=environment)
    assert refused.exit_code == 2
    assert "set TAJRIBA_PUBLICATION=dp" in refused.output
    dp = environment | {"TAJRIBA_PUBLICATION": "dp"}
    assert CliRunner().invoke(command_line, command, env=dp).exit_code == 0
