"""What a practitioner sees over all of their patients, and chooses a plan from."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tajriba.kit.clock import DAY_MS, iso
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes


@pytest.fixture
def sara(clinic: Clinic) -> Person:
    return clinic.practitioner()


def patient_of(clinic: Clinic, practitioner: Person, name: str) -> Person:
    """Return a patient in care, of whom nothing rules anything out."""
    person = clinic.patient(name)
    clinic.consent(practitioner, person)
    record = {"sex": "male", "birth_year": 1980, "mizaj": "garm"}
    path = f"/api/patients/{person.patient_id}"
    data_of(clinic.client.patch(path, json=record, headers=person.headers))
    return person


def diagnosed(clinic: Clinic, practitioner: Person, person: Person) -> tuple[int, list[int]]:
    """Have a practitioner diagnose and plan, and return the diagnosis and its plan."""
    diagnosis_id = clinic.diagnosis(practitioner, patient_id=person.patient_id)
    return diagnosis_id, clinic.plan(practitioner, diagnosis_id)


def days_ago(clinic: Clinic, days: int) -> str:
    return iso(clinic.clock.now - days * DAY_MS)


def course(
    clinic: Clinic, practitioner: Person, name: str, improvements: list[int], **last: Any
) -> int:
    """Have a new patient report one improvement a day, the last today; return the diagnosis."""
    person = patient_of(clinic, practitioner, name)
    diagnosis_id, plan = diagnosed(clinic, practitioner, person)
    for number, improvement in enumerate(improvements):
        back = len(improvements) - 1 - number
        said = ({} if back else last) | {"symptom_improvement": improvement}
        clinic.report(person, diagnosis_id, plan[0], observed_at=days_ago(clinic, back), **said)
    return diagnosis_id


def listed(client: TestClient, person: Person, path: str = "patients", **query: Any) -> Any:
    answer = client.get(f"/api/practice/{path}", params=query, headers=person.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_those_who_get_worse_come_first(client: TestClient, clinic: Clinic, sara: Person) -> None:
    course(clinic, sara, "بهتر", [2, 4])
    course(clinic, sara, "بدتر", [4, 4, 2])
    course(clinic, sara, "همان", [3, 3])
    course(clinic, sara, "تازه", [3])
    course(clinic, sara, "خاموش", [])
    course(clinic, sara, "می‌گوید", [3, 5], got_worse=True)
    patient_of(clinic, sara, "بی تشخیص")
    course(clinic, sara, "بسیار بدتر", [5, 1])

    found = listed(client, sara)["data"]

    assert [(one["full_name"], one["course"]) for one in found] == [
        ("بسیار بدتر", "worse"),
        ("بدتر", "worse"),
        ("می‌گوید", "worse"),
        ("همان", "steady"),
        ("بهتر", "better"),
        ("تازه", "new"),
        ("خاموش", "silent"),
        ("بی تشخیص", "silent"),
    ]
    worst = found[0]["diagnoses"][0]
    assert (worst["improvement"], worst["improvement_before"], worst["change"]) == (1, 5, -4)
    assert worst["reports"] == 2
    assert worst["urgent"] is False
    assert found[-1]["diagnoses"] == []


def test_a_sign_that_wants_a_doctor_is_marked(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    person = patient_of(clinic, sara, "مریم")
    sign = "شدیدترین سردرد عمر"
    clinic.diagnosis(sara, patient_id=person.patient_id, symptoms=[sign])
    (one,) = listed(client, sara)["data"]
    assert one["diagnoses"][0]["urgent"] is True


def test_several_reports_of_one_day_are_one_day(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    person = patient_of(clinic, sara, "مریم")
    diagnosis_id, plan = diagnosed(clinic, sara, person)
    for remedy, improvement in zip(plan, (5, 4, 3), strict=False):
        clinic.report(person, diagnosis_id, remedy, symptom_improvement=improvement)
    (one,) = listed(client, sara)["data"]
    assert one["course"] == "new"
    assert one["diagnoses"][0]["improvement"] == 4


def test_a_withdrawn_report_tells_nothing(client: TestClient, clinic: Clinic, sara: Person) -> None:
    person = patient_of(clinic, sara, "مریم")
    diagnosis_id, plan = diagnosed(clinic, sara, person)
    yesterday = days_ago(clinic, 1)
    clinic.report(person, diagnosis_id, plan[0], symptom_improvement=5, observed_at=yesterday)
    bad = clinic.report(person, diagnosis_id, plan[0], symptom_improvement=1, got_worse=True)
    assert listed(client, sara)["data"][0]["course"] == "worse"
    assert listed(client, sara)["data"][0]["diagnoses"][0]["last_at"] == bad["observed_at"]
    data_of(client.delete(f"/api/feedback/{bad['id']}", headers=person.headers))
    assert listed(client, sara)["data"][0]["course"] == "new"


def test_old_reports_count_no_more(client: TestClient, clinic: Clinic, sara: Person) -> None:
    course(clinic, sara, "مریم", [4, 1])
    clinic.clock.advance(days=89)
    sara.headers.update(clinic.session(sara.user_id))
    assert listed(client, sara)["data"][0]["course"] == "new"
    clinic.clock.advance(days=1)
    sara.headers.update(clinic.session(sara.user_id))
    (one,) = listed(client, sara)["data"]
    assert (one["course"], one["diagnoses"][0]["last_day"]) == ("silent", None)


def test_a_patient_can_be_found_by_name_and_the_list_goes_on(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    for name in ("مریم", "علی", "ماریا"):
        course(clinic, sara, name, [3])
    (ali,) = listed(client, sara, q="علي")["data"]
    assert ali["full_name"] == "علی"
    first = listed(client, sara, limit=2)
    rest = listed(client, sara, limit=2, cursor=first["next"])
    assert (first["count"], rest["count"], rest["next"]) == (2, 1, None)
    names = {one["full_name"] for one in first["data"] + rest["data"]}
    assert names == {"مریم", "علی", "ماریا"}
    refused = client.get("/api/practice/patients?cursor=x", headers=sara.headers)
    assert field_codes(refused) == {"query.cursor": "cursor"}


def test_others_patients_and_former_ones_are_not_there(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    stranger = clinic.practitioner("دکتر رضا")
    person = patient_of(clinic, sara, "مریم")
    diagnosed(clinic, sara, person)
    assert listed(client, stranger)["data"] == listed(client, stranger, "plans")["data"] == []
    (care,) = client.get("/api/care?status=active", headers=sara.headers).json()["data"]
    data_of(client.delete(f"/api/care/{care['id']}", headers=person.headers))
    assert listed(client, sara)["data"] == listed(client, sara, "plans")["data"] == []


def test_a_remedy_of_my_plans_is_counted_over_my_patients_alone(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    other = clinic.practitioner("دکتر رضا")
    for number, improvement in enumerate((5, 5, 1)):
        person = patient_of(clinic, sara, f"بیمار {number}")
        diagnosis_id, plan = diagnosed(clinic, sara, person)
        for _ in range(2):
            clinic.report(person, diagnosis_id, plan[0], symptom_improvement=improvement)
    stranger = patient_of(clinic, other, "بیمار دیگری")
    diagnosis_id, theirs = diagnosed(clinic, other, stranger)
    clinic.report(stranger, diagnosis_id, theirs[0])

    found = {one["recommendation_id"]: one for one in listed(client, sara, "plans")["data"]}

    one = found[plan[0]]
    assert one["plans"] == 3
    assert one["own"]["sample_size"] == 6
    assert one["own"]["patients"] == 3
    assert one["own"]["effectiveness_score"] == pytest.approx(4 / 6)
    assert one["published"] is None
    assert found[plan[1]]["own"]["effectiveness_score"] is None


def test_a_plan_that_a_patient_wrote_alone_is_not_mine(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    person = patient_of(clinic, sara, "مریم")
    clinic.plan(person, clinic.diagnosis(person))
    assert listed(client, sara, "plans")["data"] == []


def choices(client: TestClient, person: Person, diagnosis_id: int, **query: str) -> Any:
    path = f"/api/diagnoses/{diagnosis_id}/choices"
    answer = client.get(path, params=query, headers=person.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_is_ruled_out_is_there_and_says_why(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    person = patient_of(clinic, sara, "مریم")
    record = {"sex": "female", "pregnant": True, "nursing": False}
    path = f"/api/patients/{person.patient_id}"
    data_of(client.patch(path, json=record, headers=person.headers))
    diagnosis_id = clinic.diagnosis(sara, patient_id=person.patient_id)

    found = choices(client, sara, diagnosis_id)["data"]

    offered = [one["recommendation_id"] for one in found if one["offered"]]
    assert offered == clinic.candidates(sara, diagnosis_id)
    stopped = [one for one in found if not one["offered"]]
    assert stopped
    assert found == [one for one in found if one["offered"]] + stopped
    assert all(one["against"] and not one["cautions"] for one in stopped)
    assert any("بارداری" in reason for one in stopped for reason in one["against"])
    assert all(not one["against"] for one in found if one["offered"])


def test_choices_can_be_searched_in_any_spelling(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    person = patient_of(clinic, sara, "مریم")
    diagnosis_id = clinic.diagnosis(sara, patient_id=person.patient_id, symptoms=["کاهش وزن"])
    everything = choices(client, sara, diagnosis_id)
    herb = data_of(client.get(f"/api/herbs/{everything['data'][0]['herb_id']}"))
    found = choices(client, sara, diagnosis_id, q=herb["name_en"].upper())
    assert {one["herb_id"] for one in found["data"]} == {herb["id"]}
    assert found["urgent"] == everything["urgent"]
    assert choices(client, sara, diagnosis_id, q="چنین گیاهی نیست")["data"] == []


def test_choices_show_what_is_published(client: TestClient, clinic: Clinic, sara: Person) -> None:
    for number in range(5):
        person = patient_of(clinic, sara, f"بیمار {number}")
        diagnosis_id, plan = diagnosed(clinic, sara, person)
        clinic.report(person, diagnosis_id, plan[0], rating=4 if number else 2)
    found = {one["recommendation_id"]: one for one in choices(client, sara, diagnosis_id)["data"]}
    assert found[plan[0]]["published"]["sample_size"] == 5
    assert found[plan[1]]["published"] is None


def test_remedies_are_listed_with_what_is_published(
    client: TestClient, clinic: Clinic, sara: Person
) -> None:
    for number in range(5):
        person = patient_of(clinic, sara, f"بیمار {number}")
        diagnosis_id, plan = diagnosed(clinic, sara, person)
        clinic.report(person, diagnosis_id, plan[1], rating=4 if number else 2)
    remedy = data_of(client.get(f"/api/recommendations/{plan[1]}"))
    for query in (f"condition_id={remedy['condition_id']}", f"herb_id={remedy['herb_id']}"):
        first, *rest = data_of(client.get(f"/api/analytics/remedies?{query}"))
        assert first["id"] == plan[1]
        assert first["published"]["interval"] == pytest.approx([0.3755, 0.9638], abs=0.001)
        assert all(one["published"] is None for one in rest)


def test_all_remedies_can_be_read_page_by_page(client: TestClient) -> None:
    seen: list[int] = []
    query: dict[str, Any] = {"limit": 200}
    while True:
        found = client.get("/api/analytics/remedies", params=query).json()
        seen += [one["id"] for one in found["data"]]
        if not found["next"]:
            break
        query["cursor"] = found["next"]
    assert len(seen) == len(set(seen)) > 200


def test_care_can_be_listed_by_status(client: TestClient, clinic: Clinic, sara: Person) -> None:
    clinic.consent(sara, clinic.patient())
    clinic.invite(sara, "new@example.org")
    by_status = {
        status: [one["status"] for one in data_of(
            client.get(f"/api/care?status={status}", headers=sara.headers)
        )]
        for status in ("pending", "active", "ended")
    }  # fmt: skip
    assert by_status == {"pending": ["pending"], "active": ["active"], "ended": []}
    refused = client.get("/api/care?status=never", headers=sara.headers)
    assert code_of(refused, 422) == "invalid"
