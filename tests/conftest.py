"""Fixtures: a clock that stands still, a real migrated database of one's own, the real app."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
import scipy.special  # noqa: F401 - loaded late it seeds numpy, amid an example that Hypothesis draws
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient

from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clients.message_conformance import checked_sockets
from tests.kit.clinics.clinic import Clinic
from tests.kit.database_template import build
from tests.kit.databases import Files, Servers, Stores
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.postgres_server import Cluster, running

# A speed never stands in a test: the first example may load the catalogue, on a busy machine.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests run on another database than the embedded one."""
    parser.addoption("--store", choices=("sqlite", "postgres"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Say what marks a test may bear."""
    config.addinivalue_line("markers", "embedded: it is about the embedded database's file")
    config.addinivalue_line("markers", "servers: it is about a database server")
    config.addinivalue_line("markers", "long: it takes many seconds, so that it is begun first")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is of no database of the run, and begin with what takes longest.

    Among the long ones, and among the others, the order is as it was drawn.
    """
    at_home = _of_sqlite if config.getoption("store") == "sqlite" else _of_postgres
    config.hook.pytest_deselected(items=[item for item in items if not at_home(item)])
    found = [item for item in items if at_home(item)]
    items[:] = sorted(found, key=lambda item: item.get_closest_marker("long") is None)


def _of_sqlite(item: pytest.Item) -> bool:
    return item.get_closest_marker("servers") is None


def _of_postgres(item: pytest.Item) -> bool:
    """Return whether a test asks for a database of the run: others are as they are on SQLite."""
    fixtures: set[str] = set(getattr(item, "fixturenames", ()))
    asks = not fixtures.isdisjoint({"stores", "cluster"})
    return asks and item.get_closest_marker("embedded") is None


@pytest.fixture(autouse=True)
def _logging_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is run inside a test would bind the process' log to that test's output."""
    monkeypatch.setattr("tajriba.cli.startup.logs", SimpleNamespace(configure=lambda level: None))


@pytest.fixture(autouse=True, scope="session")
def _messages_are_as_described() -> Iterator[None]:
    with checked_sockets():
        yield


@pytest.fixture(autouse=True, scope="session")
def _passwords_are_hashed_fast() -> Iterator[None]:
    """As it is meant to be, a password takes many times as long as all else in most tests."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
        patch.setattr("tajriba.accounts.passwords.password_hash._hasher", quick)
        yield


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL server of this process."""
    with running(tmp_path_factory.mktemp("pg")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest) -> Stores:
    """What makes the databases of this run."""
    if request.config.getoption("store") == "sqlite":
        return Files()
    return Servers(request.getfixturevalue("cluster"))


@pytest.fixture
def new_url(stores: Stores, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    url = stores.new(tmp_path)
    yield url
    stores.drop(url)


@pytest.fixture(scope="session")
def template(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a migrated database with the shipped knowledge, copied by each test."""
    return build(stores.new(tmp_path_factory.mktemp("template")))


@pytest.fixture
def settings(stores: Stores, template: str, tmp_path: Path) -> Iterator[Settings]:
    url = stores.copy(template, tmp_path)
    yield Settings(database_url=url, rate_limits="off", retrain_every=0, counted="everybody")
    stores.drop(url)


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> FastAPI:
    return new_app(settings, clock)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True) as client:
        yield client


@pytest.fixture
def clinic(client: TestClient, clock: FakeClock) -> Clinic:
    return Clinic(client, clock)
