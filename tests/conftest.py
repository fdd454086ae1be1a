"""Fixtures: a clock that stands still, a real migrated database of one's own, the real app."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import scipy.special  # noqa: F401 - loaded late it seeds numpy, amid an example that Hypothesis draws
from fastapi import FastAPI
from starlette.testclient import TestClient

from tajriba.app import create_app
from tajriba.settings import Settings
from tests.kit.clinic import Clinic
from tests.kit.clock import FakeClock
from tests.kit.reviews import DRUGLIB, MISSING
from tests.kit.template import build


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where real reviews were not at hand."""
    if not DRUGLIB.exists():
        terminalreporter.write_line(MISSING, yellow=True)


@pytest.fixture(autouse=True)
def _logging_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is run inside a test would bind the process' log to that test's output."""
    monkeypatch.setattr("tajriba.cli.context.logs", SimpleNamespace(configure=lambda level: None))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the shipped knowledge, copied by each test."""
    return build(tmp_path_factory.mktemp("template") / "tajriba.db")


@pytest.fixture
def settings(template: Path, tmp_path: Path) -> Settings:
    path = tmp_path / "tajriba.db"
    shutil.copyfile(template, path)
    return Settings(database_url=f"sqlite:///{path}", rate_limits="off")


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> FastAPI:
    return create_app(settings, clock)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True) as client:
        yield client


@pytest.fixture
def clinic(client: TestClient, clock: FakeClock) -> Clinic:
    return Clinic(client, clock)
