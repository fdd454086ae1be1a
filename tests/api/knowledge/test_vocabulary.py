"""Words that people type: suggested, read, and where they were unread, mapped by clinicians."""

import gzip
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from tajriba.audit.tables import audit
from tajriba.diagnoses.service import plan_of
from tajriba.knowledge.active_catalogue import follow, words_version
from tajriba.knowledge.vocabulary.term_mappings import mappings_in_force
from tajriba.knowledge.vocabulary.terms import medicine_classes_in, put_in_force, shipped
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes

WORD = "فرضیکسین"
EN = {"Accept-Language": "en"}


def patch(clinic: Clinic, who: Person, **fields: Any) -> Any:
    path = f"/api/patients/{who.patient_id}"
    return data_of(clinic.client.patch(path, json=fields, headers=who.headers))


def read(clinic: Clinic, who: Person, kind: str, *texts: str) -> Any:
    body = {"kind": kind, "texts": list(texts)}
    headers = who.headers | EN
    return data_of(clinic.client.post("/api/knowledge/read", json=body, headers=headers))


def unread(clinic: Clinic, who: Person) -> Any:
    return data_of(clinic.client.get("/api/knowledge/unread", headers=who.headers))


def map_word(clinic: Clinic, who: Person, text: str, *codes: str, kind: str = "medicine") -> Any:
    body = {"kind": kind, "text": text, "codes": list(codes)}
    return clinic.client.post("/api/knowledge/mappings", json=body, headers=who.headers)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("medicine", "وارفارین"), ("health_state", "دیابت"), ("allergen", "گردو"),
        ("reaction", "تهوع"), ("symptom", "سردرد"),
    ],
)  # fmt: skip
def test_all_names_of_a_kind_are_suggested(clinic: Clinic, kind: str, name: str) -> None:
    answer = clinic.client.get("/api/knowledge/suggestions", params={"kind": kind})
    found = data_of(answer)
    assert (found["kind"], found["version"]) == (kind, shipped().version)
    assert name in {each for one in found["suggestions"] for each in one["names"]}
    assert all(len(set(one["names"])) == len(one["names"]) for one in found["suggestions"])


