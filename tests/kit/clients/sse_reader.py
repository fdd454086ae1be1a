"""Reading server-sent events as a client does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx2 as httpx
from starlette.testclient import TestClient

from tests.kit.clients.message_conformance import conform_in_form


class Heard(NamedTuple):
    """One event: its id, and its data as JSON."""

    id: int
    message: dict[str, Any]


class Stream:
    """An open stream; what it says besides events is in `hints`."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.hints: list[str] = []
        self._blocks = self._split()

    def next(self) -> Heard:
        """Return the next event; raises StopIteration at the stream's end."""
        while not (block := next(self._blocks)).startswith("id: "):
            self.hints.append(block)
        place, _, data = block.partition("\n")
        message = conform_in_form(json.loads(data.removeprefix("data: ")))
        return Heard(int(place.removeprefix("id: ")), message)

    def beats(self, count: int) -> list[str]:
        """Return the next blocks, whatever they are."""
        return [next(self._blocks) for _ in range(count)]

    def to_end(self) -> list[str]:
        """Return every block that is left."""
        return list(self._blocks)

    def _split(self) -> Iterator[str]:
        buffer = ""
        for text in self.response.iter_text():
            buffer += text
            while "\n\n" in buffer:
                block, _, buffer = buffer.partition("\n\n")
                yield block


@contextmanager
def stream(client: TestClient, path: str, headers: dict[str, str]) -> Iterator[Stream]:
    """Open a stream."""
    with client.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200, response.read()
        yield Stream(response)
