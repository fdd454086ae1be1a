"""Assessing a mizaj: the questions, the answers, and what they change."""

import pytest

from tests.kit.clinics.clinic import Clinic, data_of, field_codes

HOT_DRY = [3] * 8 + [1, 1]


def test_the_questions_come_in_the_readers_language(clinic: Clinic) -> None:
    fa = data_of(clinic.client.get("/api/mizaj/questionnaire"))
    en = data_of(clinic.client.get("/api/mizaj/questionnaire", headers={"Accept-Language": "en"}))
    assert len(fa) == len(en) == 10
    assert [one["code"] for one in fa] == [one["code"] for one in en]
    assert fa[0]["question"] != en[0]["question"]
    assert [choice["value"] for choice in fa[0]["choices"]] == [1, 2, 3]


def test_answers_become_the_records_mizaj_and_move_the_prediction(clinic: Clinic) -> None:
    me = clinic.patient()
    diagnosis_id = clinic.diagnosis(me)
    clinic.plan(me, diagnosis_id)
    predict = f"/api/predictions/diagnosis/{diagnosis_id}/predict"
    before = data_of(clinic.client.get(predict, headers=me.headers))
    path = f"/api/patients/{me.patient_id}/mizaj"
    found = data_of(clinic.client.post(path, json={"answers": HOT_DRY}, headers=me.headers))
    assert (found["mizaj"], found["name"]) == ("garm_khoshk", "گرم و خشک")
    assert found["warmth"] == {"points": 24, "least": 8, "most": 24, "leaning": 1}
    assert found["moisture"] == {"points": 2, "least": 2, "most": 6, "leaning": -1}
    assert "۲۰۱۴" in found["limits"]
    assert (found["patient"]["mizaj"], found["patient"]["version"]) == ("garm_khoshk", 2)
    after = data_of(clinic.client.get(predict, headers=me.headers))
    assert after["predicted_recommendations"] != before["predicted_recommendations"]


def test_the_same_answers_again_change_nothing(clinic: Clinic) -> None:
    me = clinic.patient()
    path = f"/api/patients/{me.patient_id}/mizaj"
    versions = [
        data_of(clinic.client.post(path, json={"answers": HOT_DRY}, headers=me.headers))["patient"]
        for _ in range(2)
    ]
    assert versions[0] == versions[1]


def test_the_caring_practitioner_may_ask_for_the_patient(clinic: Clinic) -> None:
    me, sara = clinic.patient(), clinic.practitioner()
    clinic.consent(sara, me)
    path = f"/api/patients/{me.patient_id}/mizaj"
    answer = clinic.client.post(path, json={"answers": [1] * 10}, headers=sara.headers)
    assert data_of(answer)["mizaj"] == "sard_khoshk"


@pytest.mark.parametrize(
    "answers", [None, [], [2] * 9, [2] * 11, [4] + [2] * 9, [0] + [2] * 9, ["2"] * 10, [2.5] * 10]
)
def test_bad_answers_are_told_of(clinic: Clinic, answers: object) -> None:
    me = clinic.patient()
    path = f"/api/patients/{me.patient_id}/mizaj"
    answer = clinic.client.post(path, json={"answers": answers}, headers=me.headers)
    assert answer.status_code == 422
    assert field_codes(answer)
