"""Predicted plans from outside: shape, levels, targets, words, batches and what stays hidden."""

from typing import Any

import pytest

from tajriba.kit.database.transactions import WriteTx
from tajriba.knowledge.tables import recommendation
from tests.kit.clinics.clinic import Clinic, code_of, data_of, field_codes
from tests.kit.clinics.published_courses import (
    FAILURE,
    Course,
    course,
    get,
    items,
    predicted,
    publish,
)

PLAN = {
    "diagnosis_id",
    "patient_id",
    "prediction_date",
    "optimization_level",
    "model_version",
    "overall_confidence",
    "degraded",
    "nothing_to_rank",
    "predicted_recommendations",
}
ITEM = {
    "recommendation_id",
    "herb_name",
    "predicted_effectiveness",
    "interval",
    "confidence",
    "reasoning",
    "evidence_source",
    "components",
    "similar_patient_count",
    "average_improvement",
    "expected_duration_days",
    "risk_factors",
}


def test_a_plan_is_predicted_in_the_documented_shape(clinic: Clinic) -> None:
    one = course(clinic)
    plan = predicted(clinic, one)
    assert plan.keys() == PLAN
    assert (plan["diagnosis_id"], plan["patient_id"]) == (one.diagnosis_id, one.patient.patient_id)
    assert plan["prediction_date"] == "2026-11-22T12:00:00.000Z"
    assert (plan["optimization_level"], plan["model_version"]) == ("balanced", "1")
    assert plan["degraded"] is False
    assert plan["nothing_to_rank"] is None
    assert sorted(items(plan)) == sorted(one.plan)
    for item in plan["predicted_recommendations"]:
        assert item.keys() == ITEM
        low, high = item["interval"]
        assert 0 < low < item["predicted_effectiveness"] < high < 1
        assert item["components"].keys() == {
            "historical_effectiveness",
            "similar_patients",
            "symptom_match",
        }
        assert sum(part["weight"] for part in item["components"].values()) == pytest.approx(1)
        assert item["average_improvement"] is None
        assert item["expected_duration_days"] > 0
    confidences = [item["confidence"] for item in plan["predicted_recommendations"]]
    assert plan["overall_confidence"] == pytest.approx(sum(confidences) / len(confidences))


def test_an_empty_plan_has_nothing_to_be_confident_of(clinic: Clinic) -> None:
    patient = clinic.patient()
    diagnosis_id = clinic.diagnosis(patient)
    plan = predicted(clinic, Course(patient, diagnosis_id, []))
    assert plan["predicted_recommendations"] == []
    assert plan["overall_confidence"] == 0
    optimized = data_of(get(clinic, patient, f"diagnosis/{diagnosis_id}/optimize"))
    assert optimized["predicted_recommendations"] == []
    assert plan["nothing_to_rank"] == optimized["nothing_to_rank"]
    assert "هنوز دارویی در این برنامه نیامده است" in plan["nothing_to_rank"]


def test_a_plan_that_the_gate_stops_says_so(clinic: Clinic) -> None:
    one = course(clinic)

    def unreviewed(tx: WriteTx) -> None:
        tx.run(recommendation.update().values(reviewed=False))

    clinic.database.write_now(unreviewed)
    plan = predicted(clinic, one, "en")
    assert plan["predicted_recommendations"] == []
    assert "every remedy of the plan is ruled out" in plan["nothing_to_rank"]


@pytest.mark.parametrize("target", ["nan", "inf", "-Infinity", "+NaN"])
def test_a_target_that_is_no_number_is_told_the_bounds(clinic: Clinic, target: str) -> None:
    one = course(clinic)
    path = f"diagnosis/{one.diagnosis_id}/optimize"
    answer = get(clinic, one.patient, path, target_effectiveness=target)
    assert field_codes(answer) == {"query.target_effectiveness": "not_between"}
    assert "۰ تا ۱" in answer.json()["fields"][0]["message"]


def test_the_levels_are_quantiles_and_show_the_balanced_figure(clinic: Clinic) -> None:
    one = course(clinic)
    publish(clinic, one.plan[2])
    by_level = {
        level: predicted(clinic, one, optimization_level=level)
        for level in ("conservative", "balanced", "aggressive")
    }
    for level, plan in by_level.items():
        scores = [item["predicted_effectiveness"] for item in plan["predicted_recommendations"]]
        assert plan["optimization_level"] == level
        assert scores == sorted(scores, reverse=True)
    balanced = items(by_level["balanced"])
    for key, item in items(by_level["conservative"]).items():
        other = items(by_level["aggressive"])[key]
        assert item["predicted_effectiveness"] < balanced[key]["predicted_effectiveness"]
        assert balanced[key]["predicted_effectiveness"] < other["predicted_effectiveness"]
        assert item.keys() == other.keys() == ITEM | {"balanced_effectiveness"}
        assert item["balanced_effectiveness"] == balanced[key]["predicted_effectiveness"]


