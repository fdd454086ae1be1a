"""Server processes on free loopback ports."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

READY_SECONDS = 20.0
STOP_SECONDS = 15.0


class ServerError(Exception):
    """A server did not start, or did not stop when asked."""


def free_port() -> int:
    """A loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def uvicorn_command(app: str, port: int, *extra: str) -> list[str]:
    """The one command line that every side of a comparison is served by."""
    return [
        *(sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)),
        *("--loop", "uvloop", "--http", "httptools", "--workers", "1"),
        *("--no-access-log", "--log-level", "warning", "--no-server-header", *extra),
    ]


@contextmanager
def running(
    command: Sequence[str], port: int, ready: str, env: Mapping[str, str], log: Path
) -> Iterator[int]:
    """Start a server, wait until GET `ready` answers 200, yield its process id, stop it.

    What it prints goes to `log`, and its end into the notes of what is raised while it runs.
    Raises ServerError if it does not come up or go down.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(command), env={**os.environ, **env}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_ready(process, port, ready)
            yield process.pid
        except Exception as error:
            error.add_note(_end_of(log))
            raise
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, ready: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(port, ready):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerError(f"no answer on {ready}")
        time.sleep(0.01)


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-4000:]


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.wait()
        raise ServerError("the server ignored SIGTERM") from error
