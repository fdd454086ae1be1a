"""The AsyncAPI document of the live messages, made from their models; served at /asyncapi.json."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from fastapi import APIRouter
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import TupleSchema

import tajriba
from tajriba.accounts.authorization import GuardedRoute, public
from tajriba.kit.http.schema_examples import example
from tajriba.loop.announcement.schemas import EVENTS, PRACTICE_EVENTS
from tajriba.realtime.protocol import client_messages
from tajriba.realtime.protocol.schemas import CONTROL, FROM_CLIENT, Envelope

router = APIRouter(tags=["live"], route_class=GuardedRoute)
Node = dict[str, Any]

DESCRIPTION = (
    "What open screens hear. Take GET /api/diagnoses/{diagnosis_id}/live, connect with its "
    "event_id as `after`, and apply what comes: the snapshot with the events behind it is the "
    "snapshot of now. Names and reasons are in the language of `lang` or Accept-Language (fa, "
    "en). Ignore types and fields that you don't know. How to resume, and what to do after each "
    "close code, is told in docs/protocol.md."
)
SOCKET = (
    "A WebSocket. Who is there is told by the Authorization header, or by `auth` as the first "
    f"message. Text only, at most {client_messages.MAX_MESSAGE_BYTES} bytes a message and "
    f"{client_messages.MESSAGES_A_MINUTE} messages a minute. `x-close-codes` are the codes and "
    "reasons with which it is closed."
)
STREAM = (
    "Server-sent events. The data of each is one message, its id the message's event_id; "
    "Last-Event-ID resumes. Comments are heartbeats, but for the last one: why the stream ends, "
    "by the reasons of the socket's `x-close-codes`."
)
PRACTICE = (
    "Alerts of all patients in a practitioner's care, as GET /api/practice/live holds them; its "
    "event_id is the `after`. Otherwise like the socket and the stream of a diagnosis."
)
_SCHEMAS: Final = "#/components/schemas/"


@router.get("/asyncapi.json", summary="Read the description of the live messages")
@public()
async def describe_live_messages() -> Node:
    """Answer the AsyncAPI 3.1 document of the WebSocket and of the server-sent events."""
    return document()


@cache
def document() -> Node:
    """Return the document."""
    client_messages = list(FROM_CLIENT)
    told, streamed = _on_socket(EVENTS), _on_stream(EVENTS)
    practice, practice_streamed = _on_socket(PRACTICE_EVENTS), _on_stream(PRACTICE_EVENTS)
    bearer = {"security": [{"$ref": "#/components/securitySchemes/bearer"}]}
    socket = {"bindings": {"ws": _handshake()}, "x-close-codes": close_codes()}
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": tajriba.__name__.title(),
            "version": tajriba.__version__,
            "description": DESCRIPTION,
        },
        "defaultContentType": "application/json",
        "channels": {
            "socket": _channel("/ws/{diagnosis_id}", SOCKET, told + client_messages) | socket,
            "stream": _channel("/events/{diagnosis_id}", STREAM, streamed),
            "practiceSocket": _channel("/ws/practice", PRACTICE, practice + client_messages)
            | socket,
            "practiceStream": _channel("/events/practice", PRACTICE, practice_streamed),
        },
        "operations": {
            "tellSocket": _operation("send", "socket", told),
            "hearSocket": _operation("receive", "socket", client_messages),
            "tellStream": _operation("send", "stream", streamed) | bearer,
            "tellPractice": _operation("send", "practiceSocket", practice),
            "hearPractice": _operation("receive", "practiceSocket", client_messages),
            "tellPracticeStream": _operation("send", "practiceStream", practice_streamed) | bearer,
        },
        "components": {
            "messages": _messages(),
            "schemas": _schemas(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def close_codes() -> list[Node]:
    """Return every code and reason with which a socket is closed."""
    named = {
        one for one in vars(client_messages).values() if isinstance(one, client_messages.Closing)
    }
    return [{"code": one.code, "reason": one.reason} for one in sorted(named)]


def _on_socket(events: Iterable[str]) -> list[str]:
    return [name for name in (*CONTROL, *events) if name != "resync"]


def _on_stream(events: Iterable[str]) -> list[str]:
    return [name for name in (*CONTROL, *events) if name not in ("pong", "error")]


def _channel(address: str, description: str, messages: list[str]) -> Node:
    of_diagnosis = {"diagnosis_id": {"description": "Of one's own, or in one's care."}}
    return {
        "address": address,
        "description": description,
        **({"parameters": of_diagnosis} if "{" in address else {}),
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
    }


def _handshake() -> Node:
    fields = FROM_CLIENT["auth"].model_json_schema(schema_generator=_Draft7)["properties"]
    query = {name: fields[name] for name in ("after", "lang")}
    return {
        "method": "GET",
        "query": {"type": "object", "properties": query},
        "bindingVersion": "0.1.0",
    }


def _operation(action: str, channel: str, messages: list[str]) -> Node:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in messages],
    }


def _messages() -> Node:
    server_messages = {
        name: _message(name, model, _enveloped(name, model))
        for name, model in (CONTROL | EVENTS | PRACTICE_EVENTS).items()
    }
    client_messages = {
        name: _message(name, model, {"$ref": _SCHEMAS + model.__name__})
        for name, model in FROM_CLIENT.items()
    }
    return server_messages | client_messages


def _message(name: str, model: type[BaseModel], payload: Node) -> Node:
    return {
        "name": name,
        "summary": " ".join((model.__doc__ or "").split()),
        "payload": payload,
        "examples": [{"payload": example(payload, _schemas())}],
    }


def _enveloped(name: str, data: type[BaseModel]) -> Node:
    """Return the envelope's schema with what is particular to a type in it."""
    envelope: Node = Envelope.model_json_schema(schema_generator=_Draft7)
    particular = {"type": {"const": name}, "data": {"$ref": _SCHEMAS + data.__name__}}
    return {
        "type": "object",
        "properties": {**envelope["properties"], **particular},
        "required": [*envelope["required"], "data"],
    }


@cache
def _schemas() -> Node:
    models = [*CONTROL.values(), *EVENTS.values(), *PRACTICE_EVENTS.values(), *FROM_CLIENT.values()]
    _, found = models_json_schema(
        [(model, "serialization") for model in models],
        ref_template=_SCHEMAS + "{model}",
        schema_generator=_Draft7,
    )
    schemas: Node = found["$defs"]
    return schemas


class _Draft7(GenerateJsonSchema):
    """AsyncAPI's own schemas are of draft 7, which writes a tuple's items in their old place."""

    def tuple_schema(self, schema: TupleSchema) -> JsonSchemaValue:
        """Return a tuple's schema."""
        made = super().tuple_schema(schema)
        return {"items": made.pop("prefixItems"), **made}

    def field_title_should_be_set(self, _schema: object) -> bool:
        """Leave out titles that only repeat the names."""
        return False
