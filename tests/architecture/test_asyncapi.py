"""The live messages are described completely, soundly, and do not change unnoticed."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator

from tajriba.asyncapi import close_codes, document
from tajriba.events.event import NewEvent
from tajriba.loop.announcement.schemas import EVENTS, PRACTICE_EVENTS
from tajriba.realtime.hub.hub import INTERNAL
from tajriba.realtime.protocol import client_messages, errors
from tajriba.realtime.protocol.schemas import CONTROL, FROM_CLIENT, Misunderstood
from tests.architecture.asyncapi import SNAPSHOT
from tests.architecture.documents import blocks, read, sources
from tests.kit.clients.message_conformance import conform

REFRESH = "The messages have changed. If that is meant: python -m tests.architecture.asyncapi"
TOLD = EVENTS | PRACTICE_EVENTS
TYPES = [*CONTROL, *TOLD, *FROM_CLIENT]
Node = dict[str, Any]

# What AsyncAPI 3.1 lets an object hold, of what we use, and what it must: marked with "!".
FIELDS = {
    "document": "asyncapi! info! defaultContentType channels operations components",
    "info": "title! version! description",
    "channel": "address description parameters messages bindings x-close-codes",
    "parameter": "description",
    "binding": "method query bindingVersion",
    "operation": "action! channel! messages security",
    "components": "messages schemas securitySchemes",
    "message": "name summary payload examples",
    "example": "payload",
}


def held(what: str, node: Node) -> Node:
    """Return a node that holds what its kind must, and nothing that it may not."""
    fields = FIELDS[what].split()
    assert {field[:-1] for field in fields if field[-1] == "!"} <= node.keys()
    assert node.keys() <= {field.rstrip("!") for field in fields}
    return node


def resolved(ref: str) -> Any:
    node: Any = document()
    for name in ref.removeprefix("#/").split("/"):
        node = node[name.replace("~1", "/")]
    return node


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            assert node.keys() == {"$ref"}, "draft 7 reads nothing beside a reference"
            yield node["$ref"]
        for one in node.values():
            yield from refs(one)
    elif isinstance(node, list):
        for one in node:
            yield from refs(one)


def test_the_snapshot_is_of_these_messages() -> None:
    assert json.loads(SNAPSHOT.read_text("utf-8")) == document(), REFRESH


def test_the_document_has_its_parts() -> None:
    whole = held("document", document())
    assert re.fullmatch(r"3\.1\.\d+", whole["asyncapi"])
    held("info", whole["info"])
    held("components", whole["components"])
    assert {one["address"] for one in whole["channels"].values()} == {
        "/ws/{diagnosis_id}",
        "/events/{diagnosis_id}",
        "/ws/practice",
        "/events/practice",
    }


def test_every_reference_leads_somewhere() -> None:
    for ref in set(refs(document())):
        assert ref.startswith("#/")
        assert resolved(ref)


@pytest.mark.parametrize("name", document()["channels"])
def test_a_channel_is_sound(name: str) -> None:
    channel = held("channel", document()["channels"][name])
    assert set(re.findall(r"\{(\w+)\}", channel["address"])) == channel.get("parameters", {}).keys()
    for parameter in channel.get("parameters", {}).values():
        held("parameter", parameter)
    for binding in channel.get("bindings", {}).values():
        query = held("binding", binding)["query"]
        assert query["type"] == "object"
        Draft7Validator.check_schema(query)
    for type_, message in channel["messages"].items():
        assert resolved(message["$ref"])["name"] == type_


def test_operations_are_sound_and_carry_every_message() -> None:
    channels = document()["channels"]
    carried: dict[str, list[str]] = {name: [] for name in channels}
    for operation in document()["operations"].values():
        held("operation", operation)
        assert operation["action"] in ("send", "receive")
        name = operation["channel"]["$ref"].rpartition("/")[2]
        assert resolved(operation["channel"]["$ref"]) is channels[name]
        for message in operation["messages"]:
            place, _, type_ = message["$ref"].rpartition("/")
            assert place == f"#/channels/{name}/messages"
            carried[name].append(type_)
    assert carried == {name: list(channel["messages"]) for name, channel in channels.items()}


@pytest.mark.parametrize("type_", TYPES)
def test_a_message_is_sound_and_its_example_conforms(type_: str) -> None:
    message = held("message", document()["components"]["messages"][type_])
    assert message["name"] == type_
    assert message["summary"]
    Draft7Validator.check_schema(message["payload"])
    (example,) = message["examples"]
    assert conform(held("example", example)["payload"])["type"] == type_


@pytest.mark.parametrize("name", document()["components"]["schemas"])
def test_a_schema_is_sound_and_told(name: str) -> None:
    schema = document()["components"]["schemas"][name]
    Draft7Validator.check_schema(schema)
    assert "prefixItems" not in json.dumps(schema)
    assert schema["description"]


def test_every_message_is_described_and_no_other() -> None:
    assert list(document()["components"]["messages"]) == TYPES


def test_what_is_appended_for_screens_is_described() -> None:
    appended = re.compile(rf'{NewEvent.__name__}\([^"]*"(\w+)"')
    found = {type_ for _, text in sources() for type_ in appended.findall(text)}
    assert found - INTERNAL == TOLD.keys()


def test_every_misunderstanding_is_described() -> None:
    known = {one.code for one in vars(errors).values() if hasattr(one, "code")}
    described = get_args(Misunderstood.model_fields["code"].annotation)
    assert set(described) == known


@pytest.mark.parametrize("type_", FROM_CLIENT)
def test_what_a_client_may_say_is_understood(type_: str) -> None:
    (example,) = document()["components"]["messages"][type_]["examples"]
    assert client_messages.parse(json.dumps(example["payload"]))


def test_close_codes_are_those_of_the_protocol() -> None:
    rows = re.findall(r"^\| (\d{4}) \| `(\w+)` \|", read("docs/protocol.md"), re.MULTILINE)
    assert close_codes() == [{"code": int(code), "reason": name} for code, name in sorted(rows)]


def examples() -> list[Node]:
    found = [json.loads(block) for block in blocks(read("docs/protocol.md"), "json")]
    return [one for one in found if "type" in one]


@pytest.mark.parametrize("example", examples(), ids=lambda one: str(one["type"]))
def test_an_example_of_the_protocol_conforms(example: Node) -> None:
    conform(example)


def test_every_event_has_an_example_in_the_protocol() -> None:
    assert {one["type"] for one in examples()} >= TOLD.keys() | {"auth", "connect", "error"}
