"""What a client may do wrong with a real wire: the documented close, and nobody else notices."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.e2e.served_clinic import Patient, Town, town_in
from tests.e2e.test_hostile import close_code, handshake
from tests.kit.clients.message_conformance import conform
from tests.kit.clients.remote_client import PATIENCE

FLOOD_BYTES = 480_000 * 125
"""Half of it is more than a server that has just started grows by while it warms up."""
RESIDENT = re.compile(r"^process_resident_memory_bytes (\S+)", re.MULTILINE)
FIN_TEXT, TEXT, MORE, LAST = b"\x81", b"\x01", b"\x00", b"\x80"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that every test leaves as it found it."""
    with town_in(tmp_path_factory.mktemp("hostile")) as town:
        yield town


@pytest.fixture(scope="module")
def patients(town: Town) -> tuple[Patient, Patient]:
    return town.patient(), town.patient()


@pytest.fixture
def mallory(town: Town, patients: tuple[Patient, Patient]) -> Iterator[Patient]:
    """Somebody who may be there and misbehaves: another's screen hears on, nothing is logged."""
    mallory, other = patients
    lines = len(town.server.log)
    screen = town.screen(other.remote, other.diagnosis_id)
    yield mallory
    other.report()
    assert screen.hear("feedback_update")
    screen.close()
    assert town.server.log[lines:] == []


def frame(first: bytes, payload: bytes = b"") -> bytes:
    """Return a client's frame, masked with zeros."""
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return first + length + bytes(4) + payload


class Wire:
    """A socket behind the handshake and the `connect`."""

    def __init__(self, town: Town, mallory: Patient) -> None:
        self.line = socket.create_connection(("127.0.0.1", town.server.port), PATIENCE)
        self.line.sendall(handshake(mallory))
        self.heard = b""
        self.until(b'"connect"')

    def until(self, text: bytes) -> None:
        """Read until some text was heard."""
        while text not in self.heard:
            self.more()

    def more(self) -> None:
        """Read what is there; fails where the connection has ended."""
        got = self.line.recv(65536)
        assert got, "the connection ended without a close"
        self.heard += got

    def closing(self) -> tuple[int, str]:
        """Return code and reason of the close frame."""
        while (code := close_code(self.heard)) is None:
            self.more()
        return code, self.heard.rpartition(code.to_bytes(2, "big"))[2].decode()


@pytest.fixture
def wire(town: Town, mallory: Patient) -> Iterator[Wire]:
    wire = Wire(town, mallory)
    yield wire
    wire.line.close()


@contextmanager
def socket_of(town: Town, mallory: Patient, query: str = "") -> Iterator[ClientConnection]:
    """Open a socket with a header."""
    url = f"ws://127.0.0.1:{town.server.port}/ws/{mallory.diagnosis_id}{query}"
    headers = {"Authorization": f"Bearer {mallory.remote.token}"}
    with connect(url, additional_headers=headers, proxy=None, open_timeout=PATIENCE) as opened:
        yield opened


def test_a_message_in_fragments_is_one_message(wire: Wire) -> None:
    parts = [TEXT, *[MORE] * 13, LAST]
    for first, letter in zip(parts, b'{"type":"ping"}', strict=True):
        wire.line.sendall(frame(first, bytes((letter,))))
        wire.line.sendall(frame(b"\x89", b"between"))
    wire.until(b'"pong"')
    assert wire.heard.count(b"\x8a\x07between") >= 1


def test_fragments_are_too_large_together(wire: Wire) -> None:
    wire.line.sendall(frame(TEXT, b"x" * 60_000))
    wire.line.sendall(frame(MORE, b"x" * 6_000))
    assert wire.closing()[0] == 1009


def test_a_fragment_that_nothing_follows_waits_for_nobody(wire: Wire) -> None:
    wire.line.sendall(frame(TEXT, b'{"type":'))
    wire.line.shutdown(socket.SHUT_WR)
    while wire.line.recv(65536):
        pass


def test_another_message_amid_fragments(wire: Wire) -> None:
    wire.line.sendall(frame(TEXT, b"{") + frame(FIN_TEXT, b'{"type":"ping"}'))
    assert wire.closing()[0] == 1002


def test_a_frame_whose_rest_never_comes(wire: Wire) -> None:
    wire.line.sendall(frame(FIN_TEXT, b"x" * 60_000)[:30_000])