def test_what_worked_is_first_and_less_uncertain(clinic: Clinic) -> None:
    one = course(clinic)
    best = one.plan[-1]
    publish(clinic, best)
    plan = predicted(clinic, one)
    first, *rest = plan["predicted_recommendations"]
    assert first["recommendation_id"] == best
    assert first["predicted_effectiveness"] < 0.95
    for item in rest:
        assert item["predicted_effectiveness"] < first["predicted_effectiveness"]
        assert (
            item["interval"][1] - item["interval"][0] > first["interval"][1] - first["interval"][0]
        )


def test_what_failed_is_last(clinic: Clinic) -> None:
    one = course(clinic)
    publish(clinic, one.plan[0], **FAILURE)
    assert (
        predicted(clinic, one)["predicted_recommendations"][-1]["recommendation_id"] == one.plan[0]
    )


def test_patients_alike_count_from_five_on(clinic: Clinic) -> None:
    one = course(clinic, {"mizaj": "garm"})
    publish(clinic, one.plan[0], 20)
    assert items(predicted(clinic, one))[one.plan[0]]["similar_patient_count"] == 0
    publish(clinic, one.plan[0], 20)
    item = items(predicted(clinic, one))[one.plan[0]]
    assert item["similar_patient_count"] >= 5
    assert item["components"]["similar_patients"]["weight"] > 0
    assert item["components"]["historical_effectiveness"]["sample_size"] >= 25
    other = course(clinic, {"mizaj": "sard"}, one.plan)
    assert items(predicted(clinic, other))[one.plan[0]]["similar_patient_count"] == 0


def test_a_target_selects_what_reaches_it_else_the_best_three(clinic: Clinic) -> None:
    one = course(clinic)
    publish(clinic, one.plan[1])
    path = f"diagnosis/{one.diagnosis_id}/optimize"
    ranked = predicted(clinic, one)["predicted_recommendations"]
    target = ranked[0]["predicted_effectiveness"]
    reached = data_of(get(clinic, one.patient, path, target_effectiveness=target))
    assert (reached["selection"], reached["target_effectiveness"]) == ("target", target)
    assert reached["predicted_recommendations"] == ranked[:1]
    missed = data_of(get(clinic, one.patient, path, target_effectiveness=1))
    assert missed["selection"] == "best"
    assert missed["predicted_recommendations"] == ranked[:3]
    everything = data_of(get(clinic, one.patient, path, target_effectiveness=0))
    assert everything["predicted_recommendations"] == ranked
    assert data_of(get(clinic, one.patient, path))["target_effectiveness"] == 0.75


def test_words_are_of_the_readers_language_and_promise_nothing(clinic: Clinic) -> None:
    one = course(clinic, {"mizaj": "garm"}, symptoms=["تهوع"], imbalance="sard")
    publish(clinic, one.plan[0], 40, side_effects="تهوع")
    clinic.report(one.patient, one.diagnosis_id, one.plan[0], side_effects="سرگیجه")
    persian = items(predicted(clinic, one))[one.plan[0]]
    english = items(predicted(clinic, one, "en"))[one.plan[0]]
    assert "۸۰٪ موفق بوده است." in persian["reasoning"]
    assert "80% were a success." in english["reasoning"]
    assert "از ۱ گزارش خودتان، ۱ مورد موفق بوده است." in persian["reasoning"]
    assert "Your own reports: 1, of them successful: 1." in english["reasoning"]
    assert "بیمار با مزاج نزدیک" in persian["reasoning"]
    assert persian["reasoning"].endswith("نه وعدهٔ درمان.")
    assert english["reasoning"].endswith("not the promise of a cure.")
    assert any("تهوع (۴۰ بار)" in risk for risk in persian["risk_factors"])
    assert any("(40 times)" in risk for risk in english["risk_factors"])
    assert any(risk.startswith("You have reported this before") for risk in english["risk_factors"])


def test_a_practitioner_reads_of_the_patient(clinic: Clinic) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    clinic.consent(doctor, one.patient)
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])
    path = f"diagnosis/{one.diagnosis_id}/predict"
    plan = data_of(get(clinic, doctor, path, "en"))
    assert "This patient's own reports: 1, of them successful: 1." in str(plan)
    assert "your own" not in str(plan)


def test_what_is_not_known_is_said(clinic: Clinic) -> None:
    one = course(clinic)
    for item in predicted(clinic, one, "en")["predicted_recommendations"]:
        assert "There is no published report" in item["reasoning"]
        assert "temperament is not known" in item["reasoning"]
        assert "Little is known" in item["reasoning"]
        assert item["evidence_source"] == "historical_effectiveness"
    two = course(clinic, {"mizaj": "garm"})
    for item in predicted(clinic, two, "en")["predicted_recommendations"]:
        assert "Too few patients of a similar temperament" in item["reasoning"]


