"""The world that tests of every route call into."""

import shutil
from pathlib import Path

import pytest

from tests.kit.permissions import Prepared, prepare


@pytest.fixture(scope="session")
def prepared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    path = tmp_path_factory.mktemp("prepared") / "prepared.db"
    shutil.copyfile(template, path)
    return prepare(path)
