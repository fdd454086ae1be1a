"""One world for the whole folder; each test lives in a history that leaves nothing behind."""

import pytest

from tajriba.settings import Settings
from tests.kit.clinics.in_memory_clinic import InMemoryClinic


@pytest.fixture(scope="session")
def world(template: str) -> InMemoryClinic:
    return InMemoryClinic(Settings(database_url=template).sqlite_path)
