"""The servers that fan out: how each is started, entered, and told to publish."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.kit.clients.handshakes import SOCKET_IO, WS, Dialect, ours
from bench.kit.clients.http_load import post
from bench.kit.clients.identical_streams import Numbered
from bench.kit.fanout_messages import data_of, message, numbered, numbered_in_log_order
from bench.kit.patients import enrol
from bench.kit.servers.server_process import uvicorn_command
from bench.kit.servers.submission_servers import ROOT

PEERS = ROOT / "bench" / "peers"
BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
"""`make bench` puts python-socketio here, apart from ours."""

LEAN_SOCKETS = (
    *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false"),
    *("--ws-ping-interval", "25", "--ws-ping-timeout", "25", "--lifespan", "off"),
)
"""uvicorn's leanest sockets, with the heartbeat that ours have."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who listens, on one topic, and the request that has message `number` published to them."""

    dialect: Dialect
    publish: Callable[[int], bytes]
    number_of: Numbered


@dataclass(frozen=True, slots=True)
class Caster:
    """A server that fans out; `audience` prepares through the running server."""

    name: str
    title: str
    command: Callable[[int], list[str]]
    ready: str
    audience: Callable[[int], Audience]


def environment(folder: Path) -> dict[str, str]:
    """What every side runs with: our settings, and Node's production mode."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {
        "PYTHONPATH": path,
        "NODE_ENV": "production",
        "TAJRIBA_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "TAJRIBA_RATE_LIMITS": "off",
        "TAJRIBA_RETRAIN_EVERY": "0",
        "TAJRIBA_LOG_LEVEL": "warning",
    }


def publishing(topics: list[str], number: int, copies: int = 1) -> bytes:
    """The request that has our server commit message `number` to each topic, `copies` times."""
    body = {"topics": topics, "copies": copies, "data": data_of(number)}
    return post("/publish", json.dumps(body).encode())(0)


def _our_audience(port: int) -> Audience:
    (patient,) = enrol(port, 1)
    topics = [f"diagnosis:{patient.diagnosis_id}"]
    dialect = ours(patient.diagnosis_id, patient.token)
    return Audience(dialect, partial(publishing, topics), numbered_in_log_order())


def _peer_audience(dialect: Dialect, _: int) -> Audience:
    return Audience(dialect, lambda number: post("/publish", message(number))(0), numbered)


def serve_ours(port: int) -> list[str]:
    """Our server with the route that commits an event."""
    return [sys.executable, "-m", "bench.kit.servers.live_server", str(port)]


def _node(program: str, port: int) -> list[str]:
    return ["node", str(PEERS / program), str(port)]


def _python_socketio(port: int) -> list[str]:
    usual = uvicorn_command("bench.peers.python_socketio:app", port, *LEAN_SOCKETS)
    return [str(BENCH_PYTHON), *usual[1:]]


OURS = Caster("tajriba", "Tajriba", serve_ours, "/health/ready", _our_audience)
NODE_SOCKET_IO = Caster(
    "socket.io",
    "Socket.IO on Node",
    partial(_node, "node_socketio.js"),
    "/ready",
    partial(_peer_audience, SOCKET_IO),
)
NODE_WS = Caster(
    "ws", "ws on Node", partial(_node, "node_ws.js"), "/ready", partial(_peer_audience, WS)
)
PYTHON_SOCKET_IO = Caster(
    "python-socketio",
    "python-socketio",
    _python_socketio,
    "/ready",
    partial(_peer_audience, SOCKET_IO),
)
