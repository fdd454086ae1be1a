"""Patients made through the public API: registered, diagnosed, with a plan of their own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from tajriba.patients.consent.schemas import NOTICE_VERSION, PURPOSES

PLAN_SIZE = 3


@dataclass(frozen=True, slots=True)
class Patient:
    """A signed-in patient, one diagnosis, and what its plan holds."""

    token: str
    diagnosis_id: int
    recommendation_ids: tuple[int, ...]


def treated(port: int, count: int) -> list[str]:
    """Return the names of `count` conditions that the server at `port` knows remedies for."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        remedies = _send(client, "GET", "/api/recommendations?limit=200", None)
    return list(dict.fromkeys(one["condition_name"] for one in remedies))[:count]


def enrol(
    port: int, count: int, diagnoses: int = 1, conditions: Sequence[str] = ("سردرد",)
) -> list[Patient]:
    """Make `count` patients on the server at `port`, each with as many diagnoses, of the
    conditions in turn.

    Returns one entry per diagnosis, a patient's own in a row.
    Raises httpx.HTTPStatusError where the API refuses a step.
    """
    base = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=base, trust_env=False, timeout=20) as client:
        return [
            found
            for number in range(count)
            for found in _enrol_one(client, number, diagnoses, conditions)
        ]


def _enrol_one(
    client: httpx.Client, number: int, diagnoses: int, conditions: Sequence[str]
) -> list[Patient]:
    account = {"email": f"patient{number}@example.org", "password": secrets.token_urlsafe(16)}
    _send(client, "POST", "/api/auth/register", {**account, "full_name": "بیمار آزمون"})
    client.cookies.clear()  # Signing in would end the session of who came before.
    token = _send(client, "POST", "/api/auth/login", account)["access_token"]
    signed = {"Authorization": f"Bearer {token}"}
    agreed = {"notice_version": NOTICE_VERSION, "purposes": PURPOSES}
    _send(client, "PUT", "/api/me/consents", agreed, signed)
    ids = [
        _diagnose(client, signed, conditions[(number + turn) % len(conditions)])
        for turn in range(diagnoses)
    ]
    candidates = [_candidates(client, one, signed) for one in ids[: len(conditions)]]
    return [
        _plan(client, token, one, _around(candidates[turn % len(conditions)], number + turn))
        for turn, one in enumerate(ids)
    ]


def _diagnose(client: httpx.Client, signed: dict[str, str], condition: str) -> int:
    asked = {"condition": condition, "symptoms": [condition], "severity": 3}
    return int(_send(client, "POST", "/api/diagnoses", asked, signed)["id"])


def _candidates(client: httpx.Client, diagnosis: int, signed: dict[str, str]) -> list[int]:
    """What may be planned; the same for all diagnoses of a patient that are of one condition."""
    found = _send(client, "GET", f"/api/diagnoses/{diagnosis}/candidates", None, signed)
    return [int(candidate["recommendation_id"]) for candidate in found]


def _plan(client: httpx.Client, token: str, diagnosis: int, chosen: list[int]) -> Patient:
    signed, plan = {"Authorization": f"Bearer {token}"}, {"recommendation_ids": chosen}
    _send(client, "PUT", f"/api/diagnoses/{diagnosis}/plan", plan, signed)
    return Patient(token, diagnosis, tuple(chosen))


def _around(ids: Sequence[int], start: int) -> list[int]:
    """A plan's ids, begun at another one for each patient, so that reports spread over remedies."""
    turn = start % len(ids)
    return [*ids[turn:], *ids[:turn]][:PLAN_SIZE]


def _send(
    client: httpx.Client,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    headers: dict[str, str] | None = None,
) -> Any:
    answer = client.request(method, path, json=body, headers=headers)
    answer.raise_for_status()
    return answer.json()["data"]
