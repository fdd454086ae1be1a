"""The API's description as it is served. `python -m tests.architecture.openapi` refreshes it."""

import json
from functools import cache
from typing import Any

from tajriba.app import create_app
from tajriba.openapi import KEPT
from tajriba.settings import Settings


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI document of the application as it is."""
    return create_app(Settings()).openapi()


def text() -> str:
    """Return the document as it is kept."""
    return json.dumps(described(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    KEPT.write_text(text(), "utf-8")
