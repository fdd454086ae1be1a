"""What a client may take of the server: the size and the time of a request, and places."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI

from tajriba.cli import http_protocol
from tajriba.cli.http_protocol import MAX_HEAD_BYTES, HttpProtocol
from tests.kit.servers.server_process import PROGRAM, Home, in_a_thread

FEW_DESCRIPTORS = 1024
IDLE = 1500


@pytest.fixture
def address(app: FastAPI) -> Iterator[tuple[str, int]]:
    with in_a_thread(app) as url:
        host, port = url.removeprefix("http://").split(":")
        yield host, int(port)


def said(connection: socket.socket) -> bytes:
    """Return what the server says until it closes."""
    connection.settimeout(20)
    parts: list[bytes] = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass  # it closed before it had read all
    return b"".join(parts)


def answer(address: tuple[str, int], *sent: bytes) -> bytes:
    with socket.create_connection(address, timeout=20) as connection:
        try:
            for part in sent:
                connection.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it did not read on, and has said why
        return said(connection)


def test_a_header_of_twenty_megabytes_is_refused(address: tuple[str, int]) -> None:
    head = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "
    found = answer(address, head, *[b"x" * 100_000] * 200, b"\r\n\r\n")
    assert b"200 OK" not in found
    assert found == b"" or found.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("over", [False, True])
def test_a_head_is_answered_up_to_the_limit(address: tuple[str, int], over: bool) -> None:
    long = b"x" * (MAX_HEAD_BYTES - 100 + 200 * over)
    head = b"GET /health/live HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\nX: "
    assert answer(address, head + long + b"\r\n\r\n").startswith(
        b"HTTP/1.1 431 " if over else b"HTTP/1.1 200 "
    )


def test_a_head_that_comes_bit_by_bit_is_measured(address: tuple[str, int]) -> None:
    parts = [b"X-%d: y\r\n" % number * 500 for number in range(20)]
    found = answer(address, b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n", *parts)
    assert found == b"" or found.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", b""),
        (b"GET /health/live HTTP/1.1\r\nHost:", b"HTTP/1.1 408 "),
        (b"POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{", b""),
    ],
)
def test_who_is_slow_is_not_waited_for(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch, sent: bytes, told: bytes
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(http_protocol, "BODY_SECONDS", 0.2)
    found = answer(address, sent)
    assert found.startswith(told)
    assert told or not found


def test_a_connection_that_is_used_again_has_its_time_again(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)
    request = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with socket.create_connection(address, timeout=20) as connection:
        for _ in range(3):
            connection.sendall(request + b"\r\n")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(request)
        assert said(connection).startswith(b"HTTP/1.1 408 ")


def test_the_longest_idle_gives_its_place(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HttpProtocol, "most", 2)
    with ExitStack() as open_ones:
        first, second = [
            open_ones.enter_context(socket.create_connection(address, timeout=20)) for _ in "12"
        ]
        request = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        second.sendall(request)
        assert second.recv(65_536).startswith(b"HTTP/1.1 200 ")
        assert answer(address, request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert said(first) == b""
        second.sendall(request)
        assert second.recv(65_536).startswith(b"HTTP/1.1 200 ")


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    """Let this process have as many connections as the test opens."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], IDLE + 500), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.long
@pytest.mark.usefixtures("many_descriptors")
def test_idle_connections_do_not_stop_a_server_of_few_descriptors(tmp_path: Path) -> None:
    program = tmp_path / "tajriba"
    program.write_text(f'#!/bin/sh\nulimit -n {FEW_DESCRIPTORS}\nexec {PROGRAM} "$@"\n')
    program.chmod(0o700)
    home = Home(tmp_path, program)
    try:
        server = home.serve()
        address = ("127.0.0.1", server.port)
        with ExitStack() as open_ones:
            for _ in range(IDLE):
                open_ones.enter_context(socket.create_connection(address, timeout=20))
            asked = b"GET /health/ready HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\n\r\n"
            assert answer(address, asked).startswith(b"HTTP/1.1 200 ")
        assert not server.troubles()
    finally:
        home.close()
