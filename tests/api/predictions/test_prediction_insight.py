"""What stands behind predictions: history, accuracy, explanations, profiles, the public's view."""

from typing import Any

import pytest

from tajriba.predictions.model import WEIGHTS
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of
from tests.kit.clinics.published_courses import (
    FAILURE,
    Course,
    course,
    get,
    items,
    predicted,
    publish,
)


def of_diagnosis(clinic: Clinic, one: Course, what: str, lang: str = "fa", **query: Any) -> Any:
    return data_of(get(clinic, one.patient, f"diagnosis/{one.diagnosis_id}/{what}", lang, **query))


def explained(clinic: Clinic, one: Course, recommendation_id: int, lang: str = "fa") -> Any:
    return of_diagnosis(clinic, one, f"recommendation/{recommendation_id}/explain", lang)


def again(clinic: Clinic, person: Person) -> dict[str, str]:
    return clinic.session(person.user_id)


def test_the_evolution_is_of_the_announced_rankings(clinic: Clinic) -> None:
    one = course(clinic)
    last = one.plan[-1]
    clinic.clock.advance(seconds=60)
    clinic.report(one.patient, one.diagnosis_id, last)
    predicted(clinic, one)
    found = of_diagnosis(clinic, one, "evolution")
    assert (found["diagnosis_id"], found["days"]) == (one.diagnosis_id, 30)
    first, second = found["rankings"]
    assert first["prediction_date"] == "2026-11-22T12:00:00.000Z"
    assert second["prediction_date"] == "2026-11-22T12:01:00.000Z"
    assert [place["rank"] for place in second["places"]] == [1, 2, 3, 4, 5]
    assert second["places"][0]["recommendation_id"] == last
    (moved,) = (move for move in found["movements"] if move["recommendation_id"] == last)
    assert moved["last_rank"] == 1
    assert moved["change"] == pytest.approx(moved["last_score"] - moved["first_score"])
    assert moved["change"] > 0.05


def test_the_evolution_reaches_as_far_back_as_asked(clinic: Clinic) -> None:
    one = course(clinic)
    clinic.clock.advance(days=10)
    late = Course(
        Person(one.patient.user_id, one.patient.email, again(clinic, one.patient)),
        one.diagnosis_id,
        one.plan,
    )
    assert of_diagnosis(clinic, late, "evolution", days=9)["rankings"] == []
    assert len(of_diagnosis(clinic, late, "evolution", days=11)["rankings"]) == 1


def test_the_accuracy_compares_reports_with_what_was_announced_before(clinic: Clinic) -> None:
    one = course(clinic)
    scores = {key: i["predicted_effectiveness"] for key, i in items(predicted(clinic, one)).items()}
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])
    clinic.clock.advance(seconds=60)
    clinic.report(one.patient, one.diagnosis_id, one.plan[1])
    clinic.report(one.patient, one.diagnosis_id, one.plan[2], **FAILURE)
    found = of_diagnosis(clinic, one, "accuracy")
    good, bad = scores[one.plan[1]], scores[one.plan[2]]
    assert found["count"] == 2
    assert found["brier"] == pytest.approx(((1 - good) ** 2 + bad**2) / 2)
    assert found["mean_predicted"] == pytest.approx((good + bad) / 2)
    assert found["success_rate"] == 0.5
    newest, middle, oldest = found["outcomes"]
    assert (newest["predicted_effectiveness"], newest["success"]) == (bad, False)
    assert (middle["predicted_effectiveness"], middle["success"]) == (good, True)
    assert middle["predicted_at"] == "2026-11-22T12:00:00.000Z"
    assert oldest["predicted_effectiveness"] is oldest["predicted_at"] is None


def test_without_reports_there_is_no_accuracy(clinic: Clinic) -> None:
    found = of_diagnosis(clinic, course(clinic), "accuracy")
    assert found["count"] == 0
    assert found["brier"] is found["mean_predicted"] is found["success_rate"] is None
    assert found["outcomes"] == []


def test_an_explanation_agrees_with_the_prediction(clinic: Clinic) -> None:
    one = course(clinic, {"mizaj": "garm"}, symptoms=["تهوع"], imbalance="sard")
    publish(clinic, one.plan[0], 40)
    item = items(predicted(clinic, one))[one.plan[0]]
    found = explained(clinic, one, one.plan[0])
    assert found["levels"]["balanced"] == pytest.approx(item["predicted_effectiveness"])
    assert list(found["levels"]) == ["conservative", "balanced", "aggressive"]
    assert found["interval"] == pytest.approx(item["interval"])
    assert found["reasoning"] == item["reasoning"]
    assert found["risk_factors"] == item["risk_factors"]
    for part in found["components"]:
        shown = item["components"][part["name"]]
        assert part["weight"] == pytest.approx(WEIGHTS[part["name"]])
        assert (part["value"], part["sample_size"]) == (
            pytest.approx(shown["value"]),
            shown["sample_size"],
        )
        assert part["interval"][0] < part["value"] < part["interval"][1]
    assert [one["level"] for one in found["pooling"]][:2] == ["population", "elsewhere"]
    by_level = {one["level"]: one for one in found["pooling"]}
    assert by_level["patient"]["value"] == found["components"][0]["value"]
    assert by_level["recommendation"]["value"] > by_level["herb_condition"]["value"]


