"""One person at one browser, and what it complained of while they used it."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    expect,
)

from tests.kit.remote import PASSWORD

HOME = "127.0.0.1"
SIGNED_OUT = r"401.*/api/auth/refresh$"
"""A browser tells of the question whether somebody is signed in, where nobody is."""


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
        if where.scheme not in ("data", "blob") and where.hostname != HOME:
            self.heard.append(f"foreign: {request.url}")


class Window:
    """A context of its own (cookies, storage), its first page, and the words of its language."""

    def __init__(self, context: BrowserContext, address: str, words: dict[str, str]) -> None:
        self.context = context
        self.address = address
        self.words = words
        self.watch = Watch()
        self.watch.over(context)
        self.page: Page = context.new_page()

    def say(self, key: str, **parameters: Any) -> str:
        """Return a phrase of the client in this window's language."""
        phrase = self.words[key]
        for name, value in parameters.items():
            phrase = phrase.replace(f"{{{name}}}", str(value))
        return phrase

    def part(self, key: str) -> re.Pattern[str]:
        """Return a pattern of a phrase, whatever stands in its gaps."""
        pieces = re.split(r"\{\w+\}", self.words[key])
        return re.compile(".*".join(re.escape(piece) for piece in pieces), re.DOTALL)

    def open(self, path: str) -> Page:
        """Open an address of the server and return the page."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def settle(self, page: Page | None = None) -> None:
        """Wait until a screen stands with all that it loads."""
        page = page or self.page
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        expect(page.get_by_text(self.say("ui.loading"))).to_have_count(0)

    def tab(self) -> Page:
        """Open another tab of the same browser."""
        return self.context.new_page()

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Get the cookie of a session, as the form does."""
        url = f"{self.address}/api/auth/login"
        answer = self.context.request.post(url, data={"email": email, "password": password})
        assert answer.ok, answer.text()
