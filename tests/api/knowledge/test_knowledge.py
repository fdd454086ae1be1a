"""Knowledge through its routes."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tajriba.knowledge.importing import ensure_conditions, ensure_herbs, ensure_recommendations
from tajriba.knowledge.service import find_condition, find_herb, herb_entry, recommendation_facts
from tajriba.knowledge.vocabulary.terms import shipped
from tests.kit.clinics.clinic import Clinic, code_of, data_of, field_codes

EN = {"Accept-Language": "en"}
LIMITED = next(one for one in shipped().herbs if one.dose.max_daily_g and not one.posology)
MOST = LIMITED.dose.max_daily_g or 0.0


def herb_id(clinic: Clinic, name: str = LIMITED.name_fa) -> int:
    return clinic.database.read_now(find_herb, name) or 0


def condition_id(clinic: Clinic, name: str = "سردرد") -> int:
    return clinic.database.read_now(find_condition, name) or 0


def remedy(clinic: Clinic, **changes: Any) -> dict[str, Any]:
    return {
        "herb_id": herb_id(clinic),
        "condition_id": condition_id(clinic),
        "preparation": "دم‌کرده",
        "dose": f"{MOST / 2} گرم",
        "frequency": "روزی دو بار",
        "duration_days": 14,
    } | changes


@pytest.mark.parametrize("kind", ["herbs", "conditions", "recommendations"])
def test_pages_join_to_the_whole_list(client: TestClient, kind: str) -> None:
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": 7} | ({"cursor": cursor} if cursor else {})
        answer = client.get(f"/api/{kind}", params=query).json()
        assert answer["count"] == len(answer["data"]) <= 7
        seen += [one["id"] for one in answer["data"]]
        cursor = answer.get("next")
    assert seen == sorted(set(seen))
    assert len(seen) == len(getattr(shipped(), kind))


@pytest.mark.parametrize("spelling", ["سردرد", "سر درد", "سر‌درد", "HEADACHE", "headach"])
def test_a_condition_is_found_in_any_spelling(client: TestClient, spelling: str) -> None:
    found = data_of(client.get("/api/conditions", params={"q": spelling}))
    assert "سردرد" in [one["name_fa"] for one in found]


def test_a_herb_says_how_each_part_is_used(client: TestClient) -> None:
    limited = next(one for one in shipped().herbs if any(use.max_days for use in one.posology))
    (found,) = data_of(client.get("/api/herbs", params={"q": limited.name_en}, headers=EN))[:1]
    shown = data_of(client.get(f"/api/herbs/{found['id']}", headers=EN))["posology"]
    assert [one["max_days"] for one in shown] == [use.max_days for use in limited.posology]
    for use, one in zip(limited.posology, shown, strict=True):
        assert [route["code"] for route in one["routes"]] == list(use.routes)
        if use.max_days:
            assert f"at most {use.max_days} days" in one["text"]
        for band in use.children:
            assert f"from {band.from_age} years at most {band.max_daily_g:g} g" in one["text"]


def test_a_herb_is_found_by_its_latin_name_and_arabic_letters(client: TestClient) -> None:
    for name in (LIMITED.name_latin, LIMITED.name_fa.replace("ی", "ي").replace("ک", "ك")):
        found = data_of(client.get("/api/herbs", params={"q": name}))
        assert LIMITED.name_fa in [one["name_fa"] for one in found]


@pytest.mark.parametrize("kind", ["herbs", "conditions"])
def test_the_very_name_comes_first_and_pages_go_on_behind_it(client: TestClient, kind: str) -> None:
    looked_for = {"herbs": "saffron", "conditions": "سردرد"}[kind]
    whole = data_of(client.get(f"/api/{kind}", params={"q": looked_for}))
    first, *others = [one["id"] for one in whole]
    assert looked_for in {whole[0]["name_en"].casefold(), whole[0]["name_fa"]}
    assert others
    assert others == sorted(others)
    seen: list[int] = []
    query = {"q": looked_for, "limit": "1"}
    while len(seen) < len(whole):
        answer = client.get(f"/api/{kind}", params=query).json()
        seen += [one["id"] for one in answer["data"]]
        query["cursor"] = answer.get("next", "")
    assert seen == [first, *others]


def test_wildcards_are_letters_like_others(client: TestClient) -> None:
    assert data_of(client.get("/api/herbs", params={"q": "%_%"})) == []


def test_a_herb_shows_what_is_known_of_it(client: TestClient, clinic: Clinic) -> None:
    known = data_of(client.get(f"/api/herbs/{herb_id(clinic)}"))
    assert known["name"] == known["name_fa"] == LIMITED.name_fa
    assert known["described"] is True
    assert known["wfo"] == LIMITED.wfo
    assert known["harms"] == LIMITED.harms.fa
    assert known["dose"]["max_daily_g"] == MOST
    assert len(known["contraindications"]) == len(LIMITED.contraindications)
    assert len(known["opinions"]) == len(LIMITED.opinions)
    assert known["sources"][0]["citation"]


def test_words_come_in_the_readers_language(client: TestClient, clinic: Clinic) -> None:
    known = data_of(client.get(f"/api/herbs/{herb_id(clinic)}", headers=EN))
    assert known["name"] == LIMITED.name_en
    assert known["correctives"] == LIMITED.correctives.en
    assert known["dose"]["text"] == LIMITED.dose.text_en
    condition = data_of(client.get(f"/api/conditions/{condition_id(clinic)}", headers=EN))
    assert condition["name"] == "Headache"
    assert all(symptom["name"].isascii() for symptom in condition["symptoms"])


def test_every_herb_and_condition_can_be_read(client: TestClient) -> None:
    for kind in ("herbs", "conditions"):
        for one in data_of(client.get(f"/api/{kind}", params={"limit": 200})):
            for lang in ("fa", "en"):
                data_of(client.get(f"/api/{kind}/{one['id']}", headers={"Accept-Language": lang}))


def test_remedies_of_a_herb_and_a_condition(client: TestClient, clinic: Clinic) -> None:
    query = {"condition_id": condition_id(clinic), "limit": 200}
    found = data_of(client.get("/api/recommendations", params=query))
    assert len(found) >= 3
    assert {one["condition_name"] for one in found} == {"سردرد"}
    both = query | {"herb_id": found[0]["herb_id"]}
    assert found[0] in data_of(client.get("/api/recommendations", params=both))
    one = data_of(client.get(f"/api/recommendations/{found[0]['id']}"))
    assert one == found[0] | {"evidence": one["evidence"]}


@pytest.mark.parametrize("kind", ["herbs", "conditions", "recommendations"])
def test_what_does_not_exist(client: TestClient, kind: str) -> None:
    assert code_of(client.get(f"/api/{kind}/999999"), 404) == "not_found"
    assert code_of(client.get(f"/api/{kind}/{2**63 - 1}"), 404) == "not_found"


@pytest.mark.parametrize("kind", ["herbs", "conditions", "recommendations"])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "greater_than_equal"),
        ("limit=201", "less_than_equal"),
        ("cursor=!", "cursor"),
    ],
)
def test_bad_queries_are_refused(client: TestClient, kind: str, query: str, code: str) -> None:
    assert list(field_codes(client.get(f"/api/{kind}?{query}")).values()) == [code]


def test_bad_texts_and_ids_are_refused(client: TestClient) -> None:
    assert field_codes(client.get("/api/herbs?q=%00")) == {"query.q": "text_unstorable"}
    assert field_codes(client.get("/api/herbs", params={"q": "x" * 201}))
    for path in ("/api/herbs/0", f"/api/herbs/{2**63}", "/api/recommendations?herb_id=-1"):
        assert field_codes(client.get(path))


def test_a_practitioner_writes_a_remedy(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    body = remedy(clinic)
    made = data_of(
        clinic.client.post("/api/recommendations", json=body, headers=doctor.headers), 201
    )
    assert made["daily_g"] == pytest.approx(MOST)
    assert (made["reviewed"], made["origin"]) == (False, "practitioner")
    assert (made["route"], made["part"], made["min_age"]) == ("swallowed", None, 12)
    assert made["dose"] == body["dose"]
    path = f"/api/recommendations/{made['id']}"
    one = data_of(clinic.client.get(path, headers=doctor.headers))
    assert one == made | {"evidence": one["evidence"]}


def test_words_written_in_english_are_kept_as_english(clinic: Clinic) -> None:
    free = next(herb for herb in shipped().herbs if herb.code == "apple")
    words = {"preparation": "infusion", "dose": "a cup", "frequency": "twice a day"}
    body = remedy(clinic, herb_id=herb_id(clinic, free.name_fa), **words)
    answer = clinic.client.post(
        "/api/recommendations", json=body, headers=clinic.practitioner().headers
    )
    made = data_of(answer, 201)
    assert made["daily_g"] is None
    facts = clinic.database.read_now(recommendation_facts, [made["id"]])[made["id"]]
    assert (facts.dose.en, facts.dose.fa) == ("a cup", None)
    assert facts.dose.in_("fa") == "a cup"


def test_a_dose_above_the_maximum_is_refused(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    for changes in (
        {"dose": f"{MOST} گرم"},
        {"dose": f"{MOST / 3} گرم", "frequency": "هر ۶ ساعت"},
        {"dose": f"{MOST * 1000 + 1} mg", "frequency": "as needed"},
    ):
        answer = clinic.client.post(
            "/api/recommendations", json=remedy(clinic, **changes), headers=doctor.headers | EN
        )
        assert field_codes(answer) == {"body.dose": "dose_above_maximum"}
        assert f"{MOST:g} g" in answer.json()["fields"][0]["message"]


def test_an_unread_frequency_of_a_herb_with_a_maximum_is_refused(clinic: Clinic) -> None:
    body = remedy(clinic, frequency="هنگام نیاز")
    answer = clinic.client.post(
        "/api/recommendations", json=body, headers=clinic.practitioner().headers
    )
    assert field_codes(answer) == {"body.frequency": "frequency_unread"}


@pytest.mark.parametrize("field", ["herb_id", "condition_id"])
def test_unknown_herb_or_condition(clinic: Clinic, field: str) -> None:
    body = remedy(clinic, **{field: 999_999})
    answer = clinic.client.post(
        "/api/recommendations", json=body, headers=clinic.practitioner().headers
    )
    assert code_of(answer, 404) == "not_found"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duration_days": 0}, "greater_than_equal"),
        ({"duration_days": 366}, "less_than_equal"),
        ({"dose": "x" * 201}, "string_too_long"),
        ({"dose": " "}, "text_blank"),
        ({"preparation": "\0"}, "text_unstorable"),
        ({"herb_id": "1"}, "int_type"),
        ({"herb_id": 2**63}, "less_than_equal"),
        ({"reviewed": True}, "extra_forbidden"),
    ],
)
def test_bad_remedies_are_refused(clinic: Clinic, changes: dict[str, Any], code: str) -> None:
    answer = clinic.client.post(
        "/api/recommendations",
        json=remedy(clinic, **changes),
        headers=clinic.practitioner().headers,
    )
    assert field_codes(answer) == {f"body.{next(iter(changes))}": code}


def test_only_practitioners_write(clinic: Clinic) -> None:
    post = clinic.client.post
    assert code_of(post("/api/recommendations", json={}), 401) == "not_signed_in"
    for person in (clinic.patient(), clinic.user("researcher"), clinic.user("admin")):
        assert code_of(post("/api/recommendations", json={}, headers=person.headers), 403)


def test_imported_names_are_shown_but_nothing_is_made_up(clinic: Clinic) -> None:
    herbs = clinic.database.write_now(ensure_herbs, ["Prozac", LIMITED.name_fa])
    conditions = clinic.database.write_now(ensure_conditions, ["depression x"])
    pair = (herbs["Prozac"], conditions["depression x"])
    remedies = clinic.database.write_now(ensure_recommendations, [pair])
    assert herbs[LIMITED.name_fa] == herb_id(clinic)
    shown = data_of(clinic.client.get(f"/api/herbs/{herbs['Prozac']}"))
    assert (shown["name"], shown["described"], shown["dose"]) == ("Prozac", False, None)
    assert shown["contraindications"] == []
    assert clinic.database.read_now(herb_entry, herbs["Prozac"]) is None
    assert data_of(clinic.client.get(f"/api/conditions/{pair[1]}"))["symptoms"] == []
    remedy = data_of(clinic.client.get(f"/api/recommendations/{remedies[pair]}"))
    assert (remedy["reviewed"], remedy["dose"], remedy["origin"]) == (False, None, "import")
