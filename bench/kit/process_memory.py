"""What a process holds, and whether it still holds a connection; Linux tells."""

import os
import socket
import struct
from pathlib import Path
from typing import NamedTuple

_SOCK_DIAG = 4
_BY_FAMILY = 20
_ESTABLISHED = 1
_SEND_QUEUE = 76
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_bytes(process: int) -> int:
    """The resident memory of a process in bytes."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE


class EndState(NamedTuple):
    """The server's end of a connection: False once it was closed or aborted, and the bytes that
    the kernel holds for a client that has not taken them."""

    stands: bool
    held: int


class ServerEnd:
    """Asks the kernel, not the server, about the server's end of a connection."""

    def __init__(self, client: socket.socket) -> None:
        self._asked = _question(client)
        self._kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG)

    def state(self) -> EndState:
        """How it is now."""
        self._kernel.send(self._asked)
        told = self._kernel.recv(8192)
        (kind,) = struct.unpack_from("=H", told, 4)
        if kind != _BY_FAMILY or told[17] != _ESTABLISHED:
            return EndState(False, 0)
        (held,) = struct.unpack_from("=I", told, _SEND_QUEUE)
        return EndState(True, held)

    def close(self) -> None:
        """Ask no more."""
        self._kernel.close()


def _question(client: socket.socket) -> bytes:
    """An inet_diag_req_v2 for exactly the other end of a TCP connection over IPv4."""
    (here, port), (there, their_port) = client.getsockname(), client.getpeername()
    ports = struct.pack(">HH", their_port, port)
    ends = b"".join(socket.inet_aton(end).ljust(16, b"\0") for end in (there, here))
    identity = ports + ends + struct.pack("=III", 0, 0xFFFFFFFF, 0xFFFFFFFF)
    request = struct.pack("=BBBBI", socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
    body = request + identity
    return struct.pack("=IHHII", 16 + len(body), _BY_FAMILY, 1, 0, 0) + body
