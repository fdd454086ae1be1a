"""Bodies that are no JSON object, or too much of it, and tokens that are not ours."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import jwt

from tajriba.settings import DEVELOPMENT_KEY
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.generators.bad_input import MEGABYTES, Bad

JSON = "application/json"


def no_objects(required: bool) -> Iterator[Bad]:
    """Yield bodies that are not a JSON object, whatever they say they are."""
    for content in (b"", b"null") if required else ():
        yield _body(content)
    for content in (
        b"{", b"[]", b'"zmark"', b"1", b"true", b"zmark", b"\0", b"\xff\xfe", b'{"zmark": "\xff"}',
        b'{"zmark": "\xed\xa0\x80"}', b"{'zmark': 1}", b'{"zmark": 1,}', b'{"zmark": NaN}',
        b"9" * 5000, b"[" * 100_000, b'{"zmark":' * 20_000, b'{"zmark": ' + b"[" * 20_000,
    ):  # fmt: skip
        yield _body(content)
    for kind in (None, "", "text/plain", "application/x-www-form-urlencoded", "zmark", "é", "/"):
        yield _body(b'{"zmark": 1}', kind)
    yield _body('{"zmark": 1}'.encode("utf-16"), f"{JSON}; charset=utf-16")
    yield _body(b"--a\r\n\r\n--a--", "multipart/form-data; boundary=a")


def too_large() -> Iterator[Bad]:
    """Yield bodies of ten megabytes, announced and not."""
    whole = b'{"zmark": "' + b"x" * MEGABYTES + b'"}'
    yield _body(whole, status=413)
    headers = {"content-type": JSON}
    yield Bad({"content": _chunks(whole), "headers": headers}, 413, note="chunked")


def _chunks(whole: bytes) -> Iterator[bytes]:
    for at in range(0, len(whole), 65_536):
        yield whole[at : at + 65_536]


def _body(content: bytes, kind: str | None = JSON, status: int = 422) -> Bad:
    headers = {} if kind is None else {"content-type": kind.encode("latin-1")}
    note = (content[:20], kind)
    return Bad({"content": content, "headers": headers}, status, ("body",), note)


def bad_credentials(token: str) -> dict[str, str]:
    """Return Authorization headers that nobody is admitted by, made from a good token."""
    claims = jwt.decode(token, options={"verify_signature": False})
    head, body, signature = token.split(".")
    lists, objects = b"[" * 20_000, b'{"a":' * 5_000
    now = FakeClock()() // 1000
    tokens = {
        "expired": _sign(claims | {"exp": now}),
        "long expired": _sign(claims | {"exp": 0}),
        "another key": _sign(claims, key="another-key-that-is-long-enough-for-this"),
        "no key": jwt.encode(claims, "", algorithm="none"),
        "another algorithm": jwt.encode(claims, DEVELOPMENT_KEY * 4, algorithm="HS512"),
        "another person": _sign(claims | {"sub": str(int(claims["sub"]) + 1)}),
        "a person who is none": _sign(claims | {"sub": "zmark"}),
        "a session that is none": _sign(claims | {"sid": "zmark"}),
        "no session": _sign({name: claims[name] for name in ("sub", "aud", "exp")}),
        "no end": _sign({name: claims[name] for name in ("sub", "sid", "aud")}),
        "no purpose": _sign({name: claims[name] for name in ("sub", "sid", "exp")}),
        "a changed body": f"{head}.{body[:-2]}AA.{signature}",
        "no signature": f"{head}.{body}.",
        "nested": f"{_encode(lists)}.{body}.{signature}",
        "nested objects": f"{_encode(objects)}.{body}.{signature}",
        "no JSON": f"zmark.{body}.{signature}",
        "empty": "",
        "letters": "é.é.é",
        "long": "zmark" * 2000,
    }
    headers = {what: f"Bearer {one}" for what, one in tokens.items()}
    return headers | {"none": "", "basic": "Basic em1hcms6eg==", "bare": token}


def _sign(claims: dict[str, Any], key: str = DEVELOPMENT_KEY) -> str:
    return jwt.encode(claims, key, algorithm="HS256")


def _encode(header: bytes) -> str:
    return base64.urlsafe_b64encode(header).decode().rstrip("=")


def problem_faults(answer: Any, lang: str) -> list[str]:
    """Return what is wrong with a problem document in a language; nothing, of a right one."""
    document = json.loads(answer.content)
    words = [document["title"], document["detail"]]
    words += [one["message"] for one in document.get("fields", [])]
    persian = [any("\u0600" <= letter <= "\u06ff" for letter in text) for text in words]
    faults = {
        "media type": answer.headers["content-type"] != "application/problem+json",
        "type": document["type"] != "about:blank",
        "status": document["status"] != answer.status_code,
        "code": not document["code"],
        "fields": (answer.status_code == 422) != bool(document.get("fields")),
        "language": any(one != (lang == "fa") for one in persian),
        "words": not all(words),
    }
    return [what for what, wrong in faults.items() if wrong]
