"""HTTP of a signed-in person: repeats a request where that is safe, and renews the token once."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2 as httpx

from tajriba.client.core import LONGEST_SECONDS, TRIES, pause
from tajriba.client.errors import (
    NotAllowed,
    NotSignedIn,
    NotUnderstood,
    Refused,
    Unavailable,
)

_LATER: Final = frozenset({429, 502, 503, 504})
_REFUSALS: Final[dict[int, type[Refused]]] = {401: NotSignedIn, 403: NotAllowed, 404: NotAllowed}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the client waits between tries; `draw` returns a number from 0 to 1."""

    draw: Callable[[], float] = random.random
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def after(self, attempt: int, problem: Unavailable) -> None:
        """Wait after failed try `attempt` (0 is the first), at least as long as was asked for."""
        await self.sleep(max(problem.retry_after, pause(attempt, self.draw())))


class Session:
    """One person's HTTP connections and token, shared by all that the client does."""

    def __init__(self, http: httpx.AsyncClient, token: str, waiting: Waiting) -> None:
        self.http = http
        self.token = token
        self.waiting = waiting
        self._renewing = asyncio.Lock()

    async def ask(
        self, method: str, path: str, body: Any = None, tries: int = TRIES, **headers: str
    ) -> Any:
        """Return the data of the answer to a request that may be sent more than once.

        Raises `Unavailable` after so many tries or where it should wait longer than half a minute,
        `Refused` or one of its kinds, `NotUnderstood`.
        """
        attempt = 0
        while True:
            try:
                return await self._signed(method, path, body, headers)
            except Unavailable as problem:
                attempt += 1
                if attempt >= tries or problem.retry_after > LONGEST_SECONDS:
                    raise
                await self.waiting.after(attempt - 1, problem)

    async def sign_in(self, email: str, password: str, code: str = "") -> None:
        """Open a session; `code` is of the second factor, where the account has one.

        Raises `NotSignedIn` for a wrong e-mail or password and, with the code `code_required`,
        where a code is missing; `NotAllowed` for a wrong one.
        """
        said = {"email": email, "password": password} | ({"code": code} if code else {})
        self._keep(await self._send("POST", "/api/auth/login", said, {}))

    async def renew(self, refused: str) -> None:
        """Get another token than the refused one; raises `NotSignedIn` where the session ended.

        Whoever comes second finds the token that the first got, and who is cancelled leaves it
        to the next: a refresh cookie that is used twice ends the session.
        """
        await asyncio.shield(self._renew(refused))

    async def _renew(self, refused: str) -> None:
        async with self._renewing:
            if self.token == refused:
                self._keep(await self._send("POST", "/api/auth/refresh", None, {}))

    async def _signed(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        token = self.token
        try:
            return await self._send(method, path, body, self._bearing(headers))
        except NotSignedIn:
            await self.renew(token)
        return await self._send(method, path, body, self._bearing(headers))

    def _bearing(self, headers: Mapping[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return named | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _keep(self, answer: Any) -> None:
        try:
            self.token = answer["access_token"]
        except (TypeError, LookupError) as problem:
            raise NotUnderstood from problem

    async def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        given = {} if body is None else {"json": body}
        try:
            answer = await self.http.request(method, path, headers=headers, **given)
        except httpx.TransportError as problem:
            raise Unavailable("no_answer") from problem
        return _data(answer)


def _data(answer: httpx.Response) -> Any:
    if answer.is_success:
        return _member(answer, "data")
    if answer.status_code in _LATER:
        raise Unavailable("later", _seconds(answer.headers.get("retry-after", "")))
    kind = _REFUSALS.get(answer.status_code, Refused)
    raise kind(str(_member(answer, "code")), str(_member(answer, "detail")))


def _member(answer: httpx.Response, name: str) -> Any:
    try:
        return answer.json()[name]
    except (ValueError, TypeError, LookupError) as problem:
        raise NotUnderstood from problem


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdigit() else 0.0
