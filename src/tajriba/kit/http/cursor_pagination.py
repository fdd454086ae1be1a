"""Cursor pagination: a page starts after the key at which the last page ended."""

import base64
import binascii
import json
from typing import Annotated

from fastapi import Query

from tajriba.kit.errors import FieldProblem, Invalid

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[str | None, Query(max_length=200, description="The `next` of the last page.")]


def encode_cursor(*key: int) -> str:
    """Return an opaque cursor for the last row's sort key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, size: int) -> tuple[int, ...] | None:
    """Return the sort key of a cursor, None without one; raises `Invalid` for any other text."""
    if cursor is None:
        return None
    try:
        key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != size or not all(_is_number(part) for part in key):
        raise Invalid([FieldProblem(["query", "cursor"], "cursor")])
    return tuple(key)


def _is_number(part: object) -> bool:
    return isinstance(part, int) and not isinstance(part, bool) and abs(part) < 2**63
