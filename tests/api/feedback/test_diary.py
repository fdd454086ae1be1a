"""A patient's diary: written by them, read by who cares for them too."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tajriba.audit.tables import audit
from tajriba.kit.clock import day_of, iso_day
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes


class Diary:
    """A patient in a practitioner's care with a plan, and the diary of their diagnosis."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.doctor = clinic, clinic.practitioner()
        self.patient = clinic.patient()
        clinic.consent(self.doctor, self.patient)
        self.id = clinic.diagnosis(self.patient, symptoms=["تهوع", "درد شقیقه"])
        self.remedies = clinic.plan(self.patient, self.id)
        self.path = f"/api/diagnoses/{self.id}/diary"

    def day(self, back: int = 0) -> str:
        return iso_day(day_of(self.clinic.clock()) - back)

    def pass_days(self, days: int) -> None:
        """Go on to a later day, on which the patient signs in anew."""
        self.clinic.clock.advance(days=days)
        headers = self.clinic.session(self.patient.user_id)
        self.patient = replace(self.patient, headers=headers)

    def write(self, back: int = 0, **fields: Any) -> Any:
        body = {"day": self.day(back), "severity": 6} | fields
        return self.clinic.client.put(self.path, json=body, headers=self.patient.headers)

    def take(self, times: int, back: int = 0, remedy: int | None = None) -> Any:
        taken = {"recommendation_id": remedy or self.remedies[0], "times": times}
        body = {"day": self.day(back)} | taken
        path = f"{self.path}/intakes"
        return self.clinic.client.put(path, json=body, headers=self.patient.headers)

    def read(self, who: Person | None = None, lang: str = "en") -> Any:
        headers = (who or self.patient).headers | {"Accept-Language": lang}
        path = f"{self.path}?today={self.day()}"
        return data_of(self.clinic.client.get(path, headers=headers))


@pytest.fixture
def diary(clinic: Clinic) -> Diary:
    return Diary(clinic)


def test_a_day_is_written_and_revised(diary: Diary) -> None:
    assert data_of(diary.write(1, sleep=2, symptoms=[7, None])) == {
        "day": diary.day(1),
        "severity": 6,
        "sleep": 2,
        "symptoms": [7, None],
    }
    data_of(diary.write())
    data_of(diary.write(1, severity=5))
    found = diary.read(diary.doctor)
    assert found == diary.read()
    assert found["symptoms"] == ["Nausea", "درد شقیقه"]
    assert diary.read(lang="fa")["symptoms"] == ["تهوع", "درد شقیقه"]
    assert [(one["day"], one["severity"], one["symptoms"]) for one in found["days"]] == [
        (diary.day(1), 5, [None, None]),
        (diary.day(), 6, [None, None]),
    ]


def test_a_day_that_begins_first_in_the_east_may_be_written(diary: Diary) -> None:
    diary.clinic.clock.now = day_of(diary.clinic.clock()) * 86_400_000
    assert field_codes(diary.write(-1)) == {"body.day": "observed_in_future"}
    diary.clinic.clock.advance(seconds=10 * 3600)
    assert diary.write(-1).is_success
    assert field_codes(diary.write(-2)) == {"body.day": "observed_in_future"}
    assert diary.write(30).is_success
    assert field_codes(diary.write(31)) == {"body.day": "observed_too_old"}


def test_what_a_day_may_say(diary: Diary) -> None:
    assert field_codes(diary.write(severity=11)) == {"body.severity": "less_than_equal"}
    assert field_codes(diary.write(sleep=0)) == {"body.sleep": "greater_than_equal"}
    assert field_codes(diary.write(symptoms=[1])) == {"body.symptoms": "symptoms_differ"}
    assert "body.day" in field_codes(diary.write(day="yesterday"))
    assert diary.read()["days"] == []


def test_what_was_taken_is_counted_and_taken_back(diary: Diary) -> None:
    first, second = diary.remedies[:2]
    assert data_of(diary.take(2, 1)) == {"day": diary.day(1), "times": 2}
    for times in (1, 1):
        data_of(diary.take(times))
    data_of(diary.take(1, remedy=second))
    data_of(diary.take(0, remedy=second))
    taken = {one["recommendation_id"]: one["taken"] for one in diary.read()["remedies"]}
    days = [{"day": diary.day(1), "times": 2}, {"day": diary.day(), "times": 1}]
    assert taken == {one: [] for one in diary.remedies} | {first: days}


