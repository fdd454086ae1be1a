"""Patients' reports reach who cares for them, who reads and answers them; nobody else does."""

from typing import Any

import pytest
from sqlalchemy import select

from tajriba.audit.tables import audit
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes

SEVERE = [{"name": "سرگیجه", "severity": "severe"}]
FEED = "/api/practice/reports"


class Course:
    """A patient in a practitioner's care, who reports of one remedy."""

    def __init__(self, clinic: Clinic, doctor: Person, name: str = "مریم احمدی") -> None:
        self.clinic, self.patient = clinic, clinic.patient(name)
        self.care_id = clinic.consent(doctor, self.patient)
        self.diagnosis_id = clinic.diagnosis(self.patient)
        self.remedy = clinic.candidates(self.patient, self.diagnosis_id)[0]
        clinic.plan(self.patient, self.diagnosis_id, [self.remedy])

    def report(self, **fields: Any) -> int:
        told = self.clinic.report(self.patient, self.diagnosis_id, self.remedy, **fields)
        return int(told["id"])

    def history(self) -> list[dict[str, Any]]:
        answer = self.clinic.client.get("/api/feedback/history", headers=self.patient.headers)
        found: list[dict[str, Any]] = data_of(answer)
        return found


def feed(clinic: Clinic, doctor: Person, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(
        clinic.client.get(f"{FEED}{query}", headers=doctor.headers)
    )
    return found


def read(clinic: Clinic, doctor: Person, *ids: int) -> Any:
    body = {"feedback_ids": list(ids)}
    return clinic.client.post(f"{FEED}/read", json=body, headers=doctor.headers)


def answer(clinic: Clinic, doctor: Person, feedback_id: int, **body: Any) -> Any:
    path = f"{FEED}/{feedback_id}/answer"
    return clinic.client.post(path, json=body, headers=doctor.headers)


def test_unread_and_severe_and_worse_come_first(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    maryam, zahra = Course(clinic, doctor), Course(clinic, doctor, "زهرا")
    plain, worse = maryam.report(comment="بد نبود"), zahra.report(got_worse=True)
    severe, newest = maryam.report(side_effects=SEVERE, compliance_score=2), zahra.report()
    seen = zahra.report(side_effects=SEVERE)
    withdrawn = zahra.report(comment="اشتباه شد")
    path = f"/api/feedback/{withdrawn}"
    assert clinic.client.delete(path, headers=zahra.patient.headers).is_success
    assert data_of(read(clinic, doctor, seen, seen)) == {"read": 1}
    found = feed(clinic, doctor)
    assert [one["id"] for one in found] == [severe, worse, newest, plain, seen]
    assert [one["read"] for one in found] == [False] * 4 + [True]
    assert [one["severe"] for one in found] == [True, False, False, False, True]
    first = found[0]
    assert (first["full_name"], first["compliance_score"]) == ("مریم احمدی", 2)
    assert first["side_effects"] == SEVERE
    assert found[3]["comment"] == "بد نبود"
    mine = feed(clinic, doctor, f"?patient_id={maryam.patient.patient_id}")
    assert [one["id"] for one in mine] == [severe, plain]


def test_danger_in_words_is_severe_and_a_name_is_not(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    maryam = Course(clinic, doctor)
    named = maryam.report(side_effects=[{"name": "severe", "severity": "mild"}])
    danger = maryam.report(comment="گلویم ورم کرده و نفسم بند آمده")
    found = {one["id"]: one["severe"] for one in feed(clinic, doctor)}
    assert found == {danger: True, named: False}


def test_pages_hold_every_report_once(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    courses = [Course(clinic, doctor) for _ in range(2)]
    fields: list[dict[str, Any]] = [{}, {"got_worse": True}, {"side_effects": SEVERE}]
    made = [one.report(**each) for each in fields for one in courses for _ in range(2)]
    read(clinic, doctor, *made[::3])
    whole = [one["id"] for one in feed(clinic, doctor)]
    paged, cursor = [], ""
    while True:
        answered = clinic.client.get(f"{FEED}?limit=5{cursor}", headers=doctor.headers).json()
        paged += [one["id"] for one in answered["data"]]
        if answered["next"] is None:
            break
        cursor = f"&cursor={answered['next']}"
    assert paged == whole
    assert sorted(paged) == sorted(made)


def test_the_patient_sees_who_has_read_and_what_they_answer(clinic: Clinic) -> None:
    doctor, partner = clinic.practitioner("دکتر مینا"), clinic.practitioner("دکتر رضا")
    maryam = Course(clinic, doctor)
    clinic.consent(partner, maryam.patient)
    told = maryam.report(side_effects=SEVERE)
    assert maryam.history()[0]["replies"] == []
    data_of(read(clinic, doctor, told))
    clinic.clock.advance(seconds=60)
    data_of(answer(clinic, partner, told, answer="go_on"))
    data_of(answer(clinic, partner, told, answer="stop", text=" امروز تماس بگیرید. "))
    first, second = maryam.history()[0]["replies"]
    assert (first["practitioner_name"], first["answer"]) == ("دکتر مینا", None)
    assert first["answered_at"] is None
    assert (second["practitioner_name"], second["answer"]) == ("دکتر رضا", "stop")
    assert second["text"] == "امروز تماس بگیرید."
    assert feed(clinic, doctor)[0]["replies"] == [first, second]
    live = f"/api/diagnoses/{maryam.diagnosis_id}/live"
    recent = data_of(clinic.client.get(live, headers=maryam.patient.headers))["recent_events"]
    replies = [one["data"] for one in recent if one["type"] == "report_reply"]
    assert [one["answer"] for one in replies] == ["stop", "go_on", None]
    practice = data_of(clinic.client.get("/api/practice/live", headers=doctor.headers))
    assert practice["alerts"] == []


def test_an_answer_leaves_a_held_remedy_to_its_review(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    told = Course(clinic, doctor).report(comment="گلویم ورم کرده و نفسم بند آمده")
    data_of(answer(clinic, doctor, told, answer="come_in"))
    practice = data_of(clinic.client.get("/api/practice/live", headers=doctor.headers))
    assert [one["report"]["id"] for one in practice["alerts"]] == [told]


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_answer_says_something(clinic: Clinic, text: str | None) -> None:
    doctor = clinic.practitioner()
    told = Course(clinic, doctor).report()
    assert field_codes(answer(clinic, doctor, told, text=text)) == {"body.text": "missing"}


def test_reports_out_of_care_are_not_there(clinic: Clinic) -> None:
    doctor, stranger = clinic.practitioner(), clinic.practitioner()
    maryam = Course(clinic, doctor)
    told = maryam.report(comment="بد نبود")
    other = Course(clinic, stranger).report()

    def refused(who: Person) -> None:
        assert feed(clinic, who) == [] or who is stranger
        of_one = f"{FEED}?patient_id={maryam.patient.patient_id}"
        for sent in (
            clinic.client.get(of_one, headers=who.headers),
            read(clinic, who, told),
            answer(clinic, who, told, answer="stop"),
        ):
            assert code_of(sent, 404) == "not_found"

    refused(stranger)
    assert code_of(read(clinic, stranger, other, told), 404) == "not_found"
    assert [one["read"] for one in feed(clinic, stranger)] == [False]
    data_of(clinic.client.delete(f"/api/care/{maryam.care_id}", headers=doctor.headers))
    refused(doctor)


def test_reading_and_answering_are_audited_without_words(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    maryam = Course(clinic, doctor)
    told = maryam.report(comment="بد نبود")
    feed(clinic, doctor)
    data_of(read(clinic, doctor, told))
    data_of(answer(clinic, doctor, told, answer="go_on", text="نشانهٔ پاسخ"))
    rows = clinic.database.read_now(
        lambda tx: tx.all(select(audit).where(audit.c.actor_id == doctor.user_id))
    )
    assert {"record.read", "report.read", "report.answer"} <= {row.action for row in rows}
    assert "نشانهٔ پاسخ" not in str(rows)


def test_an_export_has_the_answers(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    maryam = Course(clinic, doctor)
    data_of(answer(clinic, doctor, maryam.report(), text="نشانهٔ پاسخ"))
    export = clinic.client.get("/api/me/export", headers=maryam.patient.headers)
    sections = data_of(export)["sections"]
    assert [one["text"] for one in sections["report_replies"]] == ["نشانهٔ پاسخ"]
    assert sections["reports_read"] == []
