"""The cookies of a session and of a known device, which no script, site or other host reaches."""

from typing import Any, Final

from fastapi import Request, Response

from tajriba.kit.loopback import is_loopback

COOKIE: Final = "tajriba_refresh"
DEVICE_COOKIE: Final = "tajriba_device"
OIDC_COOKIE: Final = "tajriba_oidc"
PREFIX: Final = "__Host-"
"""What makes browsers take a cookie over TLS only, and of this very host only."""


def read_cookie(request: Request, name: str) -> str:
    """Return the value of a cookie of ours, empty where there is none."""
    return request.cookies.get(_full_name(request, name), "")


def set_cookie(request: Request, response: Response, name: str, value: str, days: int) -> None:
    """Let the browser keep a cookie for so many days."""
    full_name, how = _full_name(request, name), _how(request)
    response.set_cookie(full_name, value, max_age=days * 86_400, **how)


def delete_cookie(request: Request, response: Response, name: str) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(_full_name(request, name), **_how(request))


def _full_name(request: Request, name: str) -> str:
    return PREFIX + name if _is_secure(request) else name


def _how(request: Request) -> dict[str, Any]:
    """Return a cookie's attributes; the prefix demands the path `/`."""
    secure = _is_secure(request)
    path = "/" if secure else "/api/auth"
    return {"path": path, "httponly": True, "samesite": "strict", "secure": secure}


def _is_secure(request: Request) -> bool:
    """Return whether browsers come over TLS: all but those of this machine do."""
    return not is_loopback(request.url.hostname or "")
