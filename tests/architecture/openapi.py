"""The snapshot of the API's description. `python -m tests.architecture.openapi` refreshes it."""

import json
from functools import cache
from typing import Any, Final

from tajriba.app import create_app
from tajriba.settings import Settings
from tests.architecture.documents import ROOT

SNAPSHOT: Final = ROOT / "tests" / "architecture" / "openapi.json"


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI document of the application as it is."""
    return create_app(Settings()).openapi()


def text() -> str:
    """Return the document as it is kept."""
    return json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(text(), "utf-8")
