"""The demo clinic's other patients, who report through the API while a diagnosis is open.

What they report of are the remedies on the screens that are open, so that a screen moves within
ten seconds. Nobody looks: nobody reports, and the database does not grow.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import httpx2 as httpx
from fastapi import FastAPI

from tajriba.accounts.authorization import Guard
from tajriba.accounts.service import find_account, open_session
from tajriba.cli.demo.clinic import DemoClinic, Person, demo_clinic, report
from tajriba.cli.demo.round_robin import RoundRobin, Turn
from tajriba.diagnoses.service import plan_of
from tajriba.kit.clock import system_clock
from tajriba.kit.database.transactions import ReadTx
from tajriba.realtime.endpoints.live import Live

PACE: Final = (1.2, 1.8)
"""Seconds between two reports: five of a remedy, which make it move, in nine at most."""
MOST: Final = 5_000
"""So many reports a start; a screen that is left open for days must not fill the disk."""

Rest = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Course:
    """A remedy in one patient's plan."""

    diagnosis_id: int
    place: int


@dataclass(frozen=True, slots=True)
class _Patient:
    """Somebody who is signed in, with the remedies that they take."""

    user_id: int
    session_id: str
    courses: dict[int, _Course]


@dataclass(frozen=True, slots=True)
class _Room:
    """All that reporting needs."""

    app: FastAPI
    client: httpx.AsyncClient
    clinic: DemoClinic
    draw: Random

    @property
    def guard(self) -> Guard:
        """The guard of the running app."""
        guard: Guard = self.app.state.guard
        return guard


async def report_on(app: FastAPI, rest: Rest = asyncio.sleep, most: int = MOST) -> None:
    """Report until cancelled, or `most` times; the first patient is the visitor, and silent."""
    clinic = demo_clinic()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        draw = Random(clinic.seed)  # noqa: S311 - the same reports for everybody, nothing secret
        room, left = _Room(app, client, clinic, draw), most
        while left > 0:
            left -= await _one_visit(room, rest, left)


async def _one_visit(room: _Room, rest: Rest, most: int) -> int:
    """Sign everybody in and let them report, until one is refused: somebody changed their plan,
    or ended their session. Returns how many reports were made."""
    patients = [await _arrive(room, one) for one in room.clinic.patients[1:]]
    turns = RoundRobin(_takers(patients))
    for made in range(most):
        await rest(room.draw.uniform(*PACE))
        while (turn := turns.next(await _watched(room))) is None:
            await rest(PACE[0])
        if not await _report(room, patients[turn.patient], turn):
            return made + 1
    return most


async def _arrive(room: _Room, one: Person) -> _Patient:
    database = room.guard.database
    account = await database.read(find_account, one.email)
    if account is None:
        raise LookupError(one.email)
    opened = await database.write(open_session, account.user_id, 1)
    patient = _Patient(opened.user_id, opened.session_id, {})
    answer = await room.client.get("/api/diagnoses", headers=_headers(room, patient))
    for found in answer.raise_for_status().json()["data"]:
        patient.courses.update(_courses(found))
    return patient


def _courses(diagnosis: dict[str, Any]) -> dict[int, _Course]:
    return {
        item["recommendation_id"]: _Course(diagnosis["id"], place)
        for place, item in enumerate(diagnosis["plan"])
    }


def _takers(patients: Sequence[_Patient]) -> dict[int, list[int]]:
    takers: dict[int, list[int]] = {}
    for number, one in enumerate(patients):
        for recommendation_id in one.courses:
            takers.setdefault(recommendation_id, []).append(number)
    return takers


async def _watched(room: _Room) -> list[int]:
    """Return the remedies of the plans that somebody looks at."""
    live: Live = room.app.state.live
    found: list[int] = await room.guard.database.read(_plans, live.open_diagnoses())
    return found


def _plans(tx: ReadTx, diagnosis_ids: set[int]) -> list[int]:
    return list(dict.fromkeys(one for ref in sorted(diagnosis_ids) for one in plan_of(tx, ref)))


async def _report(room: _Room, patient: _Patient, turn: Turn) -> bool:
    """Submit one report and return whether it was taken."""
    course, chances = patient.courses[turn.recommendation_id], room.clinic.chances
    chance = chances[min(course.place, len(chances) - 1)]
    said = report(
        room.clinic, chance, room.draw, course.diagnosis_id, turn.recommendation_id,
        system_clock(), 0,
    )  # fmt: skip
    body = said.model_dump(mode="json", exclude={"observed_at"})
    answer = await room.client.post(
        "/api/feedback/submit", json=body, headers=_headers(room, patient)
    )
    return answer.status_code == httpx.codes.CREATED


def _headers(room: _Room, patient: _Patient) -> dict[str, str]:
    token = room.guard.tokens.issue(patient.user_id, patient.session_id)
    return {"Authorization": f"Bearer {token}"}
