"""Reports over HTTP: what is stored, what is refused and how, and that a refusal stores nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from tajriba.feedback.tables import feedback
from tajriba.kit.clock import iso
from tests.kit.clinics.clinic import Clinic, code_of, data_of, field_codes
from tests.kit.clinics.reporting_patient import BATCH, SUBMIT, ReportingPatient

HUGE = 2**63 - 1
JSON = {"content-type": "application/json"}


@pytest.fixture
def desk(clinic: Clinic) -> ReportingPatient:
    return ReportingPatient(clinic)


@pytest.fixture
def refusing(desk: ReportingPatient) -> Iterator[ReportingPatient]:
    """A desk at which the test may leave nothing behind."""
    before = desk.counts()
    yield desk
    assert desk.counts() == before


BAD_FIELDS: list[tuple[dict[str, Any], str, str]] = [
    ({"rating": ...}, "rating", "missing"),
    ({"recommendation_id": ...}, "recommendation_id", "missing"),
    ({"rating": 0}, "rating", "greater_than_equal"),
    ({"rating": 6}, "rating", "less_than_equal"),
    ({"rating": "4"}, "rating", "int_type"),
    ({"rating": 4.0}, "rating", "int_type"),
    ({"rating": True}, "rating", "int_type"),
    ({"rating": None}, "rating", "int_type"),
    ({"symptom_improvement": 6}, "symptom_improvement", "less_than_equal"),
    ({"symptom_improvement": [3]}, "symptom_improvement", "int_type"),
    ({"compliance_score": 0}, "compliance_score", "greater_than_equal"),
    ({"got_worse": "yes"}, "got_worse", "bool_type"),
    ({"got_worse": None}, "got_worse", "bool_type"),
    ({"comment": "x" * 501}, "comment", "string_too_long"),
    ({"comment": 5}, "comment", "string_type"),
    ({"comment": "a\0b"}, "comment", "text_unstorable"),
    ({"success": True}, "success", "extra_forbidden"),
    ({"patient_id": 1}, "patient_id", "extra_forbidden"),
    ({"recommendation_id": 2**63}, "recommendation_id", "less_than_equal"),
    ({"recommendation_id": 0}, "recommendation_id", "greater_than_equal"),
    ({"diagnosis_id": -1}, "diagnosis_id", "greater_than_equal"),
    ({"diagnosis_id": "1"}, "diagnosis_id", "int_type"),
    ({"observed_at": "2026-11-22T10:00:00"}, "observed_at", "timezone_aware"),
]


def test_a_bad_field_is_named(refusing: ReportingPatient) -> None:
    for fields, where, code in BAD_FIELDS:
        answer = refusing.send(json=refusing.body(**fields))
        assert field_codes(answer) == {f"body.{where}": code}


def test_bad_side_effects_are_refused(refusing: ReportingPatient) -> None:
    given: list[Any] = [
        "x" * 501,
        "a\0",
        [{"name": ""}],
        [{"name": " "}],
        [{"name": "x" * 101}],
        [{"name": "x", "severity": "awful"}],
        [{"severity": "mild"}],
        [{"name": "x", "more": 1}],
        [{"name": "x"}] * 21,
        ["سردرد"],
        {"name": "x"},
        7,
        None,
    ]
    for effects in given:
        answer = refusing.send(json=refusing.body(side_effects=effects))
        assert all(place.startswith("body.side_effects") for place in field_codes(answer)), effects


def test_a_time_that_is_none_is_refused(refusing: ReportingPatient) -> None:
    moments: list[Any] = ["yesterday", "2026-13-01T00:00:00Z", [], {}, "", "9" * 30]
    for moment in moments:
        answer = refusing.send(json=refusing.body(observed_at=moment))
        assert set(field_codes(answer)) == {"body.observed_at"}, moment


def test_what_is_no_report_is_refused(refusing: ReportingPatient) -> None:
    given = [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"rating": NaN}',
        b'{"comment": "\\ud800"}',
        b'{"\\ud800": 1}',
        b"[" * 10_000,
        b'{"rating": ' + b"9" * 5_000 + b"}",
    ]
    for path in (SUBMIT, BATCH):
        for raw in given:
            answer = refusing.send(path, content=raw, headers=JSON)
            assert code_of(answer, 422) == "invalid", raw[:20]


def test_ten_megabytes_are_too_many(refusing: ReportingPatient) -> None:
    body = b" " * (10 * 1024 * 1024)
    for path in (SUBMIT, BATCH):
        chunks: Iterator[bytes] = (body[at : at + 65536] for at in range(0, len(body), 65536))
        for content in (body, chunks):
            answer = refusing.send(path, content=content, headers=JSON)
            assert code_of(answer, 413) == "too_large"


def test_what_is_not_mine_does_not_exist(desk: ReportingPatient) -> None:
    anothers = desk.clinic.diagnosis(desk.clinic.patient())
    before = desk.counts()
    for diagnosis_id in (10**9, anothers, HUGE):
        answer = desk.send(json=desk.body(diagnosis_id=diagnosis_id))
        assert code_of(answer, 404) == "not_found"
    for recommendation_id in (10**9, HUGE):
        answer = desk.send(json=desk.body(recommendation_id=recommendation_id))
        assert code_of(answer, 404) == "not_found"
    assert desk.counts() == before


def test_a_remedy_must_be_in_the_plan(refusing: ReportingPatient) -> None:
    candidates = refusing.clinic.candidates(refusing.me, refusing.diagnosis_id)
    answer = refusing.send(json=refusing.body(recommendation_id=candidates[-1]))
    assert candidates[-1] not in refusing.plan
    assert field_codes(answer) == {"body.recommendation_id": "not_in_plan"}


def test_a_role_is_refused_before_its_body_is(desk: ReportingPatient) -> None:
    others = [desk.clinic.user(role) for role in ("practitioner", "researcher", "admin")]
    before = desk.counts()
    bodies: list[Any] = [desk.body(), {"rating": 99}, []]
    for other in others:
        for body in bodies:
            assert code_of(desk.send(who=other, json=body), 403) == "forbidden"
    assert desk.counts() == before


def test_nobody_reports_without_a_token(refusing: ReportingPatient) -> None:
    for token in (None, "Bearer x.y.z", "Basic abc", "Bearer "):
        headers = {} if token is None else {"Authorization": token}
        for body in (refusing.body(), {}):
            answer = refusing.clinic.client.post(SUBMIT, json=body, headers=headers)
            assert code_of(answer, 401) == "not_signed_in"
            assert answer.headers["www-authenticate"] == "Bearer"


def test_a_problem_is_told_in_the_readers_language(refusing: ReportingPatient) -> None:
    english = "The value must be at most 5."
    told = {"en": english, "fr, en;q=0.5, fa;q=0.2": english, "": "۵", "fa": "۵", "de": "۵"}
    for accepted, message in told.items():
        headers = {"accept-language": accepted}
        problem = refusing.send(json=refusing.body(rating=9), headers=headers).json()
        assert message in problem["fields"][0]["message"], accepted
        assert {"type", "title", "status", "code", "detail", "fields"} == set(problem)


def test_a_report_is_stored_as_it_was_written(desk: ReportingPatient) -> None:
    effects = [{"name": "تهوّع كم", "severity": "mild"}, {"name": "سردرد", "severity": None}]
    given = desk.body(comment="خوابم بهتر شد؛ می‌خوابم ي", compliance_score=5, side_effects=effects)
    stored = data_of(desk.send(json=given), 201)
    now = iso(desk.clinic.clock.now)
    assert stored.items() >= (given | {"patient_id": desk.me.patient_id}).items()
    assert stored["observed_at"] == stored["created_at"] == stored["updated_at"] == now
    mine = desk.clinic.client.get(f"/api/feedback/{stored['id']}", headers=desk.me.headers)
    assert stored.pop("urgent") == []
    assert data_of(mine) == stored


def test_a_typed_text_is_a_list_of_side_effects(desk: ReportingPatient) -> None:
    stored = data_of(desk.send(json=desk.body(side_effects="سردرد، تهوع")), 201)
    names = [(one["name"], one["severity"]) for one in stored["side_effects"]]
    assert names == [("سردرد", None), ("تهوع", None)]


def test_a_clock_that_is_ahead_by_five_minutes_is_forgiven(desk: ReportingPatient) -> None:
    now = desk.clinic.clock.now
    ahead = data_of(desk.send(json=desk.body(observed_at=iso(now + 300_000))), 201)
    assert ahead["observed_at"] == iso(now)
    answer = desk.send(json=desk.body(observed_at=iso(now + 300_001)))
    assert field_codes(answer) == {"body.observed_at": "observed_in_future"}


def test_a_report_may_be_thirty_days_old(desk: ReportingPatient) -> None:
    oldest = desk.clinic.clock.now - 30 * 86_400_000
    stored = data_of(desk.send(json=desk.body(observed_at=iso(oldest))), 201)
    assert stored["observed_at"] == iso(oldest)
    answer = desk.send(json=desk.body(observed_at=iso(oldest - 1)))
    assert field_codes(answer) == {"body.observed_at": "observed_too_old"}


def test_the_day_of_a_report_is_that_of_utc(desk: ReportingPatient) -> None:
    noon = desk.clinic.clock.now
    for moment in ("2026-11-22T00:00:00.000+00:00", "2026-11-22T02:59:59.999+03:30"):
        data_of(desk.send(json=desk.body(observed_at=moment)), 201)
    days = desk.clinic.database.read_now(
        lambda tx: [row.day for row in tx.all(select(feedback.c.day).order_by(feedback.c.id))]
    )
    today = noon // 86_400_000
    assert days == [today, today - 1]
