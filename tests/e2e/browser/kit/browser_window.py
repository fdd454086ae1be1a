"""One person at one browser, and what it complained of while they used it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    WebError,
    expect,
)

from tests.e2e.browser.kit.translations import words
from tests.kit.clients.remote_client import PASSWORD

PROBE = Path(__file__).parents[3] / "kit" / "servers" / "probe.js"
PHONE = ViewportSize(width=390, height=844)
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
OTHERWISE = {"fa": re.compile("[A-Za-z]"), "en": re.compile("[\u0600-\u06ff]")}
HOME = ("127.0.0.1", "localhost")
SHORT_DELAYS = "Math.random = () => 0.05"
"""Reconnecting waits for a random part of up to 30 s; no test depends on what was drawn."""
SIGNED_OUT = r"401.*/api/auth/refresh$"
"""A browser tells of a question that is answered by no: is somebody signed in?"""


@dataclass
class Watch:
    """Everything that no page of ours should make a browser say."""

    heard: list[str] = field(default_factory=list)
    forgiven: list[re.Pattern[str]] = field(default_factory=lambda: [re.compile(SIGNED_OUT)])

    def over(self, context: BrowserContext) -> None:
        """Listen to a context from now on."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def forgive(self, *patterns: str) -> None:
        """Leave out what the test itself provokes."""
        self.forgiven += map(re.compile, patterns)

    def complaints(self) -> list[str]:
        """Return what was heard and not forgiven."""
        return [one for one in self.heard if not any(p.search(one) for p in self.forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def _error(self, error: WebError) -> None:
        self.heard.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.hostname not in HOME:
            self.heard.append(f"foreign: {request.url}")


class BrowserWindow:
    """A context of its own (cookies, storage), its first page, and the words of its language."""

    def __init__(self, context: BrowserContext, address: str, lang: str = "fa") -> None:
        context.add_init_script(f"try {{ localStorage['tajriba.lang'] ??= '{lang}' }} catch {{}}")
        context.add_init_script(SHORT_DELAYS)
        self.context = context
        self.address = address
        self.lang = lang
        self.words = words(lang)
        self.watch = Watch()
        self.watch.over(context)
        self.page: Page = context.new_page()

    def say(self, key: str, **parameters: Any) -> str:
        """Return a phrase of the client in this window's language."""
        phrase = self.words[key]
        for name, value in parameters.items():
            phrase = phrase.replace(f"{{{name}}}", self.written(value))
        return phrase

    def written(self, value: object) -> str:
        """Return a value as the client puts it into a sentence: in the digits of this window's
        language, and isolated where its letters run the other way."""
        text = str(value)
        if isinstance(value, int):
            return text.translate(PERSIAN) if self.lang == "fa" else text
        isolated = f"\u2068{text}\u2069" if OTHERWISE[self.lang].search(text) else text
        return isolated.translate(PERSIAN) if self.lang == "fa" else isolated

    def part(self, key: str) -> re.Pattern[str]:
        """Return a pattern of a phrase, whatever stands in its gaps."""
        pieces = re.split(r"\{\w+\}", self.words[key])
        return re.compile(".*".join(re.escape(piece) for piece in pieces), re.DOTALL)

    def open(self, path: str) -> Page:
        """Open an address of the server and return the page."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def settle(self, page: Page | None = None) -> None:
        """Wait until a screen stands with all that it loads, for who it is."""
        page = page or self.page
        expect(page.get_by_role("navigation")).to_be_visible()
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        expect(page.get_by_text(self.say("ui.loading"))).to_have_count(0)

    def tab(self) -> Page:
        """Open another tab of the same browser."""
        return self.context.new_page()

    def probe(self) -> None:
        """Have pages opened from now on keep what `tests/kit/servers/probe.js` says."""
        self.context.add_init_script(path=PROBE)

    def arrivals(self, page: Page) -> list[dict[str, Any]]:
        """Return the messages that came to a page's sockets, and when; needs `probe`."""
        came: list[dict[str, Any]] = page.evaluate("probe.arrivals")
        return came

    def deliver(self, page: Page, messages: list[dict[str, Any]]) -> None:
        """Have messages come to a page's socket as from its server, each for itself."""
        page.evaluate("messages => probe.deliver(messages)", messages)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Get the cookie of a session, as the form does."""
        url = f"{self.address}/api/auth/login"
        answer = self.context.request.post(url, data={"email": email, "password": password})
        assert answer.ok, answer.text()
