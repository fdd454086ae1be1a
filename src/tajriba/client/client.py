"""The client: one signed-in person at one server."""

import secrets
from typing import Any, Self

import httpx2 as httpx

from tajriba.client.core import body_of, snapshot_of
from tajriba.client.live import PRACTICE, Live, LivePractice, stream_of
from tajriba.client.session import Session, Waiting
from tajriba.client.shapes import Lang, Report, Snapshot

_SECONDS = 20.0


class Client:
    """A person at a server; leave it (`async with`, or `close`) to let go of the connections.

    Sign in with `login`, or bring a `token`, which can't be renewed. `trust_env` heeds the
    environment's proxies.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str = "",
        lang: Lang = "fa",
        waiting: Waiting | None = None,
        trust_env: bool = True,
    ) -> None:
        headers = {"Accept-Language": lang}
        http = httpx.AsyncClient(
            base_url=base_url, headers=headers, timeout=_SECONDS, trust_env=trust_env
        )
        self._lang = lang
        self._trust_env = trust_env
        self._session = Session(http, token, waiting or Waiting())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections; the session at the server goes on (`logout` ends it)."""
        await self._session.http.aclose()

    async def login(self, email: str, password: str, code: str = "") -> None:
        """Sign in; `code` is of the second factor, where the account has one.

        Raises `Unavailable`, `NotSignedIn` for a wrong e-mail or password and, with its `code`
        being `code_required`, where a code is missing; `NotAllowed` for a wrong one.
        """
        await self._session.sign_in(email, password, code)

    async def logout(self) -> None:
        """End the session, with its tokens and sockets, at once; tried only once."""
        await self._session.ask("POST", "/api/auth/logout", tries=1)

    async def submit(self, report: Report, idempotency_key: str | None = None) -> dict[str, Any]:
        """Submit a report and return it as stored, once, however often it had to be sent.

        A key of one's own lets one submit again after an `Unavailable`, and get the same record.
        """
        key = idempotency_key or secrets.token_urlsafe(16)
        stored: dict[str, Any] = await self._session.ask(
            "POST", "/api/feedback/submit", body_of(report), idempotency_key=key
        )
        return stored

    async def get(self, path: str) -> Any:
        """Return the data of any other route, like `/api/diagnoses`."""
        return await self._session.ask("GET", path)

    async def snapshot(self, diagnosis_id: int) -> Snapshot:
        """Return how a diagnosis stands now; raises `NotAllowed`, `Unavailable`."""
        return snapshot_of(await self.get(f"/api/diagnoses/{diagnosis_id}/live"))

    def live(self, diagnosis_id: int, lang: Lang | None = None) -> Live:
        """Return what follows a diagnosis: a fresh snapshot, then every event behind it, once."""
        return Live(self._session, stream_of(diagnosis_id), lang or self._lang, self._trust_env)

    def practice(self, lang: Lang | None = None) -> LivePractice:
        """Return what follows a practitioner's own practice: a `Practice` with the open alerts of
        all their patients, then every alert behind it, once."""
        return LivePractice(self._session, PRACTICE, lang or self._lang, self._trust_env)
