"""What a practitioner writes stays with their own patients until somebody else has reviewed it."""

from typing import Any

from tajriba.knowledge.service import find_condition, find_herb
from tests.architecture.openapi import described
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes


def body(clinic: Clinic, **changes: Any) -> dict[str, Any]:
    words = {"preparation": "دم‌کرده", "dose": "۱ گرم", "frequency": "روزی ۲ بار"}
    return {
        "herb_id": clinic.database.read_now(find_herb, "ginger"),
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "duration_days": 7,
        **words,
        **changes,
    }


def write(clinic: Clinic, doctor: Person) -> int:
    sent = clinic.client.post("/api/recommendations", json=body(clinic), headers=doctor.headers)
    return int(data_of(sent, 201)["id"])


def patient_of(clinic: Clinic, doctor: Person | None = None) -> Person:
    person = clinic.patient()
    known = {"sex": "male", "birth_year": 1985}
    path = f"/api/patients/{person.patient_id}"
    data_of(clinic.client.patch(path, json=known, headers=person.headers))
    if doctor is not None:
        clinic.consent(doctor, person)
    return person


def offered(clinic: Clinic, person: Person, remedy: int) -> bool:
    return remedy in clinic.candidates(person, clinic.diagnosis(person))


def send(clinic: Clinic, method: str, path: str, who: Person, **more: Any) -> Any:
    at = f"/api/recommendations/{path}"
    return clinic.client.request(method, at, headers=who.headers, **more)


def listed(clinic: Clinic) -> list[int]:
    query = {"herb_id": body(clinic)["herb_id"], "limit": 200}
    return [one["id"] for one in data_of(clinic.client.get("/api/recommendations", params=query))]


def waiting(clinic: Clinic, who: Person) -> list[int]:
    found = clinic.client.get("/api/practice/unreviewed-remedies", headers=who.headers)
    return [one["id"] for one in data_of(found)]


def test_before_a_review_only_the_authors_patients_are_offered_a_remedy(clinic: Clinic) -> None:
    author, colleague = clinic.practitioner(), clinic.practitioner()
    own, stranger = patient_of(clinic, author), patient_of(clinic, colleague)
    remedy = write(clinic, author)
    assert offered(clinic, own, remedy)
    assert not offered(clinic, stranger, remedy)
    path = f"/api/diagnoses/{clinic.diagnosis(stranger)}/plan"
    plan = {"recommendation_ids": [remedy]}
    refused = clinic.client.put(path, json=plan, headers=stranger.headers)
    assert set(field_codes(refused).values()) == {"contraindicated_not_reviewed"}
    assert remedy not in listed(clinic)
    assert waiting(clinic, colleague) == [remedy]


def test_a_second_practitioner_or_an_administrator_reviews_it(clinic: Clinic) -> None:
    author, stranger = clinic.practitioner(), patient_of(clinic)
    for reviewer in (clinic.practitioner(), clinic.user("admin")):
        remedy = write(clinic, author)
        assert code_of(send(clinic, "POST", f"{remedy}/review", author), 409) == "own_remedy"
        assert not offered(clinic, stranger, remedy)
        assert data_of(send(clinic, "POST", f"{remedy}/review", reviewer))["reviewed"] is True
        assert offered(clinic, stranger, remedy)
        assert remedy in listed(clinic)
        assert waiting(clinic, reviewer) == []


def test_where_care_ends_an_unreviewed_remedy_leaves_the_plan(clinic: Clinic) -> None:
    author = clinic.practitioner()
    person = patient_of(clinic)
    care = clinic.consent(author, person)
    remedy, diagnosis_id = write(clinic, author), clinic.diagnosis(person)
    assert clinic.plan(person, diagnosis_id, [remedy]) == [remedy]
    data_of(clinic.client.delete(f"/api/care/{care}", headers=person.headers))
    shown = clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=person.headers)
    assert data_of(shown)["plan"] == []


