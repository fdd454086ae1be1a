"""A hostile client at the running server's wire: never a 500, nothing in the log, others unhurt."""

import json
import random
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2 as httpx
import pytest

from tajriba.accounts.sessions.session_cookies import COOKIE
from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import PASSWORD, PATIENCE

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def patient(common: Town) -> Patient:
    return common.patient()


@pytest.fixture
def victim(common: Town, patient: Patient) -> Iterator[Patient]:
    """A patient on whose behalf bytes are sent; afterwards the server is as well as before."""
    lines = len(common.server.troubles())
    yield patient
    screen = common.screen(patient.remote, patient.diagnosis_id)
    patient.report()
    assert screen.hear("feedback_update")
    screen.close()
    assert common.server.troubles()[lines:] == []


def exchange(town: Town, *parts: bytes, leave: bool = False) -> bytes:
    """Send bytes, and hang up then to `leave`; return all that is answered until the end."""
    with socket.create_connection(("127.0.0.1", town.server.port), PATIENCE) as line:
        for part in parts:
            line.sendall(part)
        if leave:
            line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def post(patient: Patient, body: bytes, path: str = "/api/feedback/submit", *more: str) -> bytes:
    """Return a whole request, whose connection ends with its answer."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        f"Authorization: Bearer {patient.remote.token}",
        *(more or ["Content-Type: application/json", f"Content-Length: {len(body)}"]),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def handshake(patient: Patient) -> bytes:
    """Return the handshake of a socket."""
    lines = [
        f"GET /ws/{patient.diagnosis_id} HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Authorization: Bearer {patient.remote.token}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def status(answer: bytes) -> int:
    """Return the status of an answer; a refusal of ours is a problem document."""
    head, _, body = answer.partition(b"\r\n\r\n")
    code = int(head.split(b" ")[1])
    if code in (401, 404, 413, 422):
        assert json.loads(body)["status"] == code
    return code


def test_bytes_that_are_no_http(common: Town, victim: Patient) -> None:
    noise = random.Random(7).randbytes
    for _ in range(20):
        assert status(exchange(common, noise(2000) + b"\r\n\r\n")) == 400
    assert exchange(common, b"POST /api/feedback/submit HTTP/1.1\r\nHost: a", leave=True) == b""


@pytest.mark.parametrize("path", ["/api/feedback/submit", "/api/diagnoses"])
def test_bodies_that_break_off_or_never_end(common: Town, victim: Patient, path: str) -> None:
    declared = ("Content-Type: application/json", "Content-Length: 100")
    exchange(common, post(victim, b'{"rating":', path, *declared), leave=True)
    chunked = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    chunk = b"40001\r\n" + b"x" * 0x40001 + b"\r\n"
    assert status(exchange(common, post(victim, b"", path, *chunked), chunk)) == 413
    assert status(exchange(common, post(victim, b"[" * 200_000, path))) == 422
    long = ("Content-Type: application/json", f"Content-Length: {10 * MEGABYTE}")
    assert status(exchange(common, post(victim, b"", path, *long))) == 413


@pytest.mark.parametrize(
    "framing",
    [
        ("Content-Length: 2", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 2"),
        ("Content-Length: 2", "Content-Length: 40"),
        ("Content-Length: +2",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding : chunked",),
    ],
)
def test_a_request_that_ends_at_two_places_is_refused(
    common: Town, victim: Patient, framing: tuple[str, ...]
) -> None:
    """A proxy that read it otherwise would take the rest for another's request."""
    hidden = b"0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    answer = exchange(common, post(victim, hidden, "/api/diagnoses", *framing))
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("path", ["/api/feedback/submit", "/api/diagnoses"])
@pytest.mark.parametrize("media", ["text/plain", "multipart/form-data; boundary=x", "", "\x80"])
def test_other_content_types(common: Town, victim: Patient, path: str, media: str) -> None:
    before = victim.remote.history()
    body = json.dumps(victim.body()).encode()
    more = (f"Content-Type: {media}", f"Content-Length: {len(body)}")
    assert status(exchange(common, post(victim, body, path, *more))) == 422
    assert victim.remote.history() == before


