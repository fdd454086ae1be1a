"""Whether messages are what /asyncapi.json says, to the field; every socket of a test is asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft7Validator
from starlette.testclient import WebSocketTestSession

from tajriba.asyncapi import document
from tajriba.client import Event, live
from tajriba.client.core import message_of
from tajriba.live_policy import Screens
from tajriba.loop.announcement.schemas import EVENTS

Message = dict[str, Any]


def conform(message: Message) -> Message:
    """Return a message of the real service; raises AssertionError where it is not as described."""
    _check(message["type"], message)
    return message


def conform_in_form(message: Message) -> Message:
    """Like `conform`, of a service whose events are of something else: their data is not asked."""
    if message["type"] in EVENTS:
        _check("an event in form", message)
    else:
        _check(message["type"], message)
    return message


@contextmanager
def checked_sockets() -> Iterator[None]:
    """Ask of each message that a socket inside the process, or the Python client, receives."""
    receive = WebSocketTestSession.receive

    def received(socket: WebSocketTestSession) -> Any:
        message = receive(socket)
        if message["type"] == "websocket.send":
            _of(socket)(json.loads(message["text"]))
        return message

    def understood(text: bytes | str) -> Event:
        event = message_of(text)
        conform(json.loads(text))
        return event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WebSocketTestSession, "receive", received)
        patch.setattr(live, "message_of", understood)
        yield


@contextmanager
def unchecked_client() -> Iterator[None]:
    """Let the Python client hear what the real service never says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "message_of", message_of)
        yield


def _of(socket: WebSocketTestSession) -> Any:
    real = isinstance(socket.scope["app"].state.live.policy, Screens)
    return conform if real else conform_in_form


def _check(name: str, message: Message) -> None:
    validator = _validators().get(name)
    assert validator, f"/asyncapi.json knows no {name!r}"
    wrong = [f"{one.json_path}: {one.message}" for one in validator.iter_errors(message)]
    assert not wrong, f"{message} is not as /asyncapi.json says: {wrong}"


@cache
def _validators() -> dict[str, Draft7Validator]:
    described = document()["components"]
    payloads = {name: one["payload"] for name, one in described["messages"].items()}
    first = payloads[next(iter(EVENTS))]
    kinds = [{"properties": {"type": payloads[name]["properties"]["type"]}} for name in EVENTS]
    form = {**first, "properties": {**first["properties"], "type": {}, "data": {}}, "anyOf": kinds}
    closed = _closed({"schemas": described["schemas"], **payloads, "an event in form": form})
    schemas = {"components": {"schemas": closed.pop("schemas")}}
    return {name: Draft7Validator({**schema, **schemas}) for name, schema in closed.items()}


def _closed(node: Any) -> Any:
    """Return a schema that refuses what it does not name: we send nothing undescribed."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    more = {name: _closed(one) for name, one in node.items()}
    return more | {"additionalProperties": False} if node.get("type") == "object" else more
