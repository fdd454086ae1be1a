"""The demo clinic: there once, the same for everybody, with something to see in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from tajriba.app import create_app, open_database
from tajriba.cli.context import prepared_database
from tajriba.cli.demo import build_demo
from tajriba.feedback.models import feedback
from tajriba.kit.db import ReadTx
from tajriba.loop.overview import count_reports
from tajriba.settings import Settings
from tests.kit.clinic import data_of
from tests.kit.stores import Stores


@pytest.fixture(scope="module")
def settings(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a database that has the demo clinic, built twice."""
    url = stores.new(tmp_path_factory.mktemp("demo"))
    settings = Settings(database_url=url, rate_limits="off")
    for _ in range(2):
        with prepared_database(settings) as database:
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
    with prepared_database(other) as database:
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