def test_a_remedy_stays_starts_at_it_came(diary: Diary) -> None:
    first, second, *_ = diary.remedies
    began = diary.read()["remedies"][0]["starts_at"]
    data_of(diary.take(1))
    diary.pass_days(3)
    diary.clinic.plan(diary.patient, diary.id, [second])
    found = {one["recommendation_id"]: one["starts_at"] for one in diary.read()["remedies"]}
    assert found == {second: began, first: None}
    assert field_codes(diary.take(1)) == {"body.recommendation_id": "not_in_plan"}
    assert data_of(diary.take(0, 3)) == {"day": diary.day(3), "times": 0}
    diary.clinic.plan(diary.patient, diary.id, [first, second])
    again = {one["recommendation_id"]: one["starts_at"] for one in diary.read()["remedies"]}
    assert again[second] == began
    assert again[first] > began


def test_reports_stand_in_it_as_notes(diary: Diary) -> None:
    clinic, patient, remedy = diary.clinic, diary.patient, diary.remedies[0]
    clinic.report(patient, diary.id, remedy)
    said = clinic.report(patient, diary.id, remedy, comment="دردم کمتر شد.", side_effects="تهوع")
    (note,) = diary.read(diary.doctor)["notes"]
    assert note["feedback_id"] == said["id"]
    assert note["comment"] == "دردم کمتر شد."
    assert note["side_effects"] == [{"name": "Nausea", "severity": None}]


def test_what_changed_is_said_in_both_languages(diary: Diary) -> None:
    for back in range(14):
        severity = 4 if back < 7 else 7
        data_of(
            diary.write(back, severity=severity, sleep=5 - back // 3, symptoms=[severity, None])
        )
    found = diary.read()["changes"]
    assert found[0] == {
        "period": "week",
        "text": "In the last 7 days the severity of the whole complaint was 4 of 10 on average "
        "(of 7 days), less than the 7 of the 7 days before (of 7 days).",
    }
    assert [one["period"] for one in found] == ["week"] * 3 + ["all"] * 2
    assert "the severity of Nausea" in found[1]["text"]
    assert "slept well in 6 of 7 nights" in found[2]["text"]
    persian = diary.read(lang="fa")["changes"]
    assert "تهوع" in persian[1]["text"]
    assert "۶ شب از ۷ شب" in persian[2]["text"]


def test_what_is_after_today_is_in_no_sentence(diary: Diary) -> None:
    for back in (0, 1):
        data_of(diary.write(back, severity=back))
    path = f"{diary.path}?today={diary.day(1)}"
    found = data_of(diary.clinic.client.get(path, headers=diary.patient.headers))
    assert (len(found["days"]), found["changes"]) == (2, [])
    whole = data_of(diary.clinic.client.get(diary.path, headers=diary.patient.headers))
    assert len(whole["changes"]) == 1


def test_nobody_else_reads_or_writes_it(diary: Diary) -> None:
    data_of(diary.write())
    client, clinic = diary.clinic.client, diary.clinic
    for who in (clinic.patient("زهرا"), clinic.practitioner("دکتر رضا")):
        assert code_of(client.get(diary.path, headers=who.headers), 404) == "not_found"
    body = {"day": diary.day(), "severity": 1}
    answer = client.put(diary.path, json=body, headers=diary.doctor.headers)
    assert code_of(answer, 403) == "forbidden"


def test_the_trail_says_what_was_before(diary: Diary) -> None:
    data_of(diary.write())
    data_of(diary.write(severity=2))
    data_of(diary.take(1))
    actions = ("diary.write", "diary.take")
    statement = select(audit).where(audit.c.action.in_(actions)).order_by(audit.c.id)
    rows = diary.clinic.database.read_now(lambda tx: tx.all(statement))
    assert [row.action for row in rows] == ["diary.write", "diary.write", "diary.take"]
    assert rows[0].before is None
    assert '"severity":6' in rows[1].before
    assert '"severity":2' in rows[1].after
