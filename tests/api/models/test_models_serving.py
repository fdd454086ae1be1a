"""What a promoted model changes: predictions, explanations, screens; and one that can't be read."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from tajriba.audit.tables import audit
from tajriba.kit.database.transactions import WriteTx
from tajriba.lab.training.promotion import roll_back
from tajriba.loop.prediction.worker import Worker
from tajriba.predictions.registry.model_artifact import BadArtifact
from tajriba.predictions.service.prediction_cache import kept_prediction
from tajriba.predictions.tables import model
from tests.kit.clinics.clinic import Clinic, code_of, data_of
from tests.kit.clinics.model_training import serve
from tests.kit.clinics.published_courses import (
    FAILURE,
    Course,
    course,
    get,
    items,
    predicted,
    publish,
)

NOON = "2026-11-22T12:00:00.000Z"
CURES = ("شفا", "درمان قطعی", "cure ", "cures", "heal")


def explained(clinic: Clinic, one: Course, remedy: int, lang: str = "en") -> Any:
    path = f"diagnosis/{one.diagnosis_id}/recommendation/{remedy}/explain"
    return data_of(get(clinic, one.patient, path, lang))


def corrupt(clinic: Clinic, artifact: str = "{") -> None:
    def spoil(tx: WriteTx) -> None:
        tx.run(update(model).values(artifact=artifact))

    clinic.database.write_now(spoil)


def ready(clinic: Clinic) -> list[str]:
    parts: list[str] = data_of(clinic.client.get("/health/ready"))["degraded"]
    return parts


@pytest.fixture
def known(clinic: Clinic) -> Course:
    """A patient with a mizaj, and a plan of which others have reported two remedies."""
    one = course(clinic, {"mizaj": "garm", "sex": "female", "birth_year": 1980})
    publish(clinic, one.plan[0], patients=15)
    publish(clinic, one.plan[1], patients=15, **FAILURE)
    return one


def test_a_model_makes_predictions_anew_at_once(clinic: Clinic, known: Course) -> None:
    before = predicted(clinic, known)
    clinic.clock.advance(seconds=60)
    assert predicted(clinic, known)["prediction_date"] == before["prediction_date"]
    made = serve(clinic.database)
    after = predicted(clinic, known)
    assert (before["model_version"], after["model_version"]) == ("1", made.version)
    assert after["prediction_date"] != before["prediction_date"]
    assert not after["degraded"]
    for item in items(after).values():
        low, high = item["interval"]
        assert 0 < low < item["predicted_effectiveness"] < high < 1


def test_taking_it_back_brings_the_old_predictions_back(clinic: Clinic, known: Course) -> None:
    before = predicted(clinic, known)
    serve(clinic.database)
    assert predicted(clinic, known)["model_version"] == "2.1"
    assert clinic.database.write_now(roll_back, "1")
    assert not clinic.database.write_now(roll_back, "1")
    again = predicted(clinic, known)
    assert again["model_version"] == "1"
    assert items(again) == items(before)


def test_an_administrator_takes_a_model_back(clinic: Clinic, known: Course) -> None:
    serve(clinic.database)
    admin = clinic.user("admin")

    def choose(version: str) -> Any:
        path, body = "/api/admin/models/serving", {"version": version}
        return clinic.client.post(path, json=body, headers=admin.headers)

    assert data_of(choose("1"))["version"] == "1"
    assert predicted(clinic, known)["model_version"] == "1"
    assert data_of(choose("2.1"))["version"] == "2.1"
    assert code_of(choose("2.9"), 404) == "not_found"
    corrupt(clinic)
    assert code_of(choose("2.1"), 404) == "not_found"
    by = select(audit.c.actor_id).where(audit.c.action == "model.rollback")
    trail = clinic.database.read_now(lambda tx: [row.actor_id for row in tx.all(by)])
    assert trail == [admin.user_id] * 2


def test_a_screen_is_told_that_the_model_moved_its_ranking(clinic: Clinic, known: Course) -> None:
    """The plan's prediction is made when it is next read; what moved says why."""
    predicted(clinic, known)
    serve(clinic.database)
    moved = predicted(clinic, known)
    live = data_of(
        clinic.client.get(
            f"/api/diagnoses/{known.diagnosis_id}/live",
            headers=known.patient.headers | {"Accept-Language": "en"},
        )
    )
    updates = [one for one in live["recent_events"] if one["type"] == "recommendation_update"]
    reasons = {one["data"]["reason"] for one in updates}
    assert "The prediction model was updated." in reasons
    shown = {one["recommendation_id"]: one["score"] for one in live["ranking"]}
    assert shown == {key: one["predicted_effectiveness"] for key, one in items(moved).items()}


