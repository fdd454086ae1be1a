"""One world for the whole folder; each test lives in a history that leaves nothing behind."""

import pytest

from tajriba.settings import Settings
from tests.kit.in_memory_clinic import World


@pytest.fixture(scope="session")
def world(template: str) -> World:
    return World(Settings(database_url=template).sqlite_path)
