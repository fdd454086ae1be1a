"""Requests of somebody who is signed in: tries, refusals and the renewal of the token."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2 as httpx
import pytest

from tajriba.client.errors import NotSignedIn, NotUnderstood, Unavailable
from tajriba.client.session import Session, Waiting

Answers = dict[str, list[httpx.Response]]


class Clinic:
    """Answers to each path in turn; `holds` keeps a renewal waiting until it is set."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        self.pauses: list[float] = []
        self.holds: asyncio.Event | None = None
        self.renewing = asyncio.Event()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        path, token = request.url.path, request.headers.get("authorization", "")
        self.asked.append((path, token.removeprefix("Bearer ")))
        if path == "/api/auth/refresh" and self.holds:
            self.renewing.set()
            await self.holds.wait()
        return self.answers[path].pop(0)

    async def pause(self, seconds: float) -> None:
        """Let no time pass."""
        self.pauses.append(seconds)


def visit(answers: Answers, then: Callable[[Session, Clinic], Awaitable[Any]]) -> Clinic:
    """Run what a person with the token `old` does."""

    async def main() -> Clinic:
        clinic = Clinic(answers)
        transport = httpx.MockTransport(clinic)
        async with httpx.AsyncClient(transport=transport, base_url="http://clinic") as http:
            await then(Session(http, "old", Waiting(lambda: 1.0, clinic.pause)), clinic)
        return clinic

    return asyncio.run(main())


def fine(**data: Any) -> httpx.Response:
    return httpx.Response(200, json={"status": "success", "data": data})


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    said = {"code": code, "detail": "in words"}
    return httpx.Response(status, json=said, headers=headers)


def refused() -> httpx.Response:
    return problem(401, "not_signed_in")


def test_a_refused_token_is_renewed_once_for_all_who_use_it() -> None:
    async def both(session: Session, _: Clinic) -> None:
        one, two = await asyncio.gather(session.ask("GET", "/a"), session.ask("GET", "/b"))
        assert (one, two) == ({"one": 1}, {"two": 2})
        assert session.token == "new"

    answers = {"/a": [refused(), fine(one=1)], "/b": [refused(), fine(two=2)]}
    clinic = visit(answers | {"/api/auth/refresh": [fine(access_token="new")]}, both)
    assert sorted(clinic.asked) == [
        ("/a", "new"), ("/a", "old"), ("/api/auth/refresh", ""), ("/b", "new"), ("/b", "old"),
    ]  # fmt: skip


def test_a_renewal_outlives_who_asked_for_it() -> None:
    """Its cookie is used up: who gave up waiting must not lose what it was used for."""

    async def give_up(session: Session, clinic: Clinic) -> None:
        clinic.holds = asyncio.Event()
        asking = asyncio.ensure_future(session.ask("GET", "/a"))
        await clinic.renewing.wait()
        asking.cancel()
        await asyncio.wait({asking})
        clinic.holds.set()
        await session.renew("old")
        assert session.token == "new"

    clinic = visit({"/a": [refused()], "/api/auth/refresh": [fine(access_token="new")]}, give_up)
    assert [path for path, _ in clinic.asked] == ["/a", "/api/auth/refresh"]


def test_a_renewal_that_is_refused_ends_it() -> None:
    async def ask(session: Session, _: Clinic) -> None:
        with pytest.raises(NotSignedIn) as told:
            await session.ask("GET", "/a")
        assert (told.value.code, str(told.value)) == ("bad_refresh_token", "in words")

    answers = {"/a": [refused()], "/api/auth/refresh": [problem(401, "bad_refresh_token")]}
    visit(answers, ask)


def test_later_is_tried_again() -> None:
    async def ask(session: Session, _: Clinic) -> None:
        assert await session.ask("GET", "/a", tries=4) == {"one": 1}

    busy = problem(429, "rate_limited", **{"Retry-After": "3"})
    clinic = visit({"/a": [problem(503, "unavailable"), busy, busy, fine(one=1)]}, ask)
    assert clinic.pauses == [0.25, 3.0, 3.0]


@pytest.mark.parametrize(("tries", "wait"), [(1, "0"), (6, "3600")])
def test_when_it_is_not(tries: int, wait: str) -> None:
    async def ask(session: Session, _: Clinic) -> None:
        with pytest.raises(Unavailable) as told:
            await session.ask("GET", "/a", tries=tries)
        assert told.value.retry_after == float(wait)

    clinic = visit({"/a": [problem(429, "rate_limited", **{"Retry-After": wait})]}, ask)
    assert clinic.pauses == []


@pytest.mark.parametrize(
    "answer",
    [fine(), httpx.Response(200, text="hello"), httpx.Response(200, json=[]),
     httpx.Response(200, json={"data": None}), httpx.Response(418, text="teapot")],
)  # fmt: skip
def test_what_is_no_answer_of_ours(answer: httpx.Response) -> None:
    async def sign_in(session: Session, _: Clinic) -> None:
        with pytest.raises(NotUnderstood):
            await session.sign_in("maryam@example.org", "a password")

    visit({"/api/auth/login": [answer]}, sign_in)