@pytest.mark.parametrize("written", ["1_0", "1.0", "+1", "%201", "١", "-1", "0", "9" * 4000])
def test_ids_that_are_none(common: Town, victim: Patient, written: str) -> None:
    for path in (f"/api/herbs/{written}", f"/api/diagnoses/{written}/live"):
        assert victim.remote.call("GET", path).status_code == 422
    query = f"/api/feedback/history?diagnosis_id={written.replace('+', '%2B')}"
    assert victim.remote.call("GET", query).status_code == 422


def test_a_slash_too_many_is_another_path(common: Town, victim: Patient) -> None:
    assert victim.remote.call("GET", "/api/herbs/").status_code == 404


def test_pipelined_submissions_are_answered_one_by_one(common: Town, victim: Patient) -> None:
    before = victim.remote.history()
    one = post(victim, json.dumps(victim.body()).encode())
    kept = one.replace(b"Connection: close\r\n", b"")
    answers = exchange(common, kept * 4 + one)
    assert answers.count(b"HTTP/1.1 201 ") == 5
    assert len(victim.remote.history()) == len(before) + 5


def test_a_refresh_token_used_by_many_at_once(common: Town, victim: Patient) -> None:
    """All get a successor, as retries do; behind the next use the token ends the session."""
    address, session = common.server.address, {"email": victim.remote.email, "password": PASSWORD}

    def call(path: str, **headers: str) -> httpx.Response:
        return httpx.post(address + path, headers=headers, trust_env=False, timeout=PATIENCE)

    def refresh_cookie(answer: httpx.Response) -> str:
        (found,) = (one for one in answer.headers.get_list("set-cookie") if one.startswith(COOKIE))
        return str(found.partition(";")[0])

    opened = httpx.post(f"{address}/api/auth/login", json=session, trust_env=False)
    cookie = refresh_cookie(opened)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: call("/api/auth/refresh", cookie=cookie), range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6
    used = call("/api/auth/refresh", cookie=refresh_cookie(answers[0]))
    assert used.status_code == 200
    assert call("/api/auth/refresh", cookie=cookie).status_code == 401
    assert call("/api/auth/refresh", cookie=refresh_cookie(used)).status_code == 401


@pytest.mark.parametrize("heard", [0, 1, 65536])
def test_clients_that_are_gone_at_once(common: Town, victim: Patient, heard: int) -> None:
    """They reset the connection before, amid or after the answer to their handshake."""
    at_once = struct.pack("ii", 1, 0)
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", common.server.port), PATIENCE) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            line.sendall(handshake(victim))
            if heard:
                line.recv(heard)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x81\x02{}", 1002),  # not masked
        (b"\xc1\x80\0\0\0\0", 1002),  # a reserved bit
        (b"\x80\x80\0\0\0\0", 1002),  # a continuation of nothing
        (b"\x89\xfe\x00\xc8\0\0\0\0" + bytes(200), 1002),  # a control frame of 200 bytes
        (b"\x81\xff\x3f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 1009),
        (b"\x81\x82\0\0\0\0\xff\xfe", 1007),
        (b"\x82\x82\0\0\0\0{}", 1008),
    ],
)
def test_frames_that_no_client_sends(
    common: Town, victim: Patient, frame: bytes, code: int
) -> None:
    with socket.create_connection(("127.0.0.1", common.server.port), PATIENCE) as line:
        line.sendall(handshake(victim))
        answer = b""
        while b'"connect"' not in answer:
            answer += line.recv(65536)
        line.sendall(frame)
        while (found := close_code(answer)) is None:
            answer += line.recv(65536)
    assert found == code


def close_code(answer: bytes) -> int | None:
    """Return the code of the close frame that an answer ends with, None where it does not."""
    for at in range(len(answer) - 3):
        if answer[at] == 0x88 and answer[at + 1] == len(answer) - at - 2:
            return int.from_bytes(answer[at + 2 : at + 4])
    return None
