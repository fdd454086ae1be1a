"""Connections to other machines are encrypted, to servers that prove who they are."""

import socket
from concurrent.futures import ThreadPoolExecutor

import certifi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.cli.setup_checks import check_tls
from tajriba.kit.clock import system_clock
from tajriba.kit.database.postgres import PostgresDatabase
from tajriba.kit.encryption import is_exposed, leaves_machine, sslmode_of
from tajriba.kit.errors import Unavailable

HERE = [
    "sqlite:////var/lib/tajriba.db", "postgresql:///tajriba", "postgresql://u:p@localhost/t",
    "postgresql://u:p@127.0.0.1:5432/t", "postgresql://u@[::1]:5432/t",
    "postgresql:///t?host=/run/postgresql", "postgresql://u@%2Frun%2Fpostgresql/t",
    "redis://127.0.0.1:6379/0", "",
]  # fmt: skip
THERE = [
    "postgresql://u:p@db.internal/t", "postgresql://u:p@127.0.0.1,10.0.0.2:5433/t",
    "postgresql://u:p%40x@[2001:db8::1]:5432/t", "postgresql:///t?host=db.internal",
]  # fmt: skip


@pytest.mark.parametrize("url", HERE)
def test_what_stays_on_this_machine_needs_no_encryption(url: str) -> None:
    assert not leaves_machine(url)
    assert sslmode_of(url) is None
    assert not is_exposed(url)


@pytest.mark.parametrize("url", THERE)
def test_another_machine_has_to_prove_who_it_is(url: str) -> None:
    assert leaves_machine(url)
    assert sslmode_of(url) == "verify-full"
    assert not is_exposed(url)


@given(st.sampled_from(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]))
def test_what_the_address_says_holds_and_is_told(mode: str) -> None:
    url = f"postgresql://u:p@db.internal/t?sslmode={mode}"
    assert sslmode_of(url) == mode
    proven = mode.startswith("verify")
    assert is_exposed(url) is not proven
    assert check_tls(url, "").state == ("ok" if proven else "warning")
    assert sslmode_of(f"postgresql://127.0.0.1/t?sslmode={mode}") == mode


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("redis://broker.internal:6379/0", "warning"),
        ("rediss://broker.internal:6379/0?ssl_cert_reqs=none", "warning"),
        ("rediss://broker.internal:6379/0", "ok"),
        ("redis://localhost:6379/0", "ok"),
    ],
)
def test_a_broker_elsewhere_without_tls_is_told(url: str, state: str) -> None:
    assert check_tls("sqlite:///a.db", url).state == state


def test_a_server_without_tls_is_told_nothing() -> None:
    """It refuses encryption, as a man in the middle would, and hears neither user nor password."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        heard = pool.submit(_refuse_encryption, server)
        port = server.getsockname()[1]
        url = (
            f"postgresql://u:p@127.0.0.1:{port}/t?sslmode=verify-full&sslrootcert={certifi.where()}"
        )
        database = PostgresDatabase(url, system_clock)
        with pytest.raises(Unavailable):
            database.read_now(lambda _: None)
        database.close()
        assert heard.result(timeout=30) == b""


def _refuse_encryption(server: socket.socket) -> bytes:
    """Answer N to a client's request for encryption and return what it says then."""
    line, _ = server.accept()
    with line:
        assert len(line.recv(8)) == 8
        line.sendall(b"N")
        return line.recv(1024)
