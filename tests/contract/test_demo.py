"""The demo clinic: there once, the same for everybody, with something to see in it."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from tajriba.app import Demo, create_app
from tajriba.cli.demo.build import build_demo
from tajriba.cli.demo.patients import PACE, report_on
from tajriba.cli.prepared_database import prepared_database
from tajriba.database import open_database
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx
from tajriba.loop.queue_counts import count_reports
from tajriba.settings import Settings
from tests.kit.clinics.clinic import code_of, data_of
from tests.kit.databases import Stores

Patients = Callable[[FastAPI], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def settings(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a database that has the demo clinic, built twice."""
    url = stores.new(tmp_path_factory.mktemp("demo"))
    settings = Settings(database_url=url, rate_limits="off")
    for _ in range(2):
        with prepared_database(settings, create=True) as database:
            build_demo(database)
    return settings


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


def sign_in(client: TestClient, role: str, settings: Settings) -> dict[str, str]:
    database = open_database(settings)
    account = next(one for one in build_demo(database) if one.role == role)
    database.close()
    body = {"email": account.email, "password": account.password}
    token = data_of(client.post("/api/auth/login", json=body))["access_token"]
    return {"Authorization": f"Bearer {token}"}


def test_building_it_again_adds_nothing(settings: Settings) -> None:
    database = open_database(settings)
    before = database.read_now(count_reports)
    accounts = build_demo(database)
    assert database.read_now(count_reports) == before > 100
    assert [one.role for one in accounts].count("patient") >= 6
    database.close()


def test_a_patient_finds_plans_with_a_ranking(client: TestClient, settings: Settings) -> None:
    headers = sign_in(client, "patient", settings)
    diagnoses = data_of(client.get("/api/diagnoses", headers=headers))
    assert {one["self_reported"] for one in diagnoses} == {True, False}
    for one in diagnoses:
        live = data_of(client.get(f"/api/diagnoses/{one['id']}/live", headers=headers))
        assert len(live["ranking"]) == len(one["plan"]) == 4
        assert live["recent_events"]


def test_the_practitioner_cares_for_all_of_them(client: TestClient, settings: Settings) -> None:
    headers = sign_in(client, "practitioner", settings)
    patients = data_of(client.get("/api/patients", headers=headers))
    assert len(patients) == 8
    assert "مریم احمدی" in {one["full_name"] for one in patients}


def test_evidence_is_published_and_says_different_things(client: TestClient) -> None:
    found = data_of(client.get("/api/feedback/stats/most-effective?limit=50"))
    scores = [one["effectiveness_score"] for one in found]
    assert len(scores) >= 8
    assert max(scores) - min(scores) > 0.3
    assert data_of(client.get("/api/feedback/stats/side-effects"))


def test_everybody_gets_the_same_clinic(settings: Settings, new_url: str) -> None:
    other = Settings(database_url=new_url)
    with prepared_database(other, create=True) as database:
        build_demo(database)
    assert _reports(other) == _reports(settings)


def _reports(settings: Settings) -> list[tuple[object, ...]]:
    """Return what is said in every report, without the moment it was written."""
    said = select(
        feedback.c.diagnosis_id,
        feedback.c.recommendation_id,
        feedback.c.rating,
        feedback.c.symptom_improvement,
        feedback.c.comment,
    )

    def read(tx: ReadTx) -> list[tuple[object, ...]]:
        return [tuple(row) for row in tx.all(said.order_by(feedback.c.id))]

    database = open_database(settings)
    found = database.read_now(read)
    database.close()
    return found


def demo_app(settings: Settings, patients: Patients) -> TestClient:
    """Return the app of `serve --demo`, whose other patients do as they are told."""
    database = open_database(settings)
    accounts = build_demo(database)
    database.close()
    app = create_app(settings, demo=Demo(accounts, patients))
    return TestClient(app, base_url="http://127.0.0.1")


async def nobody(_: FastAPI) -> None:
    """Stand for patients who stay silent."""


@pytest.mark.parametrize("role", ["patient", "practitioner", "researcher", "admin"])
def test_one_can_be_anybody_of_the_clinic(settings: Settings, role: str) -> None:
    with demo_app(settings, nobody) as client:
        people = {one["role"]: one["full_name"] for one in data_of(client.get("/api/demo"))}
        answer = client.post("/api/demo/sign-in", json={"role": role})
        token = data_of(answer)["access_token"]
        me = data_of(client.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"}))
        assert (me["role"], me["full_name"]) == (role, people[role])
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert data_of(client.post("/api/auth/refresh"))["person"]["role"] == role


def test_without_the_demo_there_is_nobody_to_be(client: TestClient) -> None:
    assert data_of(client.get("/api/demo")) == []
    refused = client.post("/api/demo/sign-in", json={"role": "patient"})
    assert code_of(refused, 404) == "not_found"
    assert "set-cookie" not in refused.headers


def rounds(rests: list[float], most: int) -> Patients:
    """Return patients who report `most` times without waiting; `rests` gets the waits."""

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        await asyncio.sleep(0)

    return lambda app: report_on(app, rest, most)


def test_an_open_screen_moves_within_ten_seconds(settings: Settings, new_url: str) -> None:
    fresh = settings.model_copy(update={"database_url": new_url})
    with prepared_database(fresh, create=True) as database:
        build_demo(database)
    rests: list[float] = []
    with demo_app(fresh, rounds(rests, 10)) as client:
        token = data_of(client.post("/api/demo/sign-in", json={"role": "patient"}))["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        first, *_ = data_of(client.get("/api/diagnoses", headers=headers))
        live = data_of(client.get(f"/api/diagnoses/{first['id']}/live", headers=headers))
        with client.websocket_connect(f"/ws/{first['id']}", headers=headers) as socket:
            assert socket.receive_json()["type"] == "connect"
            moved = [socket.receive_json() for _ in range(2)]

    known = {one["recommendation_id"]: one for one in live["evidence"]}
    for message in moved:
        assert message["type"] == "effectiveness_update"
        assert message["data"]["scope"] == "recommendation"
        assert message["data"]["recommendation_id"] in known
    reporting = [seconds for seconds in rests if seconds != PACE[0]]
    assert sum(reporting[:5]) < 10
    assert len(_reports(fresh)) == len(_reports(settings)) + 10


def test_where_nobody_looks_nobody_reports(settings: Settings) -> None:
    before = _reports(settings)
    waited = threading.Event()

    async def rest(_: float) -> None:
        waits.append(1)
        if len(waits) > 20:
            waited.set()
        await asyncio.sleep(0)

    waits: list[int] = []
    with demo_app(settings, lambda app: report_on(app, rest)):
        assert waited.wait(20)
    assert _reports(settings) == before
