"""Evidence through its routes: exact for one's own, published from five patients on."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tajriba.feedback.tables import side_effect
from tajriba.knowledge.service import recommendation_facts
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes

EN = {"Accept-Language": "en"}
PUBLIC = (
    "/api/feedback/recommendation/{}/summary",
    "/api/feedback/recommendation/{}/trend",
    "/api/analytics/recommendation/{}/effectiveness",
)


@dataclass(frozen=True)
class Course:
    """A patient with a diagnosis whose plan holds the recommendation."""

    person: Person
    diagnosis_id: int
    recommendation_id: int
    others: tuple[int, ...]


def course(clinic: Clinic, mizaj: str | None = None) -> Course:
    person = clinic.patient()
    if mizaj:
        path = f"/api/patients/{person.patient_id}"
        data_of(clinic.client.patch(path, json={"mizaj": mizaj}, headers=person.headers))
    diagnosis_id = clinic.diagnosis(person)
    first, *others = clinic.plan(person, diagnosis_id)
    return Course(person, diagnosis_id, first, tuple(others))


def report(clinic: Clinic, one: Course, **fields: Any) -> dict[str, Any]:
    return clinic.report(one.person, one.diagnosis_id, one.recommendation_id, **fields)


def get(client: TestClient, path: str, **query: Any) -> Any:
    return data_of(client.get(path, params=query, headers=EN))


def own(clinic: Clinic, one: Course, path: str) -> Any:
    return data_of(clinic.client.get(path, headers=one.person.headers | EN))


def rate(clinic: Clinic, ratings: list[int], **fields: Any) -> list[Course]:
    """Let as many patients report once each."""
    courses = [course(clinic) for _ in ratings]
    for one, rating in zip(courses, ratings, strict=True):
        report(clinic, one, rating=rating, **fields)
    return courses


@pytest.mark.parametrize("path", PUBLIC)
def test_four_patients_are_not_enough_for_public_figures(clinic: Clinic, path: str) -> None:
    courses = rate(clinic, [4] * 4)
    report(clinic, courses[0])
    known = courses[0].recommendation_id
    found = get(clinic.client, path.format(known))
    assert found.pop("herb_name")
    assert found == {"recommendation_id": known, "suppressed": True}


@pytest.mark.parametrize("path", PUBLIC)
def test_what_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    assert code_of(client.get(path.format(10**12)), 404) == "not_found"
    assert code_of(client.get(path.format("stats")), 422) == "invalid"


def test_the_published_effectiveness_is_that_of_five_patients(clinic: Clinic) -> None:
    known = rate(clinic, [4, 4, 4, 5, 2], symptom_improvement=3)[0].recommendation_id
    found = get(clinic.client, PUBLIC[2].format(known))
    low, high = found.pop("interval")
    assert low == pytest.approx(0.3755, abs=1e-3)
    assert high == pytest.approx(0.9638, abs=1e-3)
    assert found.pop("herb_name")
    assert found == {
        "suppressed": False,
        "recommendation_id": known,
        "effectiveness_score": 0.8,
        "confidence": 0.525,
        "sample_size": 5,
        "successful_cases": 4,
        "total_cases": 5,
        "patients": 5,
        "average_rating": 3.8,
        "average_improvement": 3.0,
        "trend": "insufficient",
        "insufficient": True,
        "scope": "recommendation",
        "last_updated": "2026-11-22T12:00:00.000Z",
    }


def test_what_is_published_stands_until_five_patients_have_changed(clinic: Clinic) -> None:
    courses = rate(clinic, [4, 4, 4, 4, 2])
    path = PUBLIC[2].format(courses[0].recommendation_id)
    before = get(clinic.client, path)
    for number, one in enumerate(courses[:4] * 2):
        report(clinic, one, rating=1 + number % 3)
    assert get(clinic.client, path) == before


def test_the_summary_counts_what_five_say(clinic: Clinic) -> None:
    courses = [course(clinic) for _ in range(5)]
    for one in courses[:4]:
        report(clinic, one, side_effects="تهوع", compliance_score=3)
    report(clinic, courses[4], side_effects="تهوع، سردرد، انگشتم سبز شد", rating=2)
    known = courses[0].recommendation_id
    found = get(clinic.client, PUBLIC[0].format(known))
    assert found["total_feedbacks"] == 5
    assert found["average_compliance"] is None
    assert found["positive_feedback_percentage"] == 80.0
    counts = {one["name"]: one["count"] for one in found["side_effects_reported"]}
    assert list(counts.values()) == [5]
    (most,) = get(clinic.client, "/api/feedback/stats/side-effects")
    assert counts[most["name"]] == most["count"] == 5
    (where,) = most["recommendations"]
    assert (where["recommendation_id"], where["count"], where["reports"]) == (known, 5, 5)
    assert where["condition_name"] == "Headache"
    assert get(clinic.client, "/api/feedback/stats/side-effects", min_feedbacks=6) == []


def test_what_five_patients_typed_alike_is_counted_as_typed(clinic: Clinic) -> None:
    known = rate(clinic, [4, 4, 4, 4, 2], side_effects="انگشتم سبز شد")[0].recommendation_id
    found = get(clinic.client, PUBLIC[0].format(known))
    assert found["side_effects_reported"] == [{"name": "انگشتم سبز شد", "count": 5}]


def test_a_denial_that_was_once_kept_as_a_side_effect_is_none(clinic: Clinic) -> None:
    known = rate(clinic, [4, 4, 4, 4, 2], side_effects="انگشتم سبز شد")[0].recommendation_id
    clinic.database.write_now(lambda tx: tx.run(update(side_effect).values(name="ندارد")))
    assert get(clinic.client, PUBLIC[0].format(known))["side_effects_reported"] == []
    assert get(clinic.client, "/api/feedback/stats/side-effects") == []


def test_a_mean_that_may_be_left_out_shows_once_five_gave_it(clinic: Clinic) -> None:
    courses = [course(clinic) for _ in range(10)]
    for number, one in enumerate(courses):
        said = {"compliance_score": 2 + number % 2} if number >= 5 else {}
        report(clinic, one, rating=1 + number % 5, **said)
    found = get(clinic.client, PUBLIC[0].format(courses[0].recommendation_id))
    assert (found["total_feedbacks"], found["average_compliance"]) == (10, 2.6)


def two_sides(clinic: Clinic, older: list[int], recent: list[int]) -> int:
    """Let patients report 40 days ago and now; return the recommendation."""
    courses = rate(clinic, older)
    clinic.clock.advance(days=40)
    for one, rating in zip(courses, recent, strict=True):
        one.person.headers.update(clinic.session(one.person.user_id))
        report(clinic, one, rating=rating)
    return courses[0].recommendation_id


def test_the_trend_compares_with_what_was_published_a_month_ago(clinic: Clinic) -> None:
    older, recent = [2, 2, 2, 4, 5, 2, 2, 2, 2, 2], [4, 4, 5, 5, 5, 5, 4, 5, 4, 1]
    known = two_sides(clinic, older, recent)
    found = get(clinic.client, PUBLIC[1].format(known))
    assert found["trend_direction"] == "improving"
    assert found["older_average"] == pytest.approx(3.0)
    assert found["recent_average"] == pytest.approx(4.2)
    assert found["confidence"] == pytest.approx(0.55)
    effective = get(clinic.client, PUBLIC[2].format(known))
    assert effective["trend"] == "improving"
    assert effective["insufficient"] is False
    assert effective["patients"] == 10
    (rising,) = get(clinic.client, "/api/analytics/trending")
    assert rising["recommendation_id"] == known
    assert rising["rise"] == pytest.approx(0.5)


def test_without_figures_of_a_month_ago_there_is_no_trend(clinic: Clinic) -> None:
    known = rate(clinic, [4, 4, 4, 4, 2])[0].recommendation_id
    found = get(clinic.client, PUBLIC[1].format(known))
    assert found["trend_direction"] == "insufficient"
    assert found["recent_average"] is found["older_average"] is None
    assert get(clinic.client, "/api/analytics/trending") == []


def test_rankings_hold_what_is_published_with_herb_names(clinic: Clinic) -> None:
    courses = rate(clinic, [5, 5, 5, 5, 2])
    worse = courses[0].others[0]
    for number, one in enumerate(courses):
        clinic.report(one.person, one.diagnosis_id, worse, rating=1 if number else 4)
    best_first = get(clinic.client, "/api/feedback/stats/most-effective")
    worst_first = get(clinic.client, "/api/analytics/worst-performing")
    ids = [one["recommendation_id"] for one in best_first]
    assert ids == [courses[0].recommendation_id, worse]
    assert [one["recommendation_id"] for one in worst_first] == ids[::-1]
    facts = clinic.database.read_now(recommendation_facts, ids)
    assert [one["herb_name"] for one in best_first] == [facts[i].herb_name.en for i in ids]
    assert {one["condition_name"] for one in best_first} == {"Headache"}
    assert len(get(clinic.client, "/api/feedback/stats/most-effective", limit=1)) == 1
    assert get(clinic.client, "/api/analytics/worst-performing", min_samples=6) == []


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/api/feedback/stats/most-effective", "min_feedbacks"),
        ("/api/feedback/stats/side-effects", "min_feedbacks"),
        ("/api/analytics/trending", "min_samples"),
        ("/api/analytics/worst-performing", "min_samples"),
    ],
)
def test_limits_are_checked(client: TestClient, path: str, least: str) -> None:
    assert get(client, path) == []
    bad = client.get(path, params={"limit": 51, least: 0})
    assert set(field_codes(bad)) == {"query.limit", f"query.{least}"}


@pytest.mark.parametrize("spelling", ["سردرد", "سر‌درد", "HEADACHE"])
def test_a_condition_is_found_in_any_spelling(clinic: Clinic, spelling: str) -> None:
    path = f"/api/analytics/condition/{spelling}"
    assert get(clinic.client, path)["suppressed"] is True
    known = rate(clinic, [5, 5, 5, 5, 2])[0].recommendation_id
    found = get(clinic.client, path)
    assert found["name"] == "Headache"
    assert found["effectiveness_score"] == 0.8
    assert [one["recommendation_id"] for one in found["best_recommendations"]] == [known]


def test_a_herb_is_found_by_name_and_others_are_not(clinic: Clinic) -> None:
    first = course(clinic)
    known = first.recommendation_id
    facts = clinic.database.read_now(recommendation_facts, [known])[known]
    hidden = {"herb_id": facts.herb_id, "herb_name": facts.herb_name.en, "suppressed": True}
    assert get(clinic.client, f"/api/analytics/herb/{facts.herb_name.fa}") == hidden
    rate(clinic, [5, 5, 5, 5, 2])
    for name in (facts.herb_name.fa, facts.herb_name.en):
        found = get(clinic.client, f"/api/analytics/herb/{name}")
        assert (found["herb_id"], found["sample_size"]) == (facts.herb_id, 5)
    for path in ("herb", "condition"):
        for name in ("هیچ‌کدام", "a/b", "%00x", "%20", "x" * 201):
            answer = clinic.client.get(f"/api/analytics/{path}/{name}")
            assert answer.status_code in {404, 422}, name


def test_the_status_counts_what_is_published(clinic: Clinic) -> None:
    empty = get(clinic.client, "/api/analytics/status")
    assert (empty["published_recommendations"], empty["last_published"]) == (0, None)
    rate(clinic, [5, 5, 5, 5, 2])
    found = get(clinic.client, "/api/analytics/status")
    assert found["healthy"] is True
    assert found["published_recommendations"] == found["published_conditions"] == 1
    assert found["last_published"] == "2026-11-22T12:00:00.000Z"


def test_knowledge_shows_published_evidence_over_time_and_by_mizaj(clinic: Clinic) -> None:
    courses = [course(clinic, "garm") for _ in range(32)]
    known = courses[0].recommendation_id
    path = f"/api/recommendations/{known}"
    hidden: dict[str, Any] = {"suppressed": True, "effectiveness": None, "history": []}
    assert get(clinic.client, path)["evidence"] == hidden | {"by_mizaj": []}
    for number, one in enumerate(courses):
        report(clinic, one, rating=2 if number % 5 == 0 else 4)
        if number == 4:
            first = get(clinic.client, path)["evidence"]
    assert first["effectiveness"]["effectiveness_score"] == 0.8
    (point,) = first["history"]
    assert (point["day"], point["score"], point["patients"]) == ("2026-11-22", 0.8, 5)
    remedy = get(clinic.client, path)
    (cell,) = remedy["evidence"]["by_mizaj"]
    assert cell["mizaj"] == "garm"
    assert 5 <= cell["patients"] <= remedy["evidence"]["effectiveness"]["patients"] - 20
    for kind in ("herb", "condition"):
        found = get(clinic.client, f"/api/{kind}s/{remedy[f'{kind}_id']}")["evidence"]
        assert found["effectiveness"] == remedy["evidence"]["effectiveness"]
        assert code_of(clinic.client.get(f"/api/{kind}s/{10**12}"), 404) == "not_found"


def test_published_evidence_ends_with_its_window(clinic: Clinic) -> None:
    known = rate(clinic, [5, 5, 5, 5, 2])[0].recommendation_id
    clinic.clock.advance(days=90)
    assert get(clinic.client, PUBLIC[2].format(known))["suppressed"] is True
    assert get(clinic.client, "/api/feedback/stats/most-effective") == []


def test_the_overview_is_exact_over_the_whole_course(clinic: Clinic) -> None:
    one = course(clinic)
    path = f"/api/feedback/diagnosis/{one.diagnosis_id}/overview"
    assert own(clinic, one, path)["total_feedbacks"] == 0
    report(clinic, one, rating=2, side_effects="تهوع")
    clinic.clock.advance(days=100)
    one.person.headers.update(clinic.session(one.person.user_id))
    report(clinic, one, rating=5, side_effects="تهوع")
    found = own(clinic, one, path)
    first, *rest = found["recommendations"]
    assert found["total_feedbacks"] == first["summary"]["total_feedbacks"] == 2
    assert first["summary"]["average_rating"] == 3.5
    assert [effect["count"] for effect in first["summary"]["side_effects_reported"]] == [2]
    assert first["summary"]["last_updated"].startswith("2027-03-02")
    assert first["trend"]["trend_direction"] == "new"
    assert first["trend"]["recent_average"] == 5.0
    assert {item["recommendation_id"] for item in rest} == set(one.others)
    assert all(item["planned"] for item in found["recommendations"])


def test_a_report_outlives_its_place_in_the_plan(clinic: Clinic) -> None:
    one = course(clinic)
    report(clinic, one)
    clinic.plan(one.person, one.diagnosis_id, [one.others[0]])
    path = f"/api/feedback/diagnosis/{one.diagnosis_id}/overview"
    kept = {i["recommendation_id"]: i["planned"] for i in own(clinic, one, path)["recommendations"]}
    assert kept == {one.others[0]: True, one.recommendation_id: False}


def test_a_diagnosis_shows_its_own_figures_and_published_ones_beside(clinic: Clinic) -> None:
    courses = rate(clinic, [5, 5, 5, 5, 1])
    last = courses[-1]
    clinic.report(last.person, last.diagnosis_id, last.others[0], rating=4)
    path = f"/api/analytics/diagnosis/{last.diagnosis_id}/effectiveness"
    found = own(clinic, last, path)
    assert found["total_recommendations"] == 3
    assert found["average_effectiveness"] == 0.5
    assert found["summary"] == {
        "high_performers": 1,
        "moderate_performers": 0,
        "low_performers": 1,
    }
    first = found["recommendations"][0]
    assert (first["scope"], first["effectiveness_score"], first["patients"]) == ("diagnosis", 0, 1)
    assert first["published"]["scope"] == "recommendation"
    assert first["published"]["effectiveness_score"] == 0.8
    assert found["recommendations"][1]["published"] is None
    silent = found["recommendations"][2]
    assert (silent["effectiveness_score"], silent["interval"]) == (None, None)
    assert silent["insufficient"] is True


def test_statistics_are_not_taken_for_a_report(client: TestClient) -> None:
    assert client.get("/api/feedback/stats/most-effective").status_code == 200
    assert client.get("/api/feedback/1").status_code == 401
