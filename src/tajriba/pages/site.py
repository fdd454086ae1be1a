"""The site that browsers get: the client's files, and its page with public facts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tajriba.accounts.authorization import Guard
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import AppError, NotFound
from tajriba.kit.http.client_address import address_of
from tajriba.kit.http.problem_details import problem_response
from tajriba.kit.http.refusal_log import note_refusal
from tajriba.kit.http.schemas import MAX_ID
from tajriba.kit.i18n import DEFAULT_LANG, LANGS, Lang, translate
from tajriba.kit.text import is_storable
from tajriba.knowledge.search import START
from tajriba.pages.client_routes import is_for_machines, screen_of
from tajriba.pages.html_shell import Place, filled, unbuilt
from tajriba.pages.list_pages import (
    Part,
    condition_list,
    evidence_list,
    first_page,
    herb_list,
    lost,
)
from tajriba.pages.response_headers import ANEW, FOREVER, answer
from tajriba.pages.static_files import Content, StaticFiles
from tajriba.pages.subject_pages import Facts, condition_facts, herb_facts, remedy_facts

_READ: Final = {"GET", "HEAD"}
_HTML: Final = "text/html; charset=utf-8"
_ROBOTS: Final = Content(
    b"User-agent: *\nDisallow: /api/\nDisallow: /ws/\nDisallow: /events/\n",
    "text/plain; charset=utf-8",
    None,
    packed=False,
)
_KEPT: Final = {"retry-after"}
_HASHED: Final = "/assets/"
_LONGEST: Final = 200
_SUBJECTS: Final[dict[str, Callable[[ReadTx, int, Lang], Facts]]] = {
    "/herbs/:id": herb_facts,
    "/conditions/:id": condition_facts,
    "/recommendations/:id": remedy_facts,
}
_LISTS: Final[dict[str, Callable[[ReadTx, Part, Lang], Facts]]] = {
    "/herbs": herb_list,
    "/conditions": condition_list,
    "/evidence": lambda tx, _, lang: evidence_list(tx, lang),
}
_FILE: Final = "client file"
_ALIASES: Final = {"/docs": "/docs/index.html"}


class _Named:
    """What metrics call a request that no route of the API took."""

    def __init__(self, path: str) -> None:
        self.path = path


class Site:
    """The ASGI app behind all routes; what is not a page goes to `otherwise`."""

    def __init__(self, otherwise: ASGIApp, static_files: StaticFiles) -> None:
        self.otherwise = otherwise
        self.static_files = static_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET or HEAD for a file or a page."""
        if scope["type"] != "http":
            await self.otherwise(scope, receive, send)
            return
        request = Request(scope, receive, send)
        response = await self._respond(request)
        if response is None:
            await self.otherwise(scope, receive, send)
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response | None:
        path: str = request.scope["path"]
        file = (
            _ROBOTS if path == "/robots.txt" else self.static_files.find(_ALIASES.get(path, path))
        )
        if file is None and is_for_machines(path):
            return None
        if request.method not in _READ:
            _refuse(file is not None or screen_of(path) is not None)
            return None
        if file is not None:
            request.scope["route"] = _Named(_FILE)
            return _answer(request, file, keep=FOREVER if path.startswith(_HASHED) else ANEW)
        return await self._page(request, path)

    async def _page(self, request: Request, path: str) -> Response:
        lang, shell = _language(request), self.static_files.shell
        if shell is None:
            return _html(request, unbuilt(lang), 503)
        shown = await _shown(request, path, lang)
        place = Place(str(request.base_url).rstrip("/"), path, shown.public)
        screen, _ = screen_of(path) or (None, None)
        scripts = self.static_files.scripts_of(screen)
        page = filled(shell.text, shown.facts, place, lang, scripts)
        response = _html(request, page, shown.status)
        response.headers.update(shown.headers)
        return response


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on a page, whether everybody may find it there, and what is said beside it."""

    facts: Facts
    public: bool
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


async def _shown(request: Request, path: str, lang: Lang) -> _Shown:
    try:
        return await _facts(request, path, lang)
    except AppError as problem:
        note_refusal(request, problem)
        return _sorry(problem, lang)


async def _facts(request: Request, path: str, lang: Lang) -> _Shown:
    """Return what stands at a path; raises `NotFound` where nothing does, `RateLimited`."""
    screen, number = screen_of(path) or (None, None)
    if screen is None or (number or 0) > MAX_ID:
        raise NotFound
    request.scope["route"] = _Named(screen)
    guard: Guard = request.app.state.guard
    if subject := _SUBJECTS.get(screen):
        await guard.limiter.check("public", address_of(request))
        return _Shown(await guard.database.read(subject, number or 0, lang), True)
    if several := _LISTS.get(screen):
        await guard.limiter.check("public", address_of(request))
        return _Shown(await guard.database.read(several, _part(request), lang), True)
    return _Shown(first_page(lang), public=screen == "/")


def _sorry(problem: AppError, lang: Lang) -> _Shown:
    said = problem_response(problem, lang)
    missing = isinstance(problem, NotFound)
    key = "page.lost" if missing else f"error.{problem.code}"
    headers = {k: v for k, v in said.headers.items() if k in _KEPT}
    facts = lost(lang, translate(lang, key, **problem.params))
    return _Shown(facts, False, said.status_code, headers)


def _part(request: Request) -> Part:
    """Return which part of a list is asked for; what can't be understood asks for the first."""
    text = request.query_params.get("q", "")[:_LONGEST]
    after = request.query_params.get("after", "")
    known = re.fullmatch(r"-?[0-9]{1,19}", after) and abs(int(after)) <= MAX_ID
    return Part(text if is_storable(text) else "", int(after) if known else START)


def _language(request: Request) -> Lang:
    """Return the language that the address names, else Persian, as the client itself begins."""
    asked = request.query_params.get("lang")
    return next((lang for lang in LANGS if lang == asked), DEFAULT_LANG)


def _html(request: Request, page: str, status: int) -> Response:
    content = Content(page.encode(), _HTML, None, packed=False)
    return _answer(request, content, status=status)


def _answer(request: Request, content: Content, *, status: int = 200, keep: str = ANEW) -> Response:
    accepted, known = (request.headers.get(one) for one in ("accept-encoding", "if-none-match"))
    response = answer(content, accepted, known, status=status, keep=keep)
    if request.method == "HEAD":
        response.body = b""  # the length that it would have is said all the same
    return response


def _refuse(exists: bool) -> None:
    """Raise what answers another method than those that read; nothing where nothing is."""
    if exists:
        raise HTTPException(405, headers={"Allow": "GET, HEAD"})
