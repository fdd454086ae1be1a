"""The client's phrases, read from its catalogues, so that a better word breaks no test."""

import json
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parents[4] / "client" / "src" / "i18n"


@cache
def words(lang: str) -> dict[str, str]:
    """Return every phrase of a language as `area.key`."""
    found: dict[str, str] = {}
    for file in sorted((CATALOGUES / lang).glob("*.json")):
        _put(found, file.stem, json.loads(file.read_text("utf-8")))
    return found


def _put(found: dict[str, str], name: str, value: Any) -> None:
    if isinstance(value, str):
        found[name] = value
        return
    for key, inner in value.items():
        _put(found, f"{name}.{key}", inner)
