"""What a patient takes back is gone as text, from every table and from the files; numbers stay."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tajriba.audit.service import Entry, record
from tajriba.audit.verification import verify as verify_trail
from tajriba.events.service import recent
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import metadata
from tajriba.loop.verification.verification import verify
from tajriba.settings import Settings
from tests.kit.clinics.clinic import Clinic, data_of

MARK = "zgone"
SAID = {
    "rating": 2,
    "comment": f"{MARK}-comment",
    "side_effects": [{"name": f"{MARK}-effect", "severity": "mild"}, {"name": f"{MARK}-other"}],
}


class Course:
    """A patient's plan of one remedy, and what is done to its reports."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.person = clinic.patient()
        self.diagnosis_id = clinic.diagnosis(self.person)
        self.remedy = clinic.plan(self.person, self.diagnosis_id)[0]

    def report(self, **said: Any) -> int:
        report = self.clinic.report(self.person, self.diagnosis_id, self.remedy, **said)
        return int(report["id"])

    def withdraw(self, report_id: int) -> None:
        path = f"/api/feedback/{report_id}"
        data_of(self.clinic.client.delete(path, headers=self.person.headers))

    def revise(self, report_id: int, **said: Any) -> None:
        path = f"/api/feedback/update/{report_id}"
        data_of(self.clinic.client.put(path, json=said, headers=self.person.headers))


@pytest.fixture
def course(clinic: Clinic) -> Course:
    return Course(clinic)


def words(clinic: Clinic) -> str:
    """Return every row of every table as text."""
    return clinic.database.read_now(
        lambda tx: str([tx.all(select(table)) for table in metadata.sorted_tables])
    )


def row_of(clinic: Clinic, report_id: int) -> Any:
    return clinic.database.read_now(
        lambda tx: tx.first(select(feedback).where(feedback.c.id == report_id))
    )


def holds(clinic: Clinic) -> None:
    """Evidence is what the reports say, and the trail is whole."""
    assert clinic.database.read_now(verify).total == 0
    assert clinic.database.read_now(verify_trail).broken is None


def test_a_withdrawn_report_keeps_its_numbers_alone(clinic: Clinic, course: Course) -> None:
    report_id = course.report(**SAID)
    before = row_of(clinic, report_id)
    assert MARK in words(clinic)
    course.withdraw(report_id)
    assert MARK not in words(clinic)
    after = row_of(clinic, report_id)
    assert (after.rating, after.success, after.day) == (2, before.success, before.day)
    assert (after.comment, after.side_effects) == (None, '[["","mild"]]')
    holds(clinic)


def test_what_a_revision_clears_is_gone(clinic: Clinic, course: Course) -> None:
    report_id = course.report(**SAID)
    course.revise(report_id, comment=None)
    assert f"{MARK}-comment" not in words(clinic)
    assert f"{MARK}-effect" in words(clinic)
    course.revise(report_id, side_effects=[])
    assert MARK not in words(clinic)
    assert row_of(clinic, report_id).rating == 2
    holds(clinic)


def test_what_a_revision_replaces_is_gone(clinic: Clinic, course: Course) -> None:
    report_id = course.report(**SAID)
    course.revise(report_id, comment="znew-comment", side_effects=[{"name": "znew-effect"}])
    assert MARK not in words(clinic)
    assert words(clinic).count("znew-comment") == 1
    assert "znew-effect" in words(clinic)
    holds(clinic)


def test_what_another_report_says_stays(clinic: Clinic, course: Course) -> None:
    """Also to screens that come back: a side effect is counted as long as a report says it."""
    first = course.report(**SAID)
    course.report(side_effects=[{"name": f"{MARK}-effect"}])
    course.withdraw(first)
    assert f"{MARK}-comment" not in words(clinic)
    assert f"{MARK}-other" not in words(clinic)
    topic = f"diagnosis:{course.diagnosis_id}"
    told = clinic.database.read_now(recent, topic, 9, ("effectiveness_update",))
    updates = [one.data for one in reversed(told) if one.type == "feedback_update"]
    named = {"fa": f"{MARK}-effect", "en": f"{MARK}-effect"}
    assert [one["side_effects"] for one in updates] == [
        [{"name": named, "count": 1}],
        [{"name": named, "count": 2}],
        [{"name": named, "count": 1}],
    ]
    holds(clinic)


def test_another_remedys_events_stay_as_they_are(clinic: Clinic, course: Course) -> None:
    other = clinic.plan(course.person, course.diagnosis_id)[1]
    clinic.report(course.person, course.diagnosis_id, other, side_effects=[{"name": "zstays"}])
    course.withdraw(course.report(**SAID))
    assert MARK not in words(clinic)
    assert words(clinic).count("zstays") >= 2


def test_a_trail_of_an_earlier_version_loses_it_too(clinic: Clinic, course: Course) -> None:
    report_id = course.report(**SAID)
    old = {"rating": 2, "side_effects": [[f"{MARK}-effect", None]], "comment": f"{MARK}-comment"}
    entry = Entry(course.person.user_id, "feedback.revise", "feedback", report_id, {}, old)
    clinic.database.write_now(record, entry)
    course.revise(report_id, rating=3)
    assert f"{MARK}-comment" in words(clinic)
    course.withdraw(report_id)
    assert MARK not in words(clinic)
    holds(clinic)


@pytest.mark.embedded
def test_no_byte_of_it_is_left_in_the_files(
    clinic: Clinic, course: Course, settings: Settings
) -> None:
    path = settings.sqlite_path

    def found(mark: str) -> list[str]:
        files = [Path(f"{path}{suffix}") for suffix in ("", "-wal", "-shm")]
        return [one.name for one in files if one.exists() and mark.encode() in one.read_bytes()]

    async def clear() -> bool:
        return await clinic.database.clear_files()

    course.report(comment="zother")
    withdrawn, cleared = course.report(**SAID), course.report(**SAID)
    assert found(MARK)
    course.withdraw(withdrawn)
    course.revise(cleared, comment=None, side_effects=[])
    assert asyncio.run(clear())
    assert found(MARK) == []
    assert found("zother")
