"""The Origin check: which browser pages may open a socket or continue a session."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?/?", re.IGNORECASE)
"""Scheme, host and port as browsers name them, and the slash that people put behind."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def normal_origin(origin: str) -> str | None:
    """Return `scheme://host:port` of an origin, None for a text that is none."""
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    return f"{parts.scheme}://{parts.hostname}:{port}"


def origins(listed: str) -> frozenset[str]:
    """Return the origins of a comma-separated list; raises ValueError for one that is none."""
    named = [part for part in listed.split(",") if part.strip()]
    return frozenset(_must(part) for part in named)


def _must(origin: str) -> str:
    found = normal_origin(origin) if _ORIGIN.fullmatch(origin.strip()) else None
    if found is None:
        raise ValueError(f"{origin.strip()!r} is not an origin like https://example.org")
    return found


def origin_allowed(origin: str | None, host: str | None, allowed: Iterable[str]) -> bool:
    """Return whether a page of `origin` may connect to us at `host`; no browser, no origin."""
    if origin is None:
        return True
    found = normal_origin(origin)
    if found is None:
        return False
    scheme = found.partition(":")[0]
    return found in allowed or found == normal_origin(f"{scheme}://{host or ''}")
