"""The real program as a process: a server on a free loopback port, and the other commands."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI

from tajriba.cli import http_server as serving

PROGRAM = Path(sys.executable).with_name("tajriba")
START_SECONDS = 60
STOP_SECONDS = 20
COMMAND_SECONDS = 100
_ADDRESS = re.compile(r"http://127\.0\.0\.1:([1-9]\d*)")

_TROUBLE = re.compile(r'^(WARNING|ERROR|CRITICAL)|"level": "(warning|error|critical)"|Traceback')


class Home:
    """Where one database lives; every process over it starts and ends here.

    `program` is the command that is run, where that is another than this environment's.
    """

    def __init__(self, folder: Path, program: Path = PROGRAM, /, **settings: str) -> None:
        self.folder = folder
        self._program = program
        self.database = folder / "tajriba.db"
        self._environment = _clean_environment() | {
            "TAJRIBA_DATABASE_URL": f"sqlite:///{self.database}",
            "TAJRIBA_RATE_LIMITS": "off",
            "TAJRIBA_COUNTED": "everybody",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self._servers: list[Server] = []

    def serve(self, *options: str) -> "Server":
        """Start a server and return it once it listens."""
        arguments = self._arguments("serve", "--port", "0", *options)
        server = Server(arguments, self._environment, self.folder)
        self._servers.append(server)
        server.wait_until_listening()
        return server

    def run(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """Run another command to its end and return what it printed."""
        return subprocess.run(
            self._arguments(*arguments),
            env=self._environment,
            cwd=self.folder,
            input=said,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def close(self) -> None:
        """End every server that is still there; what their logs complain of is shown on failure."""
        for server in self._servers:
            server.kill()
            if server.troubles():
                sys.stderr.write("\n".join(server.log) + "\n")

    def _arguments(self, *arguments: str) -> list[str]:
        return [str(self._program), *arguments]


class Server:
    """A running `tajriba serve`; `log` holds the lines that it has written so far."""

    def __init__(self, arguments: Sequence[str], environment: dict[str, str], cwd: Path) -> None:
        self.log: list[str] = []
        self.port = 0
        self._listening = threading.Event()
        self._process = subprocess.Popen(
            arguments,
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def wait_until_listening(self) -> None:
        """Return once it has said where it listens; fails with its log where it does not."""
        heard = self._listening.wait(START_SECONDS)
        assert heard, "\n".join(self.log)
        assert self.port, "\n".join(self.log)

    def kill(self) -> None:
        """End it with SIGKILL, as a power cut would; again is harmless."""
        self._process.kill()
        self._end()

    def terminate(self) -> int:
        """Ask it to end with SIGTERM and return its exit code."""
        self.ask_to_end()
        return self._end()

    def ask_to_end(self) -> None:
        """Send SIGTERM without waiting."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Wait for its end and return its exit code."""
        return self._end()

    def troubles(self) -> list[str]:
        """Return the log's lines from a warning upwards, and tracebacks."""
        return [line for line in self.log if _TROUBLE.search(line)]

    def _end(self) -> int:
        code = self._process.wait(STOP_SECONDS)
        self._reader.join(STOP_SECONDS)
        return code

    def _read_log(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self.log.append(line.rstrip("\n"))
                self._look_for_address(line)
        self._listening.set()  # it ended: whoever waits shall not wait on

    def _look_for_address(self, line: str) -> None:
        found = _ADDRESS.search(line)
        if found and not self.port:
            self.port = int(found[1])
            self._listening.set()


@contextmanager
def in_a_thread(app: FastAPI) -> Iterator[str]:
    """Serve an app whose clock a test sets as `tajriba serve` does; gives its address."""
    listening = threading.Event()
    server = serving._Server(app, listening.set)
    with serving.bind("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            assert listening.wait(START_SECONDS)
            yield serving.address_of(listener)
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TAJRIBA_")}
