"""What anybody sees of their own does not count what strangers did meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.kit.clinics.clinic import Clinic, Person, data_of

HIDDEN = (0, 1, 4, 9, 2)
"""How many reports of strangers come before each report of an attacker."""


class Attacker:
    """A patient who reports, and a practitioner who cares for them: all numbers that they see."""

    def __init__(self, client: TestClient, clinic: Clinic) -> None:
        self.client, self.clinic = client, clinic
        self.patient, self.doctor = clinic.patient(), clinic.practitioner()
        clinic.consent(self.doctor, self.patient)
        self.diagnosis_id = clinic.diagnosis(self.patient)
        self.remedy = clinic.plan(self.patient, self.diagnosis_id)[0]

    def get(self, path: str, person: Person) -> Any:
        return data_of(self.client.get(path, headers=person.headers))

    def live(self) -> dict[str, Any]:
        return dict(self.get(f"/api/diagnoses/{self.diagnosis_id}/live", self.patient))

    def positions(self) -> list[int]:
        """Report once, and return every position that comes into sight."""
        before = self.live()["event_id"]
        path = f"/ws/{self.diagnosis_id}"
        with self.client.websocket_connect(path, headers=self.patient.headers) as socket:
            greeting = socket.receive_json()
            self.clinic.report(self.patient, self.diagnosis_id, self.remedy, comment="بهترم")
            told = socket.receive_json()
            socket.send_json({"type": "ping"})
            pong = socket.receive_json()
            while pong["type"] != "pong":
                pong = socket.receive_json()
        after = self.live()
        again = self.client.post(
            "/ws/broadcast-effectiveness-update",
            json={"diagnosis_id": self.diagnosis_id, "recommendation_id": self.remedy},
            headers=self.doctor.headers,
        )
        practice = self.get("/api/practice/live", self.doctor)
        return [
            before,
            greeting["event_id"],
            greeting["data"]["last_event_id"],
            told["event_id"],
            pong["event_id"],
            after["event_id"],
            *(one["event_id"] for one in after["recent_events"][:2]),
            data_of(again)["event_id"],
            practice["event_id"],
        ]


@pytest.fixture
def strangers(clinic: Clinic) -> Iterator[int]:
    """Others' reports of a remedy in the attacker's plan, endless, by two patients."""

    def reports() -> Iterator[int]:
        people = [clinic.patient() for _ in range(2)]
        diagnoses = [clinic.diagnosis(one) for one in people]
        plans = [clinic.plan(one, two) for one, two in zip(people, diagnoses, strict=True)]
        while True:
            for person, diagnosis_id, plan in zip(people, diagnoses, plans, strict=True):
                yield int(clinic.report(person, diagnosis_id, plan[1])["id"])

    return reports()


def test_positions_do_not_count_what_strangers_report(
    client: TestClient, clinic: Clinic, strangers: Iterator[int]
) -> None:
    alone, amid = Attacker(client, clinic), Attacker(client, clinic)
    seen_alone = [alone.positions() for _ in HIDDEN]
    seen_amid = []
    for hidden in HIDDEN:
        for _ in range(hidden):
            next(strangers)
        seen_amid.append(amid.positions())
    assert seen_amid == seen_alone
    assert [one[0] for one in seen_alone] == sorted({one[0] for one in seen_alone})
