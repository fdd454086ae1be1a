"""Real servers that are killed, cut off and held while people report and watch: none is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.database_setup import Kind, World, founded

SEEDS = (1, 2)
"""`make soak` tries as many more as one likes."""
AGAIN = ".venv/bin/python -m tests.faults --store {} --first {} --seeds 1"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    kind: Kind = request.param
    with founded(kind, tmp_path_factory.mktemp(kind)) as world:
        yield world


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(300)
def test_nothing_is_lost_whatever_is_killed_when(world: World, seed: int, tmp_path: Path) -> None:
    found = world.try_seed(seed, tmp_path / str(seed))
    assert found == [], AGAIN.format(world.kind, seed)