@pytest.mark.parametrize("artifact", ["", "{", '{"schema":1}', "\x80\x04K\x01."])
def test_one_that_cant_be_read_is_stood_in_for_and_that_is_said(
    clinic: Clinic, known: Course, artifact: str
) -> None:
    simple = items(predicted(clinic, known))
    serve(clinic.database)
    assert ready(clinic) == []
    corrupt(clinic, artifact)
    assert ready(clinic) == ["model"]
    plan = predicted(clinic, known, "en")
    assert (plan["model_version"], plan["degraded"]) == ("1", True)
    assert {key: one["predicted_effectiveness"] for key, one in items(plan).items()} == {
        key: one["predicted_effectiveness"] for key, one in simple.items()
    }
    reasons = [item["reasoning"] for item in items(plan).values()]
    assert all("this estimate is by the simple first model" in reason for reason in reasons)
    assert "نخستین" in items(predicted(clinic, known))[known.plan[0]]["reasoning"]
    told = data_of(get(clinic, None, "model/version"))
    assert (told["version"], told["degraded"], told["reason"]) == ("1", True, "unreadable")
    assert data_of(get(clinic, None, "health"))["degraded"]
    assert explained(clinic, known, known.plan[0])["degraded"]
    (bad, _) = data_of(clinic.client.get("/api/admin/models", headers=clinic.user("admin").headers))
    assert (bad["state"], bad["active"], bad["readable"]) == ("champion", False, False)


@pytest.mark.parametrize("figures", ["", "{", "[1]", '{"rows": "x"}'])
def test_one_whose_figures_cant_be_read_serves_all_the_same(clinic: Clinic, figures: str) -> None:
    made = serve(clinic.database)
    clinic.database.write_now(lambda tx: tx.run(update(model).values(figures=figures)))
    told = data_of(get(clinic, None, "model/version"))
    assert (told["version"], told["held_out"]) == (made.version, None)
    (one, _) = data_of(clinic.client.get("/api/admin/models", headers=clinic.user("admin").headers))
    assert (one["readable"], one["held_out"]) == (True, None)
    assert clinic.database.write_now(roll_back, "1")
    assert clinic.database.write_now(roll_back, made.version)


def test_one_that_cant_be_read_is_not_rolled_back_to(clinic: Clinic) -> None:
    first, second = serve(clinic.database), serve(clinic.database)
    corrupt(clinic)
    with pytest.raises(BadArtifact):
        clinic.database.write_now(roll_back, first.version)
    assert clinic.database.read_now(lambda tx: tx.scalar(
        model.select().with_only_columns(model.c.version).where(model.c.state == "champion")
    )) == second.version  # fmt: skip


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_an_explanation_says_what_it_rests_on(clinic: Clinic, known: Course, lang: str) -> None:
    serve(clinic.database)
    for _ in range(4):
        clinic.report(known.patient, known.diagnosis_id, known.plan[1], **FAILURE)
    found = explained(clinic, known, known.plan[1], lang)
    assert found["model_version"] == "2.1"
    wanted = {
        "fa": ("گزارش", "خودتان", "کمتر از آنچه"),
        "en": ("reports", "your own", "worse than"),
    }
    for word in wanted[lang]:
        assert word in found["reasoning"].replace("Your", "your")
    assert not any(word in found["reasoning"].lower() for word in CURES)
    levels = [one["level"] for one in found["pooling"]]
    assert levels[-2:] == ["recommendation", "patient"]
    better, worse = (one["predicted_effectiveness"] for one in found["changes"])
    assert worse < found["levels"]["balanced"] < better
    assert sum(one["weight"] for one in found["components"]) == pytest.approx(1)


