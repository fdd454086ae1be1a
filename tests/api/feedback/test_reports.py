"""Batches, retries, the history, revising and withdrawing over HTTP."""

from typing import Any

import pytest

from tests.kit.clinics.clinic import Clinic, code_of, data_of, field_codes
from tests.kit.clinics.reporting_patient import BATCH, ReportingPatient

HISTORY = "/api/feedback/history"


@pytest.fixture
def desk(clinic: Clinic) -> ReportingPatient:
    return ReportingPatient(clinic)


def overview(desk: ReportingPatient) -> Any:
    """Return the exact evidence of the desk's diagnosis."""
    return data_of(desk.call("GET", f"/api/feedback/diagnosis/{desk.diagnosis_id}/overview"))


def test_a_batch_is_stored_together_in_its_order(desk: ReportingPatient) -> None:
    items = [desk.body(rating=1 + number % 5) for number in range(50)]
    answer = desk.send(BATCH, json={"items": items})
    assert [one["rating"] for one in data_of(answer, 201)] == [one["rating"] for one in items]
    assert answer.json()["count"] == 50


def test_a_batch_with_a_bad_item_names_it_and_stores_nothing(desk: ReportingPatient) -> None:
    other = desk.clinic.diagnosis(desk.clinic.patient())
    foreign = desk.clinic.candidates(desk.me, desk.diagnosis_id)[-1]
    good, before = desk.body(), desk.counts()
    cases: list[tuple[list[dict[str, Any]], int, str, str]] = [
        ([good, desk.body(rating=9)], 422, "items.1.rating", "less_than_equal"),
        ([good, good, desk.body(recommendation_id=foreign)], 422,
         "items.2.recommendation_id", "not_in_plan"),
        ([desk.body(recommendation_id=foreign)], 422, "items.0.recommendation_id", "not_in_plan"),
        ([good, desk.body(observed_at="2026-01-01T00:00:00Z")], 422,
         "items.1.observed_at", "observed_too_old"),
        ([good, desk.body(diagnosis_id=other)], 404, "items.1", "not_found"),
        ([desk.body(diagnosis_id=10**12)], 404, "items.0", "not_found"),
        ([good, desk.body(recommendation_id=10**12)], 404, "items.1", "not_found"),
    ]  # fmt: skip
    for items, status, where, code in cases:
        answer = desk.send(BATCH, json={"items": items})
        assert answer.status_code == status, answer.text
        (field,) = answer.json()["fields"]
        assert (".".join(map(str, field["where"])), field["code"]) == (f"body.{where}", code)
        assert field["message"]
    assert desk.counts() == before


def test_every_bad_item_is_named(desk: ReportingPatient) -> None:
    old = desk.body(observed_at="2026-01-01T00:00:00Z")
    answer = desk.send(BATCH, json={"items": [old, desk.body(), old]})
    assert set(field_codes(answer)) == {"body.items.0.observed_at", "body.items.2.observed_at"}


def test_a_batch_has_one_to_fifty_items(desk: ReportingPatient) -> None:
    before = desk.counts()
    for items, code in (([], "too_short"), ([desk.body()] * 51, "too_long")):
        answer = desk.send(BATCH, json={"items": items})
        assert field_codes(answer) == {"body.items": code}
    assert desk.counts() == before


def test_a_retry_answers_the_same_record(desk: ReportingPatient) -> None:
    key = {"Idempotency-Key": "once"}
    for path, body in (
        ("/api/feedback/submit", desk.body()),
        (BATCH, {"items": [desk.body()] * 3}),
    ):
        headers = {"Idempotency-Key": f"once-{path}"}
        first = data_of(desk.send(path, json=body, headers=headers), 201)
        before = desk.counts()
        assert data_of(desk.send(path, json=body, headers=headers), 201) == first
        assert desk.counts() == before
    data_of(desk.send(json=desk.body(), headers=key), 201)
    before = desk.counts()
    other = desk.send(json=desk.body(rating=1), headers=key)
    assert code_of(other, 409) == "idempotency_conflict"
    assert desk.counts() == before


def test_a_key_is_short_and_printable(desk: ReportingPatient) -> None:
    before = desk.counts()
    for key in (b"", b"k" * 201, b"a\tb", b"\xff\x00"[:1] + b"\x85"):
        answer = desk.send(json=desk.body(), headers={b"Idempotency-Key": key})
        assert field_codes(answer) == {"header.Idempotency-Key": "idempotency_key"}, key
    assert desk.counts() == before
    assert data_of(desk.send(json=desk.body(), headers={"Idempotency-Key": "k" * 200}), 201)


def test_the_history_is_mine_newest_first_and_filtered(desk: ReportingPatient) -> None:
    first, second = desk.plan[:2]
    ids = [
        data_of(desk.send(json=desk.body(recommendation_id=one)), 201)["id"]
        for one in (first, second, first)
    ]
    other = desk.clinic.patient()
    desk.clinic.report(other, *_planned(desk, other))
    reports = data_of(desk.call("GET", HISTORY))
    assert [one["id"] for one in reports] == ids[::-1]
    remedy = data_of(desk.call("GET", f"/api/recommendations/{second}"))
    assert reports[1]["herb_name"] == remedy["herb_name"]
    for query, expected in (
        ({"recommendation_id": second}, [ids[1]]),
        ({"diagnosis_id": desk.diagnosis_id, "recommendation_id": first}, [ids[2], ids[0]]),
        ({"diagnosis_id": 10**9}, []),
        ({"recommendation_id": 2**63 - 1}, []),
    ):
        found = data_of(desk.call("GET", HISTORY, params=query))
        assert [one["id"] for one in found] == expected


