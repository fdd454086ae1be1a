"""One world for the whole folder; each test lives in a history that leaves nothing behind."""

from pathlib import Path

import pytest

from tests.kit.world import World


@pytest.fixture(scope="session")
def world(template: Path) -> World:
    return World(template)
