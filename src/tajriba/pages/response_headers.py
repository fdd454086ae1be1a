"""The response headers of pages."""

from typing import Final

from starlette.responses import Response

from tajriba.pages.static_files import Content

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",  # a socket of the same host and port is 'self' since CSP 3
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FOREVER: Final = "public, max-age=31536000, immutable"
ANEW: Final = "no-cache"
_HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answer(
    content: Content,
    accepted: str | None,
    known: str | None,
    *,
    status: int = 200,
    keep: str = ANEW,
) -> Response:
    """Return content as an answer; 304 where the reader's If-None-Match has it already.

    `accepted` is the request's Accept-Encoding, `keep` the answer's Cache-Control.
    """
    body, coding = content.encoded(accepted)
    etag = f'"{content.etag}{"-" + coding if coding else ""}"'
    headers = _HEADERS | {"ETag": etag, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if status == 200 and known is not None and etag in known:
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(body, status, headers=headers, media_type=content.media)
