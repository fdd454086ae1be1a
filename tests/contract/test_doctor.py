"""`tajriba doctor`: what can be wrong is named with what to do, and nothing is touched."""

import json
import socket
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tajriba.cli.commands.doctor import check_packages, check_python
from tajriba.cli.main import app as program
from tajriba.cli.setup_checks import check_client, check_clock, check_key, check_proxy
from tajriba.kit.clock import DAY_MS, system_clock
from tajriba.kit.http.client_address import networks
from tajriba.migrate import migrate
from tajriba.pages.static_files import StaticFiles
from tajriba.settings import DEVELOPMENT_KEY
from tests.kit.databases import Stores
from tests.kit.servers.redis_broker import Broker
from tests.kit.servers.server_process import Home

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def port() -> Iterator[int]:
    """A port that is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def run(*options: str, **environment: str) -> Result:
    words = ["doctor", "--port", "0", *options]
    return CliRunner(env={"TAJRIBA_SECRET_KEY": KEY} | environment).invoke(program, words)


def states(**environment: str) -> dict[str, tuple[str, str]]:
    """Return state and remedy of each check."""
    found = json.loads(run("--json", **environment).stdout)["checks"]
    return {one["name"]: (one["state"], one["remedy"]) for one in found}


def tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        one.name: (one.stat().st_mode, one.stat().st_mtime_ns, one.read_bytes())
        for one in folder.rglob("*")
        if one.is_file()
    }


def test_a_new_set_up_lacks_its_database_alone(folder: Path) -> None:
    answer = run()
    assert answer.exit_code == 0, answer.output
    wrong = [line for line in answer.stdout.splitlines() if not line.startswith("ok ")]
    told = [line for line in wrong if " client " not in line]
    assert [line.split()[:2] for line in told] == [["warning", "database"]]
    assert "tajriba migrate --create" in told[0]
    assert list(folder.iterdir()) == []


def test_a_database_that_is_up_to_date_is_well(stores: Stores, tmp_path: Path) -> None:
    url = stores.new(tmp_path)
    migrate(url)
    before = tree(tmp_path)
    found = states(TAJRIBA_DATABASE_URL=url)
    assert found["database"] == ("ok", "")
    assert (found["files"][0], found["clock"][0]) == ("ok", "ok")
    assert tree(tmp_path) == before
    stores.drop(url)


def test_it_may_run_beside_a_server(tmp_path: Path) -> None:
    home = Home(tmp_path)
    try:
        server = home.serve()
        answer = home.run("doctor", "--port", str(server.port))
        assert answer.returncode == 0, answer.stdout
        assert "well where Tajriba runs already" in answer.stdout
        assert not server.troubles()
    finally:
        home.close()


@pytest.mark.parametrize(
    ("name", "variable", "value"),
    [
        ("settings", "TAJRIBA_DATABSE_URL", "sqlite:///x.db"),
        ("settings", "TAJRIBA_SECRET_KEY", "short"),
        ("settings", "TAJRIBA_ALLOWED_ORIGINS", "clinic"),
        ("database", "TAJRIBA_DATABASE_URL", "sqlite:///nowhere/x.db"),
        ("database", "TAJRIBA_DATABASE_URL", "postgresql://me:secret-word@127.0.0.1:1/clinic"),
        ("broker", "TAJRIBA_BROKER_URL", "redis://:secret-word@127.0.0.1:1/0"),
    ],
)
def test_an_error_ends_with_1_and_a_remedy(
    tmp_path: Path, name: str, variable: str, value: str
) -> None:
    answer = Home(tmp_path, **{variable: value}).run("doctor", "--json")
    assert answer.returncode == 1
    assert answer.stderr == ""
    assert "secret-word" not in answer.stdout
    (found,) = [one for one in json.loads(answer.stdout)["checks"] if one["name"] == name]
    assert found["state"] == "error"
    assert found["remedy"]


@pytest.mark.usefixtures("folder")
def test_a_taken_port_is_named(port: int) -> None:
    answer = run("--port", str(port))
    assert answer.exit_code == 0
    assert f"port {port}" in answer.stdout


@pytest.mark.usefixtures("folder")
def test_a_broker_that_answers_is_well() -> None:
    broker = Broker()
    try:
        assert states(TAJRIBA_BROKER_URL=broker.url)["broker"] == ("ok", "")
    finally:
        broker.kill()


def test_a_database_that_others_may_read_is_told_and_left(folder: Path) -> None:
    path = folder / "tajriba.db"
    migrate(f"sqlite:///{path}")
    path.chmod(0o644)
    before = tree(folder)
    state, remedy = states(TAJRIBA_DATABASE_URL=f"sqlite:///{path}")["files"]
    assert (state, remedy) == ("warning", f"chmod 600 {path}")
    assert tree(folder) == before


@given(st.integers(0, 2**42), st.integers(-(10**9), 10**9), st.integers(-(10**10), 10**10))
def test_time_goes_on(now: int, last: int, installed: int) -> None:
    right = check_clock(now, now + last, max(0, now + installed))
    wrong = last > 60_000 or max(0, now + installed) > now + DAY_MS
    assert (right.state == "error") is wrong
    assert bool(right.remedy) is wrong


def test_the_clock_of_this_machine_is_plausible() -> None:
    assert check_clock(system_clock(), None, 0).state == "ok"


@pytest.mark.parametrize(
    ("key", "host", "state"),
    [
        (KEY, "0.0.0.0", "ok"),
        ("k" * 40, "127.0.0.1", "warning"),
        (DEVELOPMENT_KEY, "127.0.0.1", "warning"),
        (DEVELOPMENT_KEY, "0.0.0.0", "error"),
    ],
)
def test_a_key_that_others_know_is_told(key: str, host: str, state: str) -> None:
    found = check_key(key, host)
    assert found.state == state
    assert key not in found.finding + found.remedy


@pytest.mark.parametrize(
    ("allowed", "proxies", "host", "state"),
    [
        ("https://clinic.example,http://127.0.0.1:5173", "127.0.0.1", "127.0.0.1", "ok"),
        ("", "0.0.0.0/0", "127.0.0.1", "warning"),
        ("", "", "127.0.0.1", "ok"),
        ("http://clinic.example", "127.0.0.1", "127.0.0.1", "warning"),
        ("", "127.0.0.1", "0.0.0.0", "warning"),
    ],
)
def test_what_stands_before_the_server(allowed: str, proxies: str, host: str, state: str) -> None:
    assert check_proxy(allowed, networks(proxies), host).state == state


def test_a_client_that_is_not_built_is_told(tmp_path: Path) -> None:
    assert check_client(StaticFiles(tmp_path)).state == "warning"


def test_versions_that_are_too_old_are_told() -> None:
    assert check_python((3, 10, 2), (3, 45, 0)).state == "error"
    assert check_python((3, 11, 0), (3, 34, 1)).state == "error"
    assert check_python((3, 11, 0), (3, 35, 0)).state == "ok"


def test_packages_that_are_not_there_are_named() -> None:
    def version_of(name: str) -> str:
        if name == "gone":
            raise PackageNotFoundError(name)
        return "1"

    found = check_packages(["gone[all]>=2", "here", "absent; extra == 'dev'"], version_of)
    assert (found.state, found.finding) == ("error", "Not installed: gone")
    assert check_packages(["here"], version_of).state == "ok"
