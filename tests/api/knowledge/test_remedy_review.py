"""What a practitioner writes stays with their own patients until somebody else has reviewed it."""

from typing import Any

from tajriba.knowledge.service import find_condition, find_herb
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
