"""Patients whom every trial begins with, and how they send what must not be lost."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2 as httpx

from tests.faults.schedule import Submission
from tests.kit.clients.remote_client import report_of

Message = dict[str, Any]
_AGAIN = frozenset({429, 502, 503, 504})
_SECONDS = 3.0


@dataclass(frozen=True)
class Patient:
    """Somebody with a diagnosis whose plan holds `remedies`."""

    token: str
    diagnosis_id: int
    remedies: list[int]


class Progress:
    """How many submissions are acknowledged; others wait for it to reach a number."""

    def __init__(self) -> None:
        self.acknowledged = 0
        self._moved = asyncio.Condition()

    async def move(self) -> None:
        """Count one."""
        async with self._moved:
            self.acknowledged += 1
            self._moved.notify_all()

    async def reach(self, number: int) -> None:
        """Return once so many are acknowledged."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.acknowledged >= number)


class Line:
    """A person's HTTP over whichever server answers."""

    def __init__(self, addresses: list[str], token: str, random: Random) -> None:
        self._addresses = addresses
        self._random = random
        self._at = random.randrange(len(addresses))
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=_SECONDS
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    @property
    def address(self) -> str:
        """The server that is used at present."""
        return self._addresses[self._at % len(self._addresses)]

    async def move_on(self) -> None:
        """Use the next server, after a short pause."""
        self._at += 1
        await asyncio.sleep(self._random.random() / 5)

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Message:
        """Return the answer to a request that is sent until there is one."""
        given = {} if body is None else {"json": body}
        while True:
            url = f"{self.address}{path}"
            try:
                answer = await self._http.request(method, url, headers=headers, **given)
            except httpx.TransportError:
                await self.move_on()
                continue
            if answer.status_code in _AGAIN:
                await self.move_on()
                continue
            assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
            found: Message = answer.json()
            return found


@dataclass
class Ledger:
    """What a patient was told is stored: the record's id by its comment."""

    stored: dict[str, int] = field(default_factory=dict)


async def submit(line: Line, patient: Patient, one: Submission, ledger: Ledger) -> None:
    """Send a submission until it is acknowledged, and write down what was answered."""
    bodies = [
        report_of(
            patient.diagnosis_id,
            patient.remedies[remedy],
            rating=rating,
            symptom_improvement=rating,
            comment=comment,
        )
        for (rating, remedy), comment in zip(one.reports, one.comments(), strict=True)
    ]
    path = "/api/feedback/batch/submit" if one.batch else "/api/feedback/submit"
    body: Any = {"items": bodies} if one.batch else bodies[0]
    said = (await line.ask("POST", path, body, **{"Idempotency-Key": one.key}))["data"]
    ledger.stored |= {record["comment"]: record["id"] for record in (said if one.batch else [said])}


async def history(line: Line) -> list[Message]:
    """Return every report of a patient."""
    found: list[Message] = []
    cursor = ""
    while True:
        page = await line.ask("GET", f"/api/feedback/history?limit=200{cursor}")
        found += page["data"]
        if not page.get("next"):
            return found
        cursor = f"&cursor={page['next']}"
