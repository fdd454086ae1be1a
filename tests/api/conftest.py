"""The world that tests of every route call into."""

import pytest

from tests.kit.databases import Stores
from tests.kit.permissions.permission_requests import Prepared, prepare


@pytest.fixture(scope="session")
def prepared(stores: Stores, template: str, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    url = stores.copy(template, tmp_path_factory.mktemp("prepared"))
    copy = stores.copy(template, tmp_path_factory.mktemp("visited"))
    return prepare(stores, url, copy)
