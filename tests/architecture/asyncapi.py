"""The snapshot of the live messages. `python -m tests.architecture.asyncapi` refreshes it."""

import json
from typing import Final

from tajriba.asyncapi import document
from tests.architecture.documents import ROOT

SNAPSHOT: Final = ROOT / "tests" / "architecture" / "asyncapi.json"


def text() -> str:
    """Return the document as it is kept."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(text(), "utf-8")