def test_ones_own_habit_moves_remedies_that_one_has_not_taken(
    clinic: Clinic, known: Course
) -> None:
    serve(clinic.database)
    untried = known.plan[2]
    before = items(predicted(clinic, known))[untried]["predicted_effectiveness"]
    for _ in range(6):
        clinic.report(known.patient, known.diagnosis_id, known.plan[0], **FAILURE)
    after = items(predicted(clinic, known))[untried]["predicted_effectiveness"]
    assert after < before


def test_a_stranger_learns_nothing_of_ones_own_reports(clinic: Clinic, known: Course) -> None:
    serve(clinic.database)
    other = course(clinic, {"mizaj": "garm", "birth_year": 1990}, known.plan)
    before = items(predicted(clinic, other))
    clinic.report(known.patient, known.diagnosis_id, known.plan[0], **FAILURE)
    assert items(predicted(clinic, other)) == before


def test_the_public_figure_is_the_models(clinic: Clinic, known: Course) -> None:
    path = f"recommendation/{known.plan[0]}/prediction-stats"
    before = data_of(get(clinic, None, path))
    serve(clinic.database)
    after = data_of(get(clinic, None, path))
    assert (before["model_version"], after["model_version"]) == ("1", "2.1")
    assert after["predicted_effectiveness"] != before["predicted_effectiveness"]


def test_open_plans_are_predicted_anew_by_another_model(clinic: Clinic, known: Course) -> None:
    predicted(clinic, known)

    async def run() -> None:
        worker = Worker(clinic.database)
        await worker.start()
        await asyncio.to_thread(serve, clinic.database)
        while await worker.work_once({known.diagnosis_id}):
            pass

    asyncio.run(run())
    kept = clinic.database.read_now(kept_prediction, known.diagnosis_id)
    assert kept is not None
    assert kept.model_version == "2.1"


@pytest.mark.parametrize(("report", "at"), [({}, 0), (FAILURE, 1)])
def test_what_would_change_it_is_what_then_happens(
    clinic: Clinic, known: Course, report: dict[str, Any], at: int
) -> None:
    """One's habit moves with the report, too."""
    serve(clinic.database)
    clinic.report(known.patient, known.diagnosis_id, known.plan[1])
    for remedy in known.plan[:3]:
        foretold = explained(clinic, known, remedy)["changes"][at]["predicted_effectiveness"]
        clinic.report(known.patient, known.diagnosis_id, remedy, **report)
        found = items(predicted(clinic, known))[remedy]["predicted_effectiveness"]
        assert found == pytest.approx(foretold)


def test_an_explanation_agrees_with_the_prediction(clinic: Clinic, known: Course) -> None:
    serve(clinic.database)
    for remedy, item in items(predicted(clinic, known, "en")).items():
        found = explained(clinic, known, remedy)
        assert found["levels"]["balanced"] == pytest.approx(item["predicted_effectiveness"])
        assert found["reasoning"] == item["reasoning"]
        historical, patient = found["components"][0], found["pooling"][-1]
        assert patient["value"] == pytest.approx(historical["value"])


def test_of_whom_and_what_nothing_is_known_it_says_so(clinic: Clinic) -> None:
    """No mizaj, no symptoms, no published report: wide, and near what is thought of all."""
    serve(clinic.database)
    one = course(clinic)
    for item in items(predicted(clinic, one, "en")).values():
        low, high = item["interval"]
        assert high - low > 0.3
        assert "temperament is not known" in item["reasoning"]
        assert "no published report" in item["reasoning"]
        assert item["components"]["similar_patients"]["weight"] == 0


def test_a_diagnosis_without_a_plan_has_an_empty_prediction(clinic: Clinic) -> None:
    serve(clinic.database)
    me = clinic.patient()
    found = data_of(get(clinic, me, f"diagnosis/{clinic.diagnosis(me)}/predict"))
    assert found["predicted_recommendations"] == []
    assert found["model_version"] == "2.1"