def test_a_side_effect_of_too_few_is_not_told(clinic: Clinic) -> None:
    one = course(clinic)
    publish(clinic, one.plan[0], 1, side_effects="تهوع")
    publish(clinic, one.plan[0], 4)
    risks = items(predicted(clinic, one))[one.plan[0]]["risk_factors"]
    assert not any("تهوع" in risk for risk in risks)


def test_a_remedy_that_became_unsafe_never_appears(clinic: Clinic) -> None:
    one = course(clinic)
    names = {key: item["herb_name"] for key, item in items(predicted(clinic, one)).items()}
    allergy = {"allergies": [names[one.plan[0]]]}
    path = f"/api/patients/{one.patient.patient_id}"
    data_of(clinic.client.patch(path, json=allergy, headers=one.patient.headers))
    assert names[one.plan[0]] not in str(predicted(clinic, one)["predicted_recommendations"])
    explained = f"diagnosis/{one.diagnosis_id}/recommendation/{one.plan[0]}/explain"
    assert code_of(get(clinic, one.patient, explained), 404) == "not_found"
    moved = data_of(get(clinic, one.patient, f"diagnosis/{one.diagnosis_id}/evolution"))
    assert names[one.plan[0]] not in str(moved)


def batch(clinic: Clinic, one: Course, body: Any) -> Any:
    path = "/api/predictions/batch/predict"
    return clinic.client.post(path, json=body, headers=one.patient.headers)


def test_a_batch_keeps_its_order(clinic: Clinic) -> None:
    one = course(clinic)
    other = clinic.diagnosis(one.patient)
    ids = [other, one.diagnosis_id]
    answer = batch(clinic, one, {"diagnosis_ids": ids, "optimization_level": "aggressive"})
    assert [plan["diagnosis_id"] for plan in data_of(answer)] == ids
    assert answer.json()["count"] == 2
    assert {plan["optimization_level"] for plan in data_of(answer)} == {"aggressive"}


def test_a_batch_answers_each_once(clinic: Clinic) -> None:
    one = course(clinic)
    other = clinic.diagnosis(one.patient)
    named = [other, one.diagnosis_id, other, other, one.diagnosis_id]
    answer = batch(clinic, one, {"diagnosis_ids": named})
    assert [plan["diagnosis_id"] for plan in data_of(answer)] == [other, one.diagnosis_id]
    assert answer.json()["count"] == 2


def test_a_batch_with_what_one_may_not_see_shows_nothing(clinic: Clinic) -> None:
    one, other = course(clinic), course(clinic)
    for hidden in (other.diagnosis_id, 10**9):
        answer = batch(clinic, one, {"diagnosis_ids": [one.diagnosis_id, hidden]})
        assert code_of(answer, 404) == "not_found"


@pytest.mark.parametrize(
    ("ids", "where", "code"),
    [
        ([], "body.diagnosis_ids", "too_short"),
        ([1] * 21, "body.diagnosis_ids", "too_long"),
        (["1"], "body.diagnosis_ids.0", "int_type"),
        ([0], "body.diagnosis_ids.0", "greater_than_equal"),
        (None, "body.diagnosis_ids", "list_type"),
    ],
)
def test_bad_batches_name_the_field(clinic: Clinic, ids: Any, where: str, code: str) -> None:
    patient = clinic.patient()
    one = Course(patient, 0, [])
    assert field_codes(batch(clinic, one, {"diagnosis_ids": ids})) == {where: code}


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("predict", {"optimization_level": "reckless"}, "literal_error"),
        ("optimize", {"target_effectiveness": "1.01"}, "less_than_equal"),
        ("optimize", {"target_effectiveness": "-0.01"}, "greater_than_equal"),
        ("optimize", {"target_effectiveness": "much"}, "float_parsing"),
        ("evolution", {"days": "0"}, "greater_than_equal"),
        ("evolution", {"days": "366"}, "less_than_equal"),
    ],
)
def test_bad_queries_name_the_field(
    clinic: Clinic, path: str, query: dict[str, str], code: str
) -> None:
    one = course(clinic)
    answer = get(clinic, one.patient, f"diagnosis/{one.diagnosis_id}/{path}", **query)
    assert field_codes(answer) == {f"query.{next(iter(query))}": code}


@pytest.mark.parametrize("path", ["predict", "optimize", "evolution", "accuracy"])
def test_only_the_patient_and_who_cares_for_them_see_a_prediction(
    clinic: Clinic, path: str
) -> None:
    one, doctor = course(clinic), clinic.practitioner()
    where = f"diagnosis/{one.diagnosis_id}/{path}"
    assert code_of(get(clinic, None, where), 401) == "not_signed_in"
    assert code_of(get(clinic, clinic.user("researcher"), where), 403) == "forbidden"
    assert code_of(get(clinic, clinic.patient(), where), 404) == "not_found"
    assert code_of(get(clinic, doctor, where), 404) == "not_found"
    clinic.consent(doctor, one.patient)
    data_of(get(clinic, doctor, where))
