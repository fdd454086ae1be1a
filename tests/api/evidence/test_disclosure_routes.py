"""Whoever reads all public routes learns what is published, and of nobody anything else."""

from random import Random
from typing import Any

from fastapi.routing import APIRoute
from sqlalchemy import delete, select

from tajriba.accounts.authorization import access_of
from tajriba.evidence.keys import Key
from tajriba.evidence.publication.policy import BY_ATOMS
from tajriba.evidence.tables import (
    KEY,
    evidence_atom,
    evidence_day,
    evidence_entry,
    evidence_member,
    evidence_published,
    evidence_waiting,
)
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.loop.tables import counter
from tests.api.evidence.test_evidence_routes import Course, course, report
from tests.kit.clinics.clinic import Clinic, data_of

PAGES = (
    "/evidence",
    "/recommendations/{recommendation_id}",
    "/herbs/{herb_id}",
    "/conditions/{condition_id}",
)
OPERATION = ("/api/predictions/health",)
"""What tells of the service's health and not of figures."""

Answers = dict[str, tuple[int, str]]


def addresses(clinic: Clinic, recommendation_id: int) -> list[str]:
    """Return every public address of a remedy, its herb, its condition, and of all."""
    remedy = data_of(clinic.client.get(f"/api/recommendations/{recommendation_id}"))
    herb = data_of(clinic.client.get(f"/api/herbs/{remedy['herb_id']}"))
    values = {
        "recommendation_id": recommendation_id,
        "herb_id": remedy["herb_id"],
        "condition_id": remedy["condition_id"],
    }
    paths = [route.path for route in clinic.client.app.routes if is_public(route)]  # type: ignore[attr-defined]
    named = {"condition": "سردرد", "herb": herb["name"]}
    filled = [
        path.replace("{name:path}", named[path.split("/")[-2]]).format(**values)
        for path in paths
        if path not in OPERATION
    ]
    return [*filled, *(path.format(**values) for path in PAGES)]


def is_public(route: Any) -> bool:
    if not isinstance(route, APIRoute) or "GET" not in (route.methods or ()):
        return False
    return route.path.startswith("/api/") and access_of(route.endpoint).roles is None


def poll(clinic: Clinic, paths: list[str]) -> Answers:
    found = {path: clinic.client.get(path) for path in paths}
    return {path: (answer.status_code, answer.text) for path, answer in found.items()}


def versions(tx: ReadTx) -> dict[Key, int]:
    columns = [evidence_published.c[name] for name in (*KEY, "version")]
    return {Key(*key): version for *key, version in map(tuple, tx.all(select(*columns)))}


def forget(tx: WriteTx) -> None:
    """Take away all that is known of each report and patient but what is published."""
    raw = (evidence_entry, evidence_atom, evidence_member, evidence_waiting, evidence_day)
    for table in (*raw, counter, feedback):
        tx.run(delete(table))


def step(clinic: Clinic, courses: list[Course], ids: dict[int, int], chance: Random) -> None:
    """Let somebody report, say something else, or take back what they said."""
    one = chance.choice(courses)
    stored = ids.get(one.diagnosis_id)
    kind = chance.choice(["report", "report", "report", "revise", "withdraw"])
    if stored and kind == "withdraw":
        del ids[one.diagnosis_id]
        path = f"/api/feedback/{stored}"
        data_of(clinic.client.delete(path, headers=one.person.headers))
    elif stored and kind == "revise":
        path, body = f"/api/feedback/update/{stored}", {"rating": chance.randint(1, 5)}
        data_of(clinic.client.put(path, json=body, headers=one.person.headers))
    else:
        effects = chance.choice(["تهوع", "خارش", []])
        said = report(clinic, one, rating=chance.randint(1, 5), side_effects=effects)
        ids[one.diagnosis_id] = said["id"]


def test_public_routes_show_what_is_published_and_nothing_else(clinic: Clinic) -> None:
    """Between two atoms no answer changes; and without the reports every answer is the same."""
    chance, ids = Random(14), dict[int, int]()
    courses = [course(clinic, mizaj) for mizaj in ("garm", "sard") for _ in range(6)]
    paths = addresses(clinic, courses[0].recommendation_id)
    before, known = poll(clinic, paths), clinic.database.read_now(versions)
    advanced = 0
    for _ in range(40):
        step(clinic, courses, ids, chance)
        after, now = poll(clinic, paths), clinic.database.read_now(versions)
        if now == known:
            assert after == before
        else:
            assert after != before
            advanced += 1
        before, known = after, now
    assert advanced >= 2
    assert all(status == 200 for status, _ in before.values())
    clinic.database.write_now(forget)
    assert poll(clinic, paths) == before


def test_accounts_that_nobody_vouches_for_move_no_public_route(clinic: Clinic) -> None:
    """Somebody with ten accounts reports around one patient, who is unknown too."""
    clinic.client.app.state.policy = BY_ATOMS  # type: ignore[attr-defined]
    courses = [course(clinic) for _ in range(11)]
    paths = addresses(clinic, courses[0].recommendation_id)
    before = poll(clinic, paths)
    for number in range(33):
        report(clinic, courses[number % 11], rating=1 + number % 5, side_effects="تهوع")
        assert poll(clinic, paths) == before