def test_suggestions_are_small_kept_and_asked_for_again_only_when_they_changed(
    clinic: Clinic,
) -> None:
    with clinic.client.stream("GET", "/api/knowledge/suggestions") as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"].startswith("public, max-age=")
    assert len(packed) < 60_000
    plain = clinic.client.get("/api/knowledge/suggestions", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed) == plain.content
    tag = {"If-None-Match": answer.headers["etag"]}
    again = clinic.client.get("/api/knowledge/suggestions", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    other = clinic.client.get("/api/knowledge/suggestions", params={"kind": "symptom"}, headers=tag)
    assert other.status_code == 200


def test_a_text_is_read_to_its_end(clinic: Clinic) -> None:
    found, none = read(clinic, clinic.patient(), "medicine", f"وارفارین و {WORD}", "ندارد")
    (concept,) = found["concepts"]
    assert (concept["text"], concept["start"], concept["end"]) == ("وارفارین", 0, 8)
    assert concept["counts"] is True
    assert "anticoagulant" in [one["code"] for one in concept["classes"]]
    assert all(one["name"].isascii() for one in concept["classes"])
    assert [one["text"] for one in found["unread"]] == [WORD]
    assert (none["concepts"], none["unread"], none["none"]) == ([], [], True)


def test_reading_leaves_no_trace(clinic: Clinic) -> None:
    person = clinic.patient()
    rows = clinic.database.read_now(lambda tx: len(tx.all(select(audit.c.id))))
    read(clinic, person, "medicine", WORD)
    assert clinic.database.read_now(lambda tx: len(tx.all(select(audit.c.id)))) == rows


def test_a_denial_is_recorded_as_none_known(clinic: Clinic) -> None:
    person = clinic.patient()
    shown = patch(
        clinic, person, allergies=["NKDA"], medicines=["ندارد"], none_known=["conditions"]
    )
    assert (shown["allergies"], shown["medicines"]) == ([], [])
    assert shown["none_known"] == ["conditions", "allergies", "medicines"]
    assert patch(clinic, person, medicines=["وارفارین"])["none_known"] == [
        "conditions",
        "allergies",
    ]
    path = f"/api/patients/{person.patient_id}"
    both = clinic.client.patch(path, json={"none_known": ["medicines"]}, headers=person.headers)
    assert list(field_codes(both)) == ["body.none_known"]


def test_a_practitioner_sees_the_unread_words_of_ones_own_patients(clinic: Clinic) -> None:
    mine, other = clinic.patient("مریم"), clinic.patient("زهرا")
    caring, stranger = clinic.practitioner(), clinic.practitioner()
    clinic.consent(caring, mine)
    clinic.consent(stranger, other)
    patch(clinic, mine, medicines=[f"وارفارین، {WORD}"], allergies=["ندارد"])
    (found,) = unread(clinic, caring)
    assert found == {
        "kind": "medicine",
        "text": WORD,
        "count": 1,
        "patients": [{"id": mine.patient_id, "full_name": "مریم"}],
    }
    assert unread(clinic, stranger) == []


def test_an_administrator_sees_words_of_five_patients_without_names(clinic: Clinic) -> None:
    admin = clinic.user("admin")
    for _ in range(4):
        patch(clinic, clinic.patient(), medicines=[WORD])
    assert unread(clinic, admin) == []
    patch(clinic, clinic.patient(), medicines=[WORD])
    (found,) = unread(clinic, admin)
    assert (found["text"], found["count"], found["patients"]) == (WORD, 5, [])


def test_a_mapped_word_counts_at_once_for_everybody(clinic: Clinic) -> None:
    mine, caring = clinic.patient(), clinic.practitioner()
    clinic.consent(caring, mine)
    known = {"sex": "male", "birth_year": 1980}
    patch(clinic, mine, **known, medicines=["وارفارین"])
    diagnosis_id = clinic.diagnosis(mine)
    with_warfarin = set(clinic.candidates(mine, diagnosis_id))
    patch(clinic, mine, medicines=[])
    ruled_out = [one for one in clinic.candidates(mine, diagnosis_id) if one not in with_warfarin]
    assert ruled_out
    clinic.plan(mine, diagnosis_id, ruled_out[:1])
    assert map_word(clinic, caring, WORD).status_code == 201
    patch(clinic, mine, medicines=[WORD])
    assert clinic.database.read_now(plan_of, diagnosis_id) == ruled_out[:1]
    stored = data_of(map_word(clinic, caring, WORD, "anticoagulant"), 201)
    assert [one["code"] for one in stored["classes"]] == ["anticoagulant"]
    assert clinic.database.read_now(plan_of, diagnosis_id) == []
    assert set(clinic.candidates(mine, diagnosis_id)) == with_warfarin
    assert unread(clinic, caring) == []


def test_another_process_learns_a_mapped_word(clinic: Clinic) -> None:
    caring = clinic.practitioner()
    seen = clinic.database.read_now(words_version)
    data_of(map_word(clinic, caring, WORD, "anticoagulant"), 201)
    put_in_force(shipped())  # as in another process
    assert medicine_classes_in([WORD]) == (frozenset(), (WORD,))
    now = clinic.database.read_now(follow, seen)
    assert medicine_classes_in([WORD]) == (frozenset({"anticoagulant"}), ())
    assert clinic.database.read_now(follow, now) == now != seen


def test_a_mapping_is_listed_audited_and_taken_back(clinic: Clinic) -> None:
    caring, admin = clinic.practitioner("دکتر مینا"), clinic.user("admin")
    stored = data_of(map_word(clinic, caring, WORD, "anticoagulant"), 201)
    (shown,) = data_of(clinic.client.get("/api/knowledge/mappings", headers=admin.headers))
    assert shown == stored
    assert shown["author"] == "دکتر مینا"
    path = f"/api/knowledge/mappings/{stored['id']}"
    data_of(clinic.client.delete(path, headers=admin.headers))
    assert code_of(clinic.client.delete(path, headers=admin.headers), 404) == "not_found"
    assert clinic.database.read_now(mappings_in_force) == ()
    assert medicine_classes_in([WORD]) == (frozenset(), (WORD,))
    rows = clinic.database.read_now(
        lambda tx: tx.all(select(audit).where(audit.c.subject == "term_mapping"))
    )
    told = [(row.action, row.actor_id, row.subject_id) for row in rows]
    assert told == [
        ("term_mapping.create", caring.user_id, stored["id"]),
        ("term_mapping.withdraw", admin.user_id, stored["id"]),
    ]
    mapping = {"kind": "medicine", "text": WORD, "codes": ["anticoagulant"]}
    assert orjson.loads(rows[0].after) == mapping == orjson.loads(rows[1].before)


@pytest.mark.parametrize(
    ("text", "codes", "field", "code"),
    [
        ("وارفارین", [], "body.text", "already_read"),
        (f"وارفارین {WORD}", [], "body.text", "already_read"),
        ("ندارد", [], "body.text", "names_nothing"),
        ("-", [], "body.text", "names_nothing"),
        ("؟", [], "body.text", "names_nothing"),
        (WORD, ["nothing-known"], "body.codes", "not_found"),
    ],
)
def test_what_is_known_or_names_nothing_is_not_mapped(
    clinic: Clinic, text: str, codes: list[str], field: str, code: str
) -> None:
    answer = map_word(clinic, clinic.practitioner(), text, *codes)
    assert field_codes(answer) == {field: code}


def test_an_allergy_may_be_mapped_to_a_herb(clinic: Clinic) -> None:
    caring, mine = clinic.practitioner(), clinic.patient()
    data_of(map_word(clinic, caring, WORD, "saffron", kind="allergen"), 201)
    (found,) = read(clinic, mine, "allergen", WORD)
    assert found["unread"] == []
    assert "saffron" in [one["code"] for each in found["concepts"] for one in each["classes"]]


@pytest.mark.parametrize("word", [WORD, "💊", "؟"])
def test_remedies_that_wait_for_an_unread_word_are_counted(clinic: Clinic, word: str) -> None:
    mine, caring = clinic.patient(), clinic.practitioner()
    clinic.consent(caring, mine)
    patch(clinic, mine, sex="male", birth_year=1980)
    diagnosis_id = clinic.diagnosis(mine)
    path = f"/api/diagnoses/{diagnosis_id}"

    def page(who: Person, kind: str) -> Any:
        return clinic.client.get(f"{path}/{kind}", headers=who.headers).json()

    before = page(mine, "candidates")
    assert before["unread"] == []
    patch(clinic, mine, medicines=[word], conditions=["بیماری ناشنیده"])
    after = page(mine, "candidates")
    waiting = {one["kind"]: one for one in after["unread"]}
    assert (waiting["medicine"]["text"], waiting["health_state"]["remedies"]) == (word, 0)
    left_out = before["count"] - after["count"]
    assert waiting["medicine"]["remedies"] == left_out > 0
    assert page(caring, "choices")["unread"] == after["unread"]
    if word == "؟":
        patch(clinic, mine, medicines=None)
    else:
        data_of(map_word(clinic, caring, word), 201)
    harmless = page(mine, "candidates")
    assert harmless["count"] == before["count"]
    assert [one["kind"] for one in harmless["unread"]] == ["health_state"]
