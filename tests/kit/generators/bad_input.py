"""What a client should not send, drawn from the OpenAPI document."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from tajriba.kit.http.cursor_pagination import encode_cursor
from tests.kit.permissions.permission_requests import BODIES, Ids

Json = Any
Place = tuple[str | int, ...]
NO_IDS = (
    0, -1, 2**63, 2**64, "9" * 5000, "x", "1.5", "1e3", "%00", "+1", "1_0", "%D9%A3", "true",
)  # fmt: skip
NO_CURSORS = (
    "", "zmark", "é", "\0", "%", "e30", "WzEuNV0", "W3RydWVd", "WyIxIl0", "W1tb" * 500,
    "W1tb" * 5000, encode_cursor(), encode_cursor(1, 2, 3), encode_cursor(2**63),
)  # fmt: skip
UNSTORABLE = ("zmark\0", "zmark\ud800", "\udfffzmark")
MEGABYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Bad:
    """A request that is refused with `status`, for 422 on account of what stands at `where`."""

    sent: dict[str, Any] = field(repr=False)
    status: int = 422
    where: Place = ()
    note: object = ""


def bad_paths(operation: dict[str, Any]) -> Iterator[Bad]:
    """Yield paths with ids that are none, or of nothing, and names that are none."""
    for name, schema in _parameters(operation, "path"):
        if schema["type"] == "integer":
            values: dict[object, int] = dict.fromkeys(NO_IDS, 422) | {2**31: 404, 2**63 - 1: 404}
        else:
            values = {"%00": 422, "x" * 201: 422, "zmark": 404, "%FF": 404, "%ED%A0%80": 404}
        for value, status in values.items():
            yield Bad({"ids": {name: value}}, status, ("path", name), value)


def bad_queries(operation: dict[str, Any]) -> Iterator[Bad]:
    """Yield queries with what is unknown, repeated, out of range or of the wrong kind."""
    yield Bad({"params": {"zmark": "1"}}, where=("query", "zmark"))
    for name, schema in _parameters(operation, "query"):
        yield Bad({"params": [(name, "1"), (name, "1")]}, where=("query", name), note="twice")
        for value in _bad_query_values(name, _plain(schema)):
            yield Bad({"params": {name: value}}, where=("query", name), note=value[:30])


def _bad_query_values(name: str, schema: dict[str, Any]) -> list[str]:
    if name == "cursor":
        return list(NO_CURSORS)
    if "enum" in schema:
        return ["", "zmark", "\0"]
    if schema["type"] in ("integer", "number"):
        least, most = schema["minimum"], schema["maximum"]
        wrong = [
            str(least - 1),
            str(most + 1),
            str(2**64),
            "9" * 5000,
            "",
            "x",
            "nan",
            "\0",
            "null",
        ]
        return wrong + (["1.5", "1e2"] if schema["type"] == "integer" else ["inf", "-inf"])
    return ["x" * 201, "zmark\0"]


def bad_bodies(key: str, operation: dict[str, Any], document: Json, ids: Ids) -> Iterator[Bad]:
    """Yield bodies in which one field is bad by the document, missing, unknown or unstorable."""
    if key not in BODIES:
        return
    valid = BODIES[key](ids)
    check = _validator(operation, document)
    assert check.is_valid(valid), valid
    for place in _places(valid, _properties(operation, document)):
        for value in (*WRONG, *UNSTORABLE):
            body = _with(valid, place, value)
            if value in UNSTORABLE or not check.is_valid(body):
                where = ("body", *place) if value not in UNSTORABLE[1:] else ("body",)
                yield Bad(_json(body), where=where, note=repr(value)[:30])
        body = _without(valid, place)
        if body is not None and not check.is_valid(body):
            yield Bad(_json(body), where=("body", *place), note="missing")
    for place in _objects(valid):
        for name in ("zmark", "", "zmark\0", "zmark\ud800"):
            body = _with(valid, (*place, name), "zmark")
            yield Bad(_json(body), where=("body",), note=f"unknown {name!r}")


WRONG: tuple[Json, ...] = (
    None, True, 0, -1, 6, 1.5, 2**31, 2**63, 2**64, 1e300, "", "zmark", " ", "1", "x" * 600, [],
    [0], [[]], ["x" * 600], [1] * 60, ["1"] * 60, {}, {"zmark": 1},
)  # fmt: skip


def _json(body: Json) -> dict[str, Any]:
    headers = {"content-type": "application/json"}
    return {"content": json.dumps(body).encode(), "headers": headers}


def _validator(operation: dict[str, Any], document: Json) -> jsonschema_rs.Validator:
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    whole = schema | {"components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _properties(operation: dict[str, Any], document: Json) -> list[str]:
    schema = _plain(operation["requestBody"]["content"]["application/json"]["schema"])
    name = schema["$ref"].rpartition("/")[2]
    return list(document["components"]["schemas"][name]["properties"])


def _places(value: Json, names: list[str]) -> list[Place]:
    inner = [place for name in value for place in _inner(value[name], (name,))]
    return [(name,) for name in names] + inner


def _inner(value: Json, at: Place) -> list[Place]:
    if isinstance(value, dict):
        pairs: list[tuple[str | int, Json]] = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return []
    return [place for key, one in pairs for place in [(*at, key), *_inner(one, (*at, key))]]


def _objects(value: Json) -> list[Place]:
    places: list[Place] = [()]
    for name, one in value.items():
        places += [at for at in _inner(one, (name,)) if isinstance(_at(value, at), dict)]
    return places


def _at(value: Json, place: Place) -> Json:
    for key in place:
        value = value[key]
    return value


def _with(valid: Json, place: Place, value: Json) -> Json:
    body = deepcopy(valid)
    _at(body, place[:-1])[place[-1]] = value
    return body


def _without(valid: Json, place: Place) -> Json:
    body = deepcopy(valid)
    holder = _at(body, place[:-1])
    if not isinstance(holder, dict) or holder.pop(place[-1], None) is None:
        return None
    return body


def _parameters(operation: dict[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    given = operation.get("parameters", [])
    return [(one["name"], one["schema"]) for one in given if one["in"] == kind]


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without the null that it may also be."""
    kinds = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    return kinds[0] if kinds else schema