def test_an_explanation_takes_the_match_apart(clinic: Clinic) -> None:
    one = course(clinic, symptoms=["تهوع"], imbalance="sard")
    for recommendation_id in one.plan:
        found = explained(clinic, one, recommendation_id, "en")
        match = found["match"]
        assert match["known"]
        symptoms = match["symptoms_covered"] + match["symptoms_missed"]
        assert [symptom["name"] for symptom in symptoms] == ["Nausea"]
        if match["warmth"]:
            assert match["warmth"]["leaning"] == -1
    persian = explained(clinic, one, one.plan[0])["match"]
    assert "تهوع" in str(persian["symptoms_covered"] + persian["symptoms_missed"])


def test_what_would_change_it_is_what_then_happens(clinic: Clinic) -> None:
    one = course(clinic)
    before = explained(clinic, one, one.plan[0], "en")
    success, failure = before["changes"]
    now = before["levels"]["balanced"]
    assert failure["predicted_effectiveness"] < now < success["predicted_effectiveness"]
    assert success["text"].startswith("If the next report is a success")
    assert f"{round(100 * failure['predicted_effectiveness'])}%" in failure["text"]
    clinic.report(one.patient, one.diagnosis_id, one.plan[0])
    after = items(predicted(clinic, one))[one.plan[0]]["predicted_effectiveness"]
    assert after == pytest.approx(success["predicted_effectiveness"])


def test_what_is_not_in_the_plan_is_not_explained(clinic: Clinic) -> None:
    one = course(clinic)
    clinic.plan(one.patient, one.diagnosis_id, one.plan[:2])
    path = f"diagnosis/{one.diagnosis_id}/recommendation"
    for hidden in (one.plan[-1], 10**9):
        assert code_of(get(clinic, one.patient, f"{path}/{hidden}/explain"), 404) == "not_found"
    shown = f"{path}/{one.plan[0]}/explain"
    assert code_of(get(clinic, clinic.patient(), shown), 404) == "not_found"
    assert code_of(get(clinic, clinic.user("admin"), shown), 403) == "forbidden"


def test_a_profile_says_what_predictions_know(clinic: Clinic) -> None:
    record = {"mizaj": "garm_tar", "birth_year": 1986, "sex": "female", "conditions": ["میگرن"]}
    one = course(clinic, record)
    clinic.report(one.patient, one.diagnosis_id, one.plan[0], rating=5)
    clinic.report(one.patient, one.diagnosis_id, one.plan[1], **FAILURE)
    found = data_of(get(clinic, one.patient, f"patient/{one.patient.patient_id}/profile"))
    assert (found["mizaj"], found["age"], found["sex"]) == ("garm_tar", 40, "female")
    assert found["conditions"] == ["میگرن"]
    assert found["reports"] == {
        "count": 2,
        "success_rate": 0.5,
        "average_rating": 3.5,
        "average_improvement": 2.5,
    }
    alike = {kind["mizaj"]: kind["likeness"] for kind in found["cohort"]}
    assert found["cohort"][0] == {"mizaj": "garm_tar", "likeness": 1.0}
    assert alike == {"garm_tar": 1.0, "garm": 0.5, "tar": 0.5, "motadel": 0.25}


def test_a_profile_of_whom_nothing_is_known_is_empty(clinic: Clinic) -> None:
    patient, doctor = clinic.patient(), clinic.practitioner()
    path = f"patient/{patient.patient_id}/profile"
    found = data_of(get(clinic, patient, path))
    assert found["mizaj"] is found["age"] is found["sex"] is None
    assert found["reports"]["count"] == 0
    assert found["reports"]["success_rate"] is None
    assert found["cohort"] == []
    assert code_of(get(clinic, doctor, path), 404) == "not_found"
    assert code_of(get(clinic, None, path), 401) == "not_signed_in"
    clinic.consent(doctor, patient)
    assert data_of(get(clinic, doctor, path)) == found


def test_the_public_sees_published_evidence_alone(clinic: Clinic) -> None:
    one = course(clinic)
    path = f"recommendation/{one.plan[0]}/prediction-stats"
    for _ in range(6):
        clinic.report(one.patient, one.diagnosis_id, one.plan[0])
    hidden = data_of(get(clinic, None, path))
    assert hidden["suppressed"] is True
    assert hidden.keys() == {"suppressed", "recommendation_id", "herb_name"}
    publish(clinic, one.plan[0])
    shown = data_of(get(clinic, None, path))
    assert shown["suppressed"] is False
    assert shown["patients"] >= 5
    assert shown["interval"][0] < shown["predicted_effectiveness"] < shown["interval"][1]
    assert shown["model_version"] == "1"
    assert code_of(get(clinic, None, f"recommendation/{10**9}/prediction-stats"), 404)


def test_the_model_and_its_health_are_public(clinic: Clinic) -> None:
    found = data_of(get(clinic, None, "model/version"))
    assert (found["version"], found["kind"], found["degraded"]) == ("1", "fixed_weights", False)
    assert found["weights"] == WEIGHTS
    assert found["parameters"]["own"] == 8
    assert found["trained_on"] == 0
    health = data_of(get(clinic, None, "health"))
    assert health == {"healthy": True, "model_version": "1", "degraded": False}