def test_a_corrected_remedy_awaits_a_review_anew(clinic: Clinic) -> None:
    author, colleague = clinic.practitioner(), clinic.practitioner()
    own, stranger = patient_of(clinic, author), patient_of(clinic)
    remedy = write(clinic, author)
    data_of(send(clinic, "POST", f"{remedy}/review", colleague))
    plans = [(who, clinic.diagnosis(who)) for who in (own, stranger)]
    for who, diagnosis_id in plans:
        assert clinic.plan(who, diagnosis_id, [remedy]) == [remedy]
    corrected = body(clinic, dose="۰٫۵ گرم")
    refused = send(clinic, "PUT", str(remedy), colleague, json=corrected)
    assert code_of(refused, 404) == "not_found"
    made = data_of(send(clinic, "PUT", str(remedy), author, json=corrected))
    assert (made["daily_g"], made["reviewed"]) == (1.0, False)
    left = [
        [one["recommendation_id"] for one in data_of(found)["plan"]]
        for who, diagnosis_id in plans
        for found in [clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=who.headers)]
    ]
    assert left == [[remedy], []]


def test_a_correction_is_held_to_the_same_rules(clinic: Clinic) -> None:
    author = clinic.practitioner()
    remedy = write(clinic, author)
    for changes, where, why in (
        ({"dose": "۱۰۰ گرم"}, "dose", "dose_above_maximum"),
        ({"dose": "اندکی"}, "dose", "dose_unread"),
        (
            {"herb_id": clinic.database.read_now(find_herb, "mint")},
            "herb_id",
            "remedy_unchangeable",
        ),
    ):
        refused = send(clinic, "PUT", str(remedy), author, json=body(clinic, **changes))
        assert field_codes(refused) == {f"body.{where}": why}


def test_a_withdrawn_remedy_leaves_every_plan_and_what_was_reported_stays(clinic: Clinic) -> None:
    author, other = clinic.practitioner(), clinic.practitioner()
    own = patient_of(clinic, author)
    remedy, diagnosis_id = write(clinic, author), clinic.diagnosis(own)
    clinic.plan(own, diagnosis_id, [remedy])
    clinic.report(own, diagnosis_id, remedy)
    assert code_of(send(clinic, "DELETE", str(remedy), other), 404) == "not_found"
    assert data_of(send(clinic, "DELETE", str(remedy), author))["withdrawn"] is True
    shown = clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=own.headers)
    assert data_of(shown)["plan"] == []
    assert not offered(clinic, own, remedy)
    history = clinic.client.get("/api/feedback/history", headers=own.headers)
    assert [one["recommendation_id"] for one in data_of(history)] == [remedy]
    for call in (("DELETE", str(remedy)), ("POST", f"{remedy}/review")):
        assert code_of(send(clinic, *call, other), 404) == "not_found"


def test_a_refused_remedy_is_offered_to_nobody_until_it_is_corrected(clinic: Clinic) -> None:
    author, colleague = clinic.practitioner(), clinic.practitioner()
    own = patient_of(clinic, author)
    remedy, diagnosis_id = write(clinic, author), clinic.diagnosis(own)
    clinic.plan(own, diagnosis_id, [remedy])
    reason = {"reason": "بیشینهٔ مقدار نیاز به منبع دارد."}
    assert code_of(send(clinic, "POST", f"{remedy}/refusal", author, json=reason), 409)
    blank = send(clinic, "POST", f"{remedy}/refusal", colleague, json={"reason": "   "})
    assert field_codes(blank) == {"body.reason": "text_blank"}
    data_of(send(clinic, "POST", f"{remedy}/refusal", colleague, json=reason))
    shown = clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=own.headers)
    assert data_of(shown)["plan"] == []
    assert not offered(clinic, own, remedy)
    assert waiting(clinic, colleague) == []
    assert mine(clinic, author) == {remedy: reason["reason"]}
    data_of(send(clinic, "PUT", str(remedy), author, json=body(clinic, dose="۰٫۵ گرم")))
    assert mine(clinic, author) == {remedy: None}
    assert waiting(clinic, colleague) == [remedy]
    assert offered(clinic, own, remedy)


def test_a_reviewed_remedy_may_be_refused_later(clinic: Clinic) -> None:
    author, colleague, stranger = clinic.practitioner(), clinic.practitioner(), patient_of(clinic)
    remedy = write(clinic, author)
    data_of(send(clinic, "POST", f"{remedy}/review", colleague))
    assert offered(clinic, stranger, remedy)
    data_of(send(clinic, "POST", f"{remedy}/refusal", colleague, json={"reason": "unsafe"}))
    assert not offered(clinic, stranger, remedy)
    assert remedy not in listed(clinic)


def test_a_reviewer_sees_who_wrote_a_remedy(clinic: Clinic) -> None:
    author, colleague = clinic.practitioner(), clinic.practitioner()
    write(clinic, author)
    path = "/api/practice/unreviewed-remedies"
    seen = {
        who.email: data_of(clinic.client.get(path, headers=who.headers))[0]
        for who in (author, colleague)
    }
    assert [one["mine"] for one in seen.values()] == [True, False]
    assert {one["author"] for one in seen.values()} == {
        data_of(clinic.client.get("/api/auth/me", headers=author.headers))["full_name"]
    }


