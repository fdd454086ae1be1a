"""Who sends a request: X-Forwarded headers are believed from the proxies that the settings name."""

from collections.abc import Awaitable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tajriba.kit.loopback import is_loopback

Network = IPv4Network | IPv6Network

_FORWARDED: Final = frozenset(
    {b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"}
)
_BY_PROXY: Final = "tajriba.by_proxy"
_ONE_LINE: Final = 64
"""The bits of an IPv6 address that name a line; its owner chooses the others."""


def networks(listed: str) -> list[Network]:
    """Return the networks of a comma-separated list of addresses and networks.

    Raises ValueError for what is none.
    """
    return [ip_network(part.strip()) for part in listed.split(",") if part.strip()]


class ClientAddress:
    """ASGI middleware: puts the client's own address and scheme into the scope of a request that a
    trusted proxy hands on, and notes that one did."""

    def __init__(self, app: ASGIApp, proxies: Iterable[Network]) -> None:
        self.app = app
        self.proxies = list(proxies)
        self.believing = ProxyHeadersMiddleware(
            app,  # type: ignore[arg-type]
            [str(one) for one in self.proxies],
        )

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass the request on."""
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        trusted = self._trusts(scope)
        scope[_BY_PROXY] = trusted or any(name in _FORWARDED for name, _ in scope["headers"])
        if not trusted:
            return self.app(scope, receive, send)
        return self.believing(scope, receive, send)  # type: ignore[arg-type]

    def _trusts(self, scope: Scope) -> bool:
        if not self.proxies or not scope.get("client"):
            return False
        try:
            peer = ip_address(scope["client"][0])
        except ValueError:
            return False
        return any(peer in one for one in self.proxies)


def address_of(request: Request) -> str:
    """Return the network address of a request's client, of IPv6 the network of its line."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _ONE_LINE), strict=False))


def by_proxy(request: Request) -> bool:
    """Return whether a proxy handed the request on, trusted or not.

    A request from this machine for a name of elsewhere came through one that does not say so.
    """
    if request.scope.get(_BY_PROXY, False):
        return True
    here = request.client is not None and is_loopback(request.client.host)
    return here and not is_loopback(request.url.hostname or "")
