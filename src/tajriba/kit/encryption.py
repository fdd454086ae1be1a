"""Which connections leave this machine, and whether they are encrypted to a proven server."""

from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from tajriba.kit.loopback import is_loopback

PROVEN: Final = "verify-full"
"""PostgreSQL's `sslmode` that encrypts, and checks the server's certificate and name."""

_PROVEN_MODES: Final = frozenset({"verify-ca", PROVEN})


def leaves_machine(url: str) -> bool:
    """Return whether a server of a URL (PostgreSQL may name several) is on another machine."""
    parts = urlsplit(url)
    listed = parts.netloc.rpartition("@")[2].split(",") + parse_qs(parts.query).get("host", [])
    hosts = [
        unquote(one.strip("[").partition("]")[0] if "[" in one else one.partition(":")[0])
        for one in listed
    ]
    return any(one and not one.startswith("/") and not is_loopback(one) for one in hosts)


def sslmode_of(url: str) -> str | None:
    """Return the `sslmode` for PostgreSQL: what the URL says; else proof, of another machine.

    None: nothing is said, and the server is on this machine.
    """
    said = parse_qs(urlsplit(url).query).get("sslmode")
    if said:
        return said[-1]
    return PROVEN if leaves_machine(url) else None


def is_exposed(url: str) -> bool:
    """Return whether somebody on the network could read along, or stand in for the server.

    `url` is that of a PostgreSQL, a Redis, or a SQLite file, which is none.
    """
    if not leaves_machine(url):
        return False
    if url.startswith("redis"):
        return not url.startswith("rediss:") or "ssl_cert_reqs=none" in url
    return sslmode_of(url) not in _PROVEN_MODES
