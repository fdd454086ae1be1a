"""Old live snapshot + events = fresh live snapshot, for every event type, over a real socket."""

import pytest

from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import Message, Screen
from tests.kit.clients.snapshot_reducer import Snapshot, reduce
from tests.kit.clients.snapshot_screens import PARTS


class Watcher:
    """A client that took one snapshot and then only follows its socket."""

    def __init__(self, town: Town, patient: Patient) -> None:
        self.patient = patient
        self.marker = patient.report(remedy=-1)["id"]
        self.screen: Screen = town.screen(patient.remote, patient.diagnosis_id)
        self.held: Snapshot = patient.live()
        self.heard: list[Message] = []

    @property
    def kinds(self) -> set[tuple[str, str | None]]:
        """Types of the events that were heard, with their scope."""
        return {(one["type"], one["data"].get("scope")) for one in self.heard}

    def agree(self) -> None:
        """Compare what the events made of the snapshot with one that is taken now.

        A revision behind the new snapshot marks the place in the socket up to which to read.
        """
        fresh = self.patient.live()
        path = f"/api/feedback/update/{self.marker}"
        self.patient.remote.put(path, {"comment": f"behind {fresh['event_id']}"})
        new = self.screen.hear_until(fresh["event_id"] + 1)
        self.heard += new
        self._follow([one for one in new if one["event_id"] <= fresh["event_id"]])
        for part in PARTS:
            assert self.held[part] == fresh[part], part
        self._follow(new)

    def _follow(self, messages: list[Message]) -> None:
        for message in messages:
            self.held = reduce(self.held, message)


@pytest.fixture
def watcher(common: Town) -> Watcher:
    return Watcher(common, common.patient(planned=4))


def test_reports_revisions_and_withdrawals(watcher: Watcher) -> None:
    patient = watcher.patient
    stored = patient.report(side_effects="تهوع، سردرد")
    watcher.agree()
    patient.report(rating=2, symptom_improvement=1, got_worse=True, side_effects="تهوع")
    watcher.agree()
    path = f"/api/feedback/update/{stored['id']}"
    patient.remote.put(path, {"rating": 3, "side_effects": []})
    watcher.agree()
    patient.remote.delete(f"/api/feedback/{stored['id']}")
    watcher.agree()
    for _ in range(6):
        patient.report(remedy=1)
    watcher.agree()
    assert ("feedback_update", None) in watcher.kinds
    assert ("effectiveness_update", "diagnosis") in watcher.kinds


def test_what_others_report(town: Town) -> None:
    watcher = Watcher(town, town.patient(planned=4))
    others = [town.patient(planned=4) for _ in range(5)]
    for number, patient in enumerate(others):
        patient.report(rating=4 if number else 2)
        watcher.agree()
    assert ("effectiveness_update", "recommendation") in watcher.kinds
    assert ("recommendation_update", None) in watcher.kinds
    mine = watcher.patient
    mine.remote.plan(mine.diagnosis_id, mine.remedies[1:])
    watcher.agree()
    mine.remote.plan(mine.diagnosis_id, mine.remedies)
    watcher.agree()


def test_plans_and_records(watcher: Watcher) -> None:
    patient = watcher.patient
    patient.report()
    watcher.agree()
    patient.remote.plan(patient.diagnosis_id, patient.remedies[1:])
    watcher.agree()
    patient.remote.plan(patient.diagnosis_id, patient.remedies)
    watcher.agree()
    patient.remote.plan(patient.diagnosis_id, [])
    watcher.agree()
    assert watcher.held["ranking"] == watcher.held["evidence"] == []
    patient.remote.plan(patient.diagnosis_id, patient.remedies)
    patient.remote.call("PATCH", f"/api/patients/{patient.remote.patient_id}", {"mizaj": "garm"})
    watcher.agree()
