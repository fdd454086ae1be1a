"""The server knows the client's addresses, and where the client is built."""

import re

from tajriba.pages.client_routes import SCREENS
from tajriba.pages.static_files import BUILT
from tests.architecture.documents import ROOT, read

_SCREEN = re.compile(r'screen\(\s*"([^"]+)"')


def test_the_server_answers_where_the_client_has_a_screen() -> None:
    addresses = _SCREEN.findall(read("client/src/routes.ts"))
    assert len(addresses) > 20
    both = {
        path
        for one in addresses
        for path in ({one[:-1], one.rpartition("/")[0]} if one.endswith("?") else {one})
    }
    assert both == set(SCREENS)


def test_the_client_is_built_where_the_server_looks() -> None:
    built = str(BUILT.relative_to(ROOT))
    assert f"/{built}/" in read(".gitignore").splitlines()
    assert f'outDir: "../{built}"' in read("client/vite.config.ts")
