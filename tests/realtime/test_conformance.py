"""A message that is not as described fails the test that receives it, whichever test it is."""

import json
import re
from typing import Any

import pytest

from tajriba.asyncapi import document
from tajriba.client import live
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.events.service import NewEvent, append
from tests.architecture.documents import ROOT
from tests.kit.clients.message_conformance import conform
from tests.kit.clinics.clinic import Clinic
from tests.kit.clinics.reporting_patient import ReportingPatient
from tests.realtime.realtime_app import RealtimeApp

Message = dict[str, Any]
READS_A_WIRE = re.compile(r"""websockets\.\w+\.client|["']data: """)
"""What a file does that reads live messages by itself: from a socket, or from a stream."""


def example(type_: str) -> Message:
    """Return a good message of a type, of one's own to spoil."""
    (one,) = document()["components"]["messages"][type_]["examples"]
    message: Message = json.loads(json.dumps(one["payload"]))
    return message


def test_the_document_is_served_to_everybody(clinic: Clinic) -> None:
    answer = clinic.client.get("/asyncapi.json")
    assert (answer.status_code, answer.json()) == (200, document())


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("feedback_update", {"rating": 6}),
        ("feedback_update", {"rating": "4"}),
        ("feedback_update", {"sample_size": None}),
        ("feedback_update", {"patient_id": 7}),
        ("feedback_update", {"side_effects": [{"name": "تهوع"}]}),
        ("effectiveness_update", {"scope": "herb"}),
        ("effectiveness_update", {"interval": [0.5]}),
        ("effectiveness_update", {"herb_name": {"fa": "بابونه", "en": "chamomile"}}),
        ("recommendation_update", {"changed_fields": ["name"]}),
        ("recommendation_update", {"added": [{"recommendation_id": 1}]}),
        ("connect", {"recovered": "no"}),
        ("error", {"code": "unheard_of"}),
        ("pong", {"more": 1}),
    ],
)
def test_wrong_data_fails(type_: str, data: Message) -> None:
    message = conform(example(type_))
    with pytest.raises(AssertionError, match="is not as"):
        conform(message | {"data": message["data"] | data})


@pytest.mark.parametrize(
    "spoiled",
    [{"event_id": "7"}, {"timestamp": "2026-11-22"}, {"diagnosis_id": None}, {"topic": "work"}],
)
def test_a_wrong_envelope_fails(spoiled: Message) -> None:
    with pytest.raises(AssertionError, match="is not as"):
        conform(example("feedback_update") | spoiled)


@pytest.mark.parametrize("field", ["type", "diagnosis_id", "event_id", "timestamp", "data"])
def test_a_field_that_lacks_fails(field: str) -> None:
    message = example("feedback_update")
    del message[field]
    with pytest.raises((AssertionError, KeyError)):
        conform(message)


def test_a_type_that_is_not_described_fails() -> None:
    with pytest.raises(AssertionError, match="knows no 'plan_changed'"):
        conform(example("feedback_update") | {"type": "plan_changed"})


def test_a_socket_of_the_app_that_hears_a_wrong_message_fails(clinic: Clinic) -> None:
    desk = ReportingPatient(clinic)
    path = f"/ws/{desk.diagnosis_id}"
    with clinic.client.websocket_connect(path, headers=desk.me.headers) as socket:
        assert socket.receive_json()["type"] == "connect"
        wrong = NewEvent(diagnosis_topic(desk.diagnosis_id), "feedback_update", {"rating": 4})
        clinic.database.write_now(append, [wrong])
        with pytest.raises(AssertionError, match="'feedback_id' is a required property"):
            socket.receive_json()


def test_a_socket_of_the_stage_that_hears_what_is_not_described_fails(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        assert socket.receive_json()["type"] == "connect"
        stage.tell("diagnosis:1", "gossip")
        with pytest.raises(AssertionError, match="knows no 'gossip'"):
            socket.receive_json()


def test_a_python_client_that_hears_a_wrong_message_fails() -> None:
    good, understand = example("pong"), vars(live)["message_of"]
    assert understand(json.dumps(good)).type == "pong"
    with pytest.raises(AssertionError, match="'more' was unexpected"):
        understand(json.dumps(good | {"data": {"more": 1}}))


def test_whoever_reads_messages_by_themselves_holds_them_to_the_document() -> None:
    tests = {path: path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")}
    readers = {path.name: text for path, text in tests.items() if READS_A_WIRE.search(text)}
    assert "remote_client.py" in readers
    free = {name for name, text in readers.items() if "conform" not in text}
    assert free == {"test_uvicorn_transport.py"}  # its wire is uvicorn's; what it says is made up
