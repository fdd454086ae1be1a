"""SIGKILL in a burst: what was acknowledged is there once, what was missed comes on resume."""

from collections import Counter

import pytest

from tests.e2e.served_clinic import Town
from tests.kit.clients.concurrent_writers import Burst, requests
from tests.kit.clients.remote_client import Message, Screen

PATIENTS, WRITERS, ENOUGH = 3, 4, 40


class Crash:
    """A burst of several patients' writers that ended with the death of the server."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.patients = [town.patient() for _ in range(PATIENTS)]
        self.watched = self.patients[0]
        remote, diagnosis_id = self.watched.remote, self.watched.diagnosis_id
        self.absent: Screen = town.browser(remote, diagnosis_id)
        self.absent.close()
        self.open: Screen = town.screen(remote, diagnosis_id)
        self.burst = Burst(town.server.address)
        sources = [
            requests(one.remote.token, f"{number}-{writer}", one.body(remedy=writer % 2))
            for number, one in enumerate(self.patients)
            for writer in range(WRITERS)
        ]
        self.burst.run(sources, ENOUGH, town.server.kill)
        self.open.hear_rest()
        town.restart()

    def stored(self) -> list[Message]:
        """Return every report of every patient, as it was acknowledged."""
        listed = [report for one in self.patients for report in one.remote.history()]
        return [
            {key: one[key] for key in one.keys() - {"herb_name", "replies"}} | {"urgent": []}
            for one in listed
        ]


@pytest.fixture
def crash(town: Town) -> Crash:
    return Crash(town)


def test_every_acknowledged_report_is_there_once(crash: Crash) -> None:
    burst = crash.burst
    assert burst.refused == []
    assert ENOUGH <= len(burst.acknowledged) < len(burst.sent)
    stored = {report["comment"]: report for report in crash.stored()}
    assert len(stored) == len(crash.stored())
    assert burst.acknowledged.items() <= stored.items()
    assert stored.keys() <= burst.sent.keys()
    again = burst.send_again(crash.town.server.address)
    assert burst.acknowledged.items() <= again.items()
    assert stored.items() <= again.items()
    assert Counter(one["comment"] for one in crash.stored()) == Counter(list(burst.sent))
    verified = crash.town.home.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert crash.town.server.troubles() == []


def test_what_was_missed_comes_in_order_and_once(crash: Crash) -> None:
    """A screen that was away from the start and one that saw the crash end up the same."""
    back, away = _come_back(crash, crash.open), _come_back(crash, crash.absent)
    newest = crash.watched.report(remedy=2)["id"]
    missed = away.hear_report(newest)
    assert crash.open.heard + back.hear_report(newest) == missed
    ids = [message["event_id"] for message in missed]
    assert ids == sorted(set(ids))
    told = [one["data"]["feedback_id"] for one in missed if one["type"] == "feedback_update"]
    assert told == sorted(report["id"] for report in crash.watched.remote.history())
    own = [one for one in missed if one["data"].get("scope") != "recommendation"]
    recent = crash.watched.live()["recent_events"]
    assert [one for one in recent if one["event_id"] <= ids[-1]][:10] == own[::-1][:10]


def _come_back(crash: Crash, screen: Screen) -> Screen:
    """Resume where a screen stopped."""
    remote, diagnosis_id = crash.watched.remote, crash.watched.diagnosis_id
    again = crash.town.screen(remote, diagnosis_id, after=screen.position)
    assert again.greeting["data"]["recovered"] is True
    assert again.greeting["data"]["last_event_id"] == screen.position
    return again