def _planned(desk: ReportingPatient, person: Any) -> tuple[int, int]:
    diagnosis_id = desk.clinic.diagnosis(person)
    return diagnosis_id, desk.clinic.plan(person, diagnosis_id)[0]


def test_the_history_names_side_effects_in_the_readers_language(desk: ReportingPatient) -> None:
    data_of(desk.send(json=desk.body(side_effects="تهوع، احساس زیزیگولو")), 201)
    for lang, name in (("en", "Nausea"), ("fa", "تهوع")):
        headers = desk.me.headers | {"Accept-Language": lang}
        (said,) = data_of(desk.clinic.client.get(HISTORY, headers=headers))
        assert [one["name"] for one in said["side_effects"]] == [name, "احساس زیزیگولو"]


def test_the_history_is_read_page_by_page(desk: ReportingPatient) -> None:
    data_of(desk.send(BATCH, json={"items": [desk.body()] * 7}), 201)
    pages, cursor = [], None
    while True:
        query: dict[str, Any] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        answer = desk.call("GET", HISTORY, params=query).json()
        pages.append([one["id"] for one in answer["data"]])
        assert answer["count"] == len(pages[-1])
        if not (cursor := answer.get("next")):
            break
    assert [len(page) for page in pages] == [3, 3, 1]
    ids = [one for page in pages for one in page]
    assert ids == sorted(set(ids), reverse=True)


def test_bad_questions_to_the_history_are_refused(desk: ReportingPatient) -> None:
    for query in (
        {"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x"}, {"cursor": "bnVsbA"},
        {"diagnosis_id": 0}, {"diagnosis_id": 2**63}, {"recommendation_id": "1.5"},
    ):  # fmt: skip
        code_of(desk.call("GET", HISTORY, params=query), 422)


def test_a_revision_changes_what_is_given_and_the_evidence_at_once(desk: ReportingPatient) -> None:
    made = data_of(desk.send(json=desk.body(comment="a", side_effects="تهوع")), 201)
    path = f"/api/feedback/update/{made['id']}"
    desk.clinic.clock.advance(seconds=60)
    revised = data_of(desk.call("PUT", path, json={"rating": 1, "comment": None}))
    answered = ("rating", "comment", "updated_at", "urgent")
    same = {name: made[name] for name in made if name not in answered}
    assert revised.items() >= (same | {"rating": 1, "comment": None}).items()
    assert revised["updated_at"] > made["updated_at"]
    assert data_of(desk.call("GET", f"/api/feedback/{made['id']}")) == revised
    (mine,) = (
        one for one in overview(desk)["recommendations"] if one["summary"]["total_feedbacks"]
    )
    assert mine["summary"]["average_rating"] == 1


def test_bad_revisions_change_nothing(desk: ReportingPatient) -> None:
    made = data_of(desk.send(json=desk.body()), 201)
    path, before = f"/api/feedback/update/{made['id']}", desk.counts()
    bodies: list[Any] = [
        {"rating": None},
        {"symptom_improvement": None},
        {"got_worse": None},
        {"side_effects": None},
        {"rating": 6},
        {"diagnosis_id": 1},
        {"observed_at": None},
        {"comment": "\0"},
        [],
        None,
    ]
    for body in bodies:
        code_of(desk.call("PUT", path, json=body), 422)
    for raw in (b"{", b'{"\\ud800": 1}', b'{"comment": "\\udfff"}'):
        json = {"content-type": "application/json"}
        code_of(desk.call("PUT", path, content=raw, headers=json), 422)
    assert desk.counts() == before
    kept = data_of(desk.call("GET", f"/api/feedback/{made['id']}"))
    assert kept | {"urgent": []} == made


def test_a_withdrawal_takes_a_report_out_everywhere(desk: ReportingPatient) -> None:
    made = data_of(desk.send(json=desk.body()), 201)
    path = f"/api/feedback/{made['id']}"
    assert data_of(desk.call("DELETE", path)) == {"id": made["id"], "withdrawn": True}
    assert data_of(desk.call("GET", HISTORY)) == []
    for method, gone in (("GET", path), ("DELETE", path)):
        assert code_of(desk.call(method, gone), 404) == "not_found"
    code_of(desk.call("PUT", f"/api/feedback/update/{made['id']}", json={"rating": 1}), 404)
    totals = [one["summary"]["total_feedbacks"] for one in overview(desk)["recommendations"]]
    assert set(totals) <= {0}


def test_a_report_of_another_does_not_exist_and_roles_come_first(desk: ReportingPatient) -> None:
    made = data_of(desk.send(json=desk.body()), 201)
    other, doctor = desk.clinic.patient(), desk.clinic.practitioner()
    before = desk.counts()
    for method, path in (
        ("GET", f"/api/feedback/{made['id']}"),
        ("DELETE", f"/api/feedback/{made['id']}"),
        ("PUT", f"/api/feedback/update/{made['id']}"),
    ):
        body = {"json": {"rating": 1}} if method == "PUT" else {}
        assert code_of(desk.call(method, path, other, **body), 404) == "not_found"
        assert code_of(desk.call(method, path, doctor, **body), 403) == "forbidden"
    bad = desk.call("PUT", f"/api/feedback/update/{made['id']}", doctor, json={"rating": 99})
    assert code_of(bad, 403) == "forbidden"
    assert desk.counts() == before
