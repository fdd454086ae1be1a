"""Who may read the metrics: this machine, or a request with the token."""

from secrets import compare_digest

from fastapi import Request

from tajriba.kit.errors import NotFound
from tajriba.kit.http.client_address import by_proxy
from tajriba.kit.loopback import is_loopback


def admit_to_metrics(request: Request, token: str) -> None:
    """Raise `NotFound` where the request is neither from loopback nor carries the token.

    What a proxy hands on is not from loopback, wherever the proxy stands.
    """
    if not (_from_loopback(request) or _has_token(request, token)):
        raise NotFound


def _from_loopback(request: Request) -> bool:
    here = request.client is not None and is_loopback(request.client.host)
    return here and not by_proxy(request)


def _has_token(request: Request, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return (
        bool(token)
        and scheme.lower() == "bearer"
        and compare_digest(given.strip().encode(), token.encode())
    )
