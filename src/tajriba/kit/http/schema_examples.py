"""Making an example of a JSON schema from the examples of its fields."""

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]
_OF_TYPE: Mapping[str, Any] = {
    "boolean": False,
    "integer": 1,
    "number": 0.5,
    "string": "…",
    "null": None,
    "object": {},
    "array": [],
}


def example(node: Node, schemas: Node) -> Any:  # noqa: PLR0911 - a line for each kind of schema
    """Return a value that a schema describes; `schemas` holds by name what it refers to.

    A field's own example goes before its default, and that before what its type suggests.
    """
    match node:
        case {"$ref": str(ref)}:
            return example(schemas[ref.rpartition("/")[2]], schemas)
        case {"examples": [first, *_]} | {"const": first} | {"enum": [first, *_]}:
            return first
        case {"example": given} | {"default": given}:
            return given
        case {"anyOf": [first, *_]} | {"oneOf": [first, *_]}:
            return example(first, schemas)
        case {"properties": fields}:
            return {name: example(field, schemas) for name, field in fields.items()}
        case {"prefixItems": [*places]} | {"items": [*places]}:
            return [example(place, schemas) for place in places]
        case {"type": "array", "items": item}:
            return [example(item, schemas)] * node.get("minItems", 1)
        case {"type": "integer", "minimum": least}:
            return int(least)
    return _OF_TYPE[node.get("type", "object")]
