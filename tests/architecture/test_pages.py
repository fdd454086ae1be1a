"""The server knows the client's addresses, and the wheel carries the client."""

import re
import tomllib

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


def test_the_wheel_carries_the_built_client() -> None:
    wheel = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    built = str(BUILT.relative_to(ROOT))
    assert built in wheel["artifacts"]
    assert f"/{built}/" in read(".gitignore").splitlines()
    assert f'outDir: "../{built}"' in read("client/vite.config.ts")