def mine(clinic: Clinic, who: Person) -> dict[int, str | None]:
    found = clinic.client.get("/api/practice/remedies", headers=who.headers)
    return {one["id"]: one["refusal"] for one in data_of(found)}


READ_OF_A_REMEDY = (
    "/api/recommendations/{}",
    "/api/feedback/recommendation/{}/summary",
    "/api/feedback/recommendation/{}/trend",
    "/api/analytics/recommendation/{}/effectiveness",
    "/api/predictions/recommendation/{}/prediction-stats",
)
NAMES_REMEDIES = (
    "/api/recommendations?herb_id={herb}",
    "/api/analytics/remedies?herb_id={herb}",
    "/api/analytics/herb/ginger",
    "/api/analytics/condition/سردرد",
    "/api/analytics/trending",
    "/api/analytics/worst-performing",
    "/api/feedback/stats/most-effective",
    "/api/feedback/stats/side-effects",
)


def test_no_route_that_takes_a_remedy_is_left_out() -> None:
    """Public ones by their description: what is added must stand above."""
    paths = {
        path.format(recommendation_id="{}")
        for path, methods in described()["paths"].items()
        if "{recommendation_id}" in path and not methods.get("get", {}).get("security", True)
    }
    assert paths == set(READ_OF_A_REMEDY)


def test_what_awaits_a_review_is_found_by_no_route(clinic: Clinic) -> None:
    """Five of the author's patients reported of it, so that its figures are published."""
    author, reviewer, stranger = clinic.practitioner(), clinic.practitioner(), patient_of(clinic)
    remedy, herb = write(clinic, author), body(clinic)["herb_id"]
    for own in [patient_of(clinic, author) for _ in range(5)]:
        diagnosis_id = clinic.diagnosis(own)
        clinic.plan(own, diagnosis_id, [remedy])
        for _ in range(2):
            clinic.report(own, diagnosis_id, remedy, side_effects="تهوع")

    def found(who: Person | None) -> tuple[set[int], set[bool]]:
        headers = who.headers if who else {}
        read = {
            clinic.client.get(path.format(remedy), headers=headers).status_code
            for path in READ_OF_A_REMEDY
        }
        answers = [
            clinic.client.get(path.format(herb=herb), headers=headers) for path in NAMES_REMEDIES
        ]
        assert {answer.status_code for answer in answers} == {200}
        marks = [f'"{name}":{remedy},' for name in ("recommendation_id", "id")]
        named = {any(mark in answer.text for mark in marks) for answer in answers}
        return read, named

    assert found(None) == found(stranger) == ({404}, {False})
    assert found(author)[0] == found(own)[0] == found(reviewer)[0] == {200}
    mine = clinic.diagnosis(stranger)
    for path in (
        f"/api/predictions/diagnosis/{mine}/recommendation/{remedy}/explain",
        f"/api/feedback/history?recommendation_id={remedy}",
    ):
        answer = clinic.client.get(path, headers=stranger.headers)
        assert answer.status_code == 404 or data_of(answer) == []
    data_of(send(clinic, "POST", f"{remedy}/review", reviewer))
    assert found(None)[0] == {200}
    assert True in found(None)[1]


def test_who_it_cannot_be_offered_to_does_not_find_its_page(clinic: Clinic) -> None:
    author = clinic.practitioner()
    own, stranger = patient_of(clinic, author), patient_of(clinic)
    remedy = write(clinic, author)
    path = f"/api/recommendations/{remedy}"
    readers = [author, clinic.practitioner(), clinic.user("admin"), own]
    for reader in readers:
        assert data_of(clinic.client.get(path, headers=reader.headers))["id"] == remedy
    for headers in ({}, stranger.headers):
        assert code_of(clinic.client.get(path, headers=headers), 404) == "not_found"
    assert clinic.client.get(f"/recommendations/{remedy}").status_code == 404
    data_of(send(clinic, "POST", f"{remedy}/review", readers[1]))
    assert data_of(clinic.client.get(path, headers=stranger.headers))["id"] == remedy
    data_of(send(clinic, "DELETE", str(remedy), author))
    assert code_of(clinic.client.get(path), 404) == "not_found"
