"""Fixtures: a home for one database, and a clinic of people who come from outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.served_clinic import Town, town_in
from tests.kit.servers.server_process import Home

BROWSER = Path(__file__).with_name("browser")


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town for tests that leave the server as they found it."""
    with town_in(tmp_path_factory.mktemp("common")) as town:
        yield town


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    try:
        yield home
    finally:
        home.close()


@pytest.fixture
def town(home: Home) -> Iterator[Town]:
    """A town of the test's own."""
    town = Town(home)
    try:
        yield town
    finally:
        town.close()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the browser's tests to who names their folder: the others need no browser."""
    asked = (Path(one.split("::")[0]).resolve() for one in config.args)
    named = any(one.is_relative_to(BROWSER) for one in asked)
    return True if collection_path == BROWSER and not named else None