def test_the_hundred_and_first_message(wire: Wire) -> None:
    wire.line.sendall(frame(FIN_TEXT, b'{"type":"ack","event_id":0}') * 101)
    assert wire.closing() == (1008, "too_many_messages")


def test_what_is_not_understood_is_answered_and_the_socket_stays(wire: Wire) -> None:
    for said in (b"", b"{", b"[]", b"7", b'{"type":"shout"}', b'{"type":"ack","event_id":"1"}'):
        wire.heard = b""
        wire.line.sendall(frame(FIN_TEXT, said))
        wire.until(b'"error"')
    wire.line.sendall(frame(FIN_TEXT, b'{"type":"ping"}'))
    wire.until(b'"pong"')


def test_who_goes_on_after_the_close_is_not_listened_to(wire: Wire) -> None:
    wire.line.sendall(frame(b"\x82", b"{}"))
    assert wire.closing() == (1008, "binary_message")
    wire.heard = b""
    wire.line.sendall(frame(FIN_TEXT, b'{"type":"ping"}') * 300)
    wire.line.sendall(frame(b"\x88", (1008).to_bytes(2, "big")))
    while got := wire.line.recv(65536):
        wire.heard += got
    assert wire.heard == b""


def test_who_never_stops_after_the_close_is_cut(wire: Wire) -> None:
    """Else it could have us read for ever."""
    wire.line.sendall(frame(b"\x82", b"{}"))
    assert wire.closing() == (1008, "binary_message")
    with pytest.raises(ConnectionError):
        wire.line.sendall(frame(FIN_TEXT) * 2_000_000)


def test_a_flood_of_pings_is_not_taken_and_costs_no_memory(mallory: Patient, wire: Wire) -> None:
    """It is read as slowly as its credit grows, so that it stands still at its sender."""
    before = _resident(mallory)
    wire.line.settimeout(0.5)
    with pytest.raises(TimeoutError):
        wire.line.sendall(frame(b"\x89", b"x" * 125) * (FLOOD_BYTES // 125))
    assert _resident(mallory) - before < FLOOD_BYTES / 2


def _resident(patient: Patient) -> float:
    """Return the bytes of memory that the server's process holds."""
    found = RESIDENT.search(patient.remote.call("GET", "/metrics").text)
    assert found is not None
    return float(found[1])


def test_half_a_handshake_and_none_at_all(town: Town, mallory: Patient) -> None:
    lines = [socket.create_connection(("127.0.0.1", town.server.port)) for _ in range(30)]
    for line in lines[10:]:
        line.sendall(handshake(mallory)[:60])
    assert mallory.remote.call("GET", "/health/ready").status_code == 200
    for line in lines:
        line.close()


def test_the_second_authentication_with_a_ticket(town: Town, mallory: Patient) -> None:
    ticket = mallory.remote.post("/ws/ticket", {"diagnosis_id": mallory.diagnosis_id})["ticket"]
    url = f"ws://127.0.0.1:{town.server.port}/ws/{mallory.diagnosis_id}"
    with connect(url, proxy=None) as opened:
        for _ in range(2):
            opened.send(json.dumps({"type": "auth", "ticket": ticket}))
        assert conform(json.loads(opened.recv(PATIENCE)))["type"] == "connect"
        assert _closing(opened) == (1008, "second_auth")


@pytest.mark.parametrize("after", ["-1", "text", "1.5", "", "9" * 18, "9" * 30, "%00", "٣"])
def test_a_position_that_can_not_be(town: Town, mallory: Patient, after: str) -> None:
    with socket_of(town, mallory, f"?after={after}") as opened:
        assert _closing(opened) == (1008, "bad_after")


def test_a_position_ahead_of_ones_own_is_refused_and_costs_nothing(
    town: Town, mallory: Patient
) -> None:
    own = mallory.live()["event_id"]
    with socket_of(town, mallory, f"?after={own + 1}") as opened:
        assert _closing(opened) == (1008, "bad_after")
    with socket_of(town, mallory, f"?after={own}") as opened:
        greeting = conform(json.loads(opened.recv(PATIENCE)))
        assert (greeting["event_id"], greeting["data"]["recovered"]) == (own, True)
        stored = mallory.report()
        heard = conform(json.loads(opened.recv(PATIENCE)))
    assert heard["data"]["feedback_id"] == stored["id"]


def _closing(opened: ClientConnection) -> tuple[int | None, str | None]:
    with suppress(ConnectionClosed):
        while True:
            opened.recv(PATIENCE)
    return opened.close_code, opened.close_reason
