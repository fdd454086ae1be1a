"""The handshake of a connection: what it says about its client, and whose it is."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from tajriba.accounts.access_tokens import Tokens
from tajriba.accounts.authorization import bearer_of
from tajriba.accounts.schemas import Claims
from tajriba.kit.database.transactions import Database
from tajriba.kit.errors import AppError, NotFound
from tajriba.kit.http.rate_limit import RateLimiter
from tajriba.kit.http.schemas import MAX_ID
from tajriba.kit.i18n import Lang, negotiate
from tajriba.realtime.access.tickets import redeem_ticket
from tajriba.realtime.hub.subscription import PRACTICE
from tajriba.realtime.protocol.client_messages import (
    AUTH_TIMEOUT,
    NOT_SIGNED_IN,
    Auth,
    Refused,
    lang_of,
    parse,
    position_of,
    position_of_text,
    text_of,
)

PRACTICE_PATH: Final = "practice"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Handshake:
    """The handshake's headers and query, as far as they matter."""

    diagnosis: str
    authorization: str | None
    origin: str | None
    host: str | None
    accept_language: str | None
    after: str | None
    lang: str | None

    @property
    def diagnosis_id(self) -> int:
        """The diagnosis of the path, or `PRACTICE`; raises `NotFound` for a path of neither."""
        number = self.diagnosis
        if number == PRACTICE_PATH:
            return PRACTICE
        if not (number.isascii() and number.isdigit() and len(number) <= 19):
            raise NotFound
        if not 1 <= int(number) <= MAX_ID:
            raise NotFound
        return int(number)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose session it is, the position to resume from, and the language."""

    claims: Claims
    after: int | None
    lang: Lang


@dataclass(frozen=True, slots=True)
class Credentials:
    """What proves who somebody is."""

    database: Database
    tokens: Tokens
    limiter: RateLimiter
    seconds: float


def handshake_of(scope: Scope) -> Handshake:
    """Return what a handshake says."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return Handshake(
        diagnosis=scope["path_params"]["diagnosis_id"],
        authorization=headers.get(b"authorization"),
        origin=headers.get(b"origin"),
        host=headers.get(b"host"),
        accept_language=headers.get(b"accept-language"),
        after=query.get("after", [None])[-1],
        lang=query.get("lang", [None])[-1],
    )


async def identify(
    credentials: Credentials, handshake: Handshake, receive: Receive
) -> Identity | None:
    """Return who knocks, None where they left; raises `Refused` or an `AppError`."""
    if handshake.authorization is not None:
        return await _by_header(credentials, handshake, handshake.authorization)
    text = await _first_message(receive, credentials.seconds)
    return None if text is None else await _by_ticket(credentials, handshake, text)


async def _by_header(
    credentials: Credentials, handshake: Handshake, authorization: str
) -> Identity:
    claims = credentials.tokens.read(bearer_of(authorization))
    await credentials.limiter.check("ticket", str(claims.user_id))
    lang = (
        negotiate(handshake.accept_language) if handshake.lang is None else lang_of(handshake.lang)
    )
    return Identity(claims, position_of_text(handshake.after), lang)


async def _first_message(receive: Receive, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            return text_of(await receive())
    except TimeoutError as problem:
        raise Refused(AUTH_TIMEOUT) from problem


async def _by_ticket(credentials: Credentials, handshake: Handshake, text: str) -> Identity:
    said = _auth(text)
    after = position_of(said.after)
    if not isinstance(said.ticket, str):
        raise Refused(NOT_SIGNED_IN)
    claims = await credentials.database.write(redeem_ticket, said.ticket, handshake.diagnosis_id)
    if claims is None:
        raise Refused(NOT_SIGNED_IN)
    return Identity(claims, after, lang_of(said.lang))


def _auth(text: str) -> Auth:
    try:
        said = parse(text)
    except AppError as problem:
        raise Refused(NOT_SIGNED_IN) from problem
    if not isinstance(said, Auth):
        raise Refused(NOT_SIGNED_IN)
    return said
