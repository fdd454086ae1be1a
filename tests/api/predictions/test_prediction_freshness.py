"""A prediction is never stale: whatever it came from, its change makes it anew."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tajriba.kit.database.transactions import WriteTx
from tajriba.knowledge.tables import knowledge_state
from tajriba.predictions.tables import prediction
from tests.kit.clinics.clinic import Clinic, data_of
from tests.kit.clinics.published_courses import Course, course, items, predicted, publish


def made_at(clinic: Clinic, one: Course) -> str:
    return str(predicted(clinic, one)["prediction_date"])


def later(clinic: Clinic) -> None:
    clinic.clock.advance(seconds=60)


def signed_in_again(clinic: Clinic, one: Course) -> Course:
    return replace(one, patient=replace(one.patient, headers=clinic.session(one.patient.user_id)))


@pytest.fixture
def kept(clinic: Clinic) -> Course:
    """A course whose prediction was made at noon and is kept a minute later."""
    one = course(clinic)
    assert made_at(clinic, one) == "2026-11-22T12:00:00.000Z"
    later(clinic)
    return one


NOON = "2026-11-22T12:00:00.000Z"
ANEW = "2026-11-22T12:01:00.000Z"


def test_it_is_kept_where_nothing_changed(clinic: Clinic, kept: Course) -> None:
    for level in ("conservative", "balanced"):
        plan = predicted(clinic, kept, "en", optimization_level=level)
        assert plan["prediction_date"] == NOON


def test_ones_own_report_makes_it_anew(clinic: Clinic, kept: Course) -> None:
    before = items(predicted(clinic, kept))
    made = clinic.report(kept.patient, kept.diagnosis_id, kept.plan[0])
    plan = predicted(clinic, kept)
    assert plan["prediction_date"] == ANEW
    after = items(plan)[kept.plan[0]]["predicted_effectiveness"]
    assert after > before[kept.plan[0]]["predicted_effectiveness"]
    answer = clinic.client.delete(f"/api/feedback/{made['id']}", headers=kept.patient.headers)
    data_of(answer)
    again = items(predicted(clinic, kept))[kept.plan[0]]["predicted_effectiveness"]
    assert again == before[kept.plan[0]]["predicted_effectiveness"]


def test_a_publication_makes_it_anew_and_not_before(clinic: Clinic, kept: Course) -> None:
    publish(clinic, kept.plan[0], patients=4)
    assert made_at(clinic, kept) == NOON
    publish(clinic, kept.plan[0], patients=1)
    assert made_at(clinic, kept) == ANEW


@pytest.mark.parametrize("change", [{"mizaj": "sard_tar"}, {"birth_year": 1950}])
def test_a_change_of_the_record_makes_it_anew(
    clinic: Clinic, kept: Course, change: dict[str, Any]
) -> None:
    path = f"/api/patients/{kept.patient.patient_id}"
    data_of(clinic.client.patch(path, json=change, headers=kept.patient.headers))
    assert made_at(clinic, kept) == ANEW


def test_a_change_of_the_plan_makes_it_anew(clinic: Clinic, kept: Course) -> None:
    clinic.plan(kept.patient, kept.diagnosis_id, kept.plan[:2])
    plan = predicted(clinic, kept)
    assert plan["prediction_date"] == ANEW
    assert sorted(items(plan)) == sorted(kept.plan[:2])


def test_new_knowledge_makes_it_anew(clinic: Clinic, kept: Course) -> None:
    def loaded(tx: WriteTx) -> None:
        tx.run(knowledge_state.update().values(version="another"))

    clinic.database.write_now(loaded)
    assert made_at(clinic, kept) == ANEW


def test_it_is_kept_a_day_at_most(clinic: Clinic, kept: Course) -> None:
    clinic.clock.advance(seconds=11 * 3600)
    assert made_at(clinic, signed_in_again(clinic, kept)) == NOON
    clinic.clock.advance(days=1)
    assert made_at(clinic, signed_in_again(clinic, kept)) != NOON


def test_nothing_older_than_a_day_is_served_even_within_its_day(clinic: Clinic) -> None:
    one = course(clinic)
    made_at(clinic, one)

    def aged(tx: WriteTx) -> None:
        tx.run(prediction.update().values(created_at=tx.now - 86_400_000))

    clinic.database.write_now(aged)
    later(clinic)
    assert made_at(clinic, one) == ANEW


def test_a_new_prediction_that_moved_is_announced(clinic: Clinic, kept: Course) -> None:
    clinic.report(kept.patient, kept.diagnosis_id, kept.plan[-1])
    predicted(clinic, kept)
    live = clinic.client.get(
        f"/api/diagnoses/{kept.diagnosis_id}/live", headers=kept.patient.headers
    )
    snapshot = data_of(live)
    assert snapshot["ranking"][0]["recommendation_id"] == kept.plan[-1]
    assert "recommendation_update" in [event["type"] for event in snapshot["recent_events"]]
    rows = clinic.database.read_now(lambda tx: tx.all(select(prediction.c.diagnosis_id)))
    assert (kept.diagnosis_id,) in [tuple(row) for row in rows]
