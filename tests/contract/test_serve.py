"""`tajriba serve` as a process: what it refuses, what it says, and how it ends."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tajriba.cli.http_server import address_of, bind
from tajriba.kit.loopback import is_loopback
from tests.kit.servers.server_process import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def answer(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    found = connection.getresponse()
    headers = {name.lower(): value for name, value in found.getheaders()}
    body = found.read()
    connection.close()
    return found.status, headers, body


def test_it_says_where_it_listens_and_does_not_say_what_it_is(home: Home) -> None:
    server = home.serve()
    assert [line for line in server.log if server.address in line]

    status, headers, body = answer(server.port, "/health/ready")

    assert (status, json.loads(body)["data"]["ready"]) == (200, True)
    assert "server" not in headers
    assert answer(server.port, "/metrics")[0] == 200
    assert server.terminate() == 0
    assert not server.troubles()


def test_what_only_predictions_need_is_not_imported_before_it_listens() -> None:
    slow = {"numpy", "scipy", "sklearn", "alembic", "asyncpg"}
    asked = f"import sys, tajriba.cli.commands.serve; print(sorted({slow} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_without_settings_it_keeps_its_data_below_var(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TAJRIBA_")}
    program = Path(sys.executable).with_name("tajriba")
    done = subprocess.run(
        [program, "migrate", "--create"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert b"var/tajriba.db is up to date" in done.stdout
    assert (tmp_path / "var" / "tajriba.db").is_file()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_the_development_key_serves_this_machine_alone(home: Home, host: str) -> None:
    refused = home.run("serve", "--host", host, "--port", "0")
    assert refused.returncode == 2
    assert "TAJRIBA_SECRET_KEY" in refused.stderr
    assert not home.database.exists()


def test_the_demo_is_for_this_machine_alone(tmp_path: Path) -> None:
    home = Home(tmp_path, TAJRIBA_SECRET_KEY="k" * 32)
    refused = home.run("serve", "--demo", "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 2
    assert "--demo" in refused.stderr


def test_a_taken_port_is_named(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = home.run("serve", "--port", str(port))
    assert refused.returncode == 1
    assert f"port {port}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not home.database.exists()


def test_a_request_that_is_being_answered_is_answered(home: Home) -> None:
    server = home.serve()
    body = json.dumps({"email": "a@example.org", "password": "long-enough", "full_name": "الف"})
    statuses: list[int] = []

    def register() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/api/auth/register", body.encode(), headers)
        sent.set()
        statuses.append(connection.getresponse().status)
        connection.close()

    sent = threading.Event()
    asking = threading.Thread(target=register)
    asking.start()
    assert sent.wait(20)
    answer(server.port, "/health/live")  # by now the request before this one was accepted
    server.ask_to_end()
    asking.join(20)

    assert server.wait() == 0
    assert statuses == [201]
    again = home.run("user", "create", "a@example.org", "--role", "patient")
    assert "already exists" in again.stderr


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")]
)
def test_an_address_is_one_that_can_be_opened(host: str, address: str) -> None:
    listener = bind(host, 0)
    assert address_of(listener).startswith(address)
    listener.close()


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("example.org", False)],
)  # fmt: skip
def test_what_only_this_machine_reaches(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
