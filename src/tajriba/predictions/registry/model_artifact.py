"""A trained model as text: canonical JSON with a schema number and a checksum, never a pickle."""

import hashlib
import json
import math
import sys
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any, Final

from tajriba.predictions.model.learned.learned_model import Learned

SCHEMA: Final = 2
"""The meaning of the parameters; a model of another schema is not served."""

_ENDLESS: Final = "inf"
_STRENGTH: Final = (0.001, 1e9)
_LARGEST: Final = sys.float_info.max
_RANGES: Final[dict[str, tuple[float, float]]] = {
    "correlation": (0.0, 1.0),
    "half_life": (1.0, math.inf),
    "habit": (0.0, 10.0),
    "peers": (0.0, 10.0),
    "peers_within": (0.0, 10.0),
    "weight_similar": (0.0, 100.0),
    "weight_match": (0.0, 100.0),
    "match_logit": (0.0, 10.0),
    "slope": (0.01, 100.0),
    "intercept": (-10.0, 10.0),
    "likeness": (0.0, 1.0),
    "improvement": (-100.0, 100.0),
}
"""What a parameter may be, ends included; every other is a strength."""

NAMES: Final = frozenset(field.name for field in fields(Learned))


class BadArtifact(ValueError):
    """A text that is no model of this schema; the message says why."""


def dump(model: Learned) -> str:
    """Return a model as text; equal models give equal texts."""
    parameters = {name: _written(value) for name, value in asdict(model).items()}
    body = {"schema": SCHEMA, "parameters": parameters}
    return _canonical(body | {"sha256": _checksum(body)})


@lru_cache(maxsize=32)
def parse(text: str) -> Learned:
    """Return the model in a text; raises `BadArtifact` for any that `dump` could not have made."""
    document = _document(text)
    body = {name: value for name, value in document.items() if name != "sha256"}
    if body.get("schema") != SCHEMA:
        raise BadArtifact(f"schema {body.get('schema')!r} is not {SCHEMA}")
    if document.get("sha256") != _checksum(body):
        raise BadArtifact("the checksum does not fit")
    return Learned(**_parameters(body.get("parameters")))


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadArtifact(f"not JSON: {problem}") from None
    if not isinstance(document, dict):
        raise BadArtifact("not an object")
    return document


def _parameters(given: Any) -> dict[str, float]:
    if not isinstance(given, dict):
        raise BadArtifact("no parameters")
    if missing := sorted(NAMES - given.keys()):
        raise BadArtifact(f"missing: {', '.join(missing)}")
    if unknown := sorted(given.keys() - NAMES):
        raise BadArtifact(f"unknown: {', '.join(unknown)}")
    return {name: _read(name, value) for name, value in given.items()}


def _read(name: str, value: Any) -> float:
    if value == _ENDLESS:
        value = math.inf
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadArtifact(f"{name} is no number")
    low, high = _RANGES.get(name, _STRENGTH)
    if not low <= value <= high or (isinstance(value, int) and value > _LARGEST):
        raise BadArtifact(f"{name} is outside {low}..{high}")
    return float(value)


def _written(value: float) -> float | str:
    return _ENDLESS if value == math.inf else value


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _checksum(body: dict[str, Any]) -> str:
    try:
        return hashlib.sha256(_canonical(body).encode()).hexdigest()
    except (ValueError, UnicodeEncodeError) as problem:
        raise BadArtifact(f"not canonical: {problem}") from None
