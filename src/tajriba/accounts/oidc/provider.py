"""Talking to an identity provider: its metadata, its keys, and a code for an ID token.

TLS is verified against the machine's authorities. `httpx2` is imported where it is used, since
that takes a while, and most installations have no provider.
"""

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import structlog

from tajriba.accounts.errors import ProviderRefused, ProviderUnavailable
from tajriba.accounts.oidc.id_token import Key, check_id_token, key_id_of
from tajriba.accounts.oidc.provider_settings import ProviderSettings, is_safe
from tajriba.kit.clock import Clock

if TYPE_CHECKING:
    import httpx2

SECONDS: Final = 10
"""How long a provider may take for one answer."""

KEPT_MS: Final = 3_600_000
"""How long metadata and keys are taken for current."""

_MOST_BYTES: Final = 512 * 1024
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_log = structlog.get_logger()


class Provider:
    """An identity provider, asked over HTTP; what it publishes of itself is kept for an hour."""

    def __init__(self, settings: ProviderSettings, clock: Clock) -> None:
        self.settings = settings
        self._clock = clock
        self._client: httpx2.AsyncClient | None = None
        self._metadata: tuple[Mapping[str, Any], int] | None = None
        self._keys: tuple[list[Key], int] | None = None

    async def authorization_url(self, state: str, nonce: str, verifier: str) -> str:
        """Return where a browser signs in; raises `ProviderUnavailable`."""
        endpoint = (await self._described())["authorization_endpoint"]
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.settings.redirect_uri,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        if self.settings.strong:
            query["acr_values"] = " ".join(sorted(self.settings.strong))
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    async def identify(
        self, code: str, issuer: str | None, nonce: str, verifier: str
    ) -> dict[str, Any]:
        """Return the checked claims that a code stands for; `issuer` is what the browser brought.

        A code of another issuer is not sent on (RFC 9207). Raises `ProviderRefused` and
        `ProviderUnavailable`.
        """
        described = await self._described()
        named = described.get("authorization_response_iss_parameter_supported") is True
        if issuer != self.settings.issuer and (named or issuer is not None):
            raise ProviderRefused("issuer")
        token = await self._exchange(code, verifier)
        return check_id_token(
            token,
            await self._keys_with(key_id_of(token)),
            issuer=self.settings.issuer,
            client_id=self.settings.client_id,
            nonce=nonce,
            now=self._clock() // 1000,
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _exchange(self, code: str, verifier: str) -> str:
        """Return the ID token for a code; raises `ProviderRefused`, `ProviderUnavailable`."""
        described = await self._described()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.settings.redirect_uri,
            "code_verifier": verifier,
        }
        headers = self._authenticate(form, described)
        status, answer = await self._ask("POST", described["token_endpoint"], form, headers)
        if status == 400 and answer.get("error") == "invalid_grant":
            raise ProviderRefused("code")
        token = answer.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise self._unavailable("token", status=status, error=str(answer.get("error"))[:100])
        return token

    def _authenticate(self, form: dict[str, str], described: Mapping[str, Any]) -> dict[str, str]:
        """Return the headers that say who we are, or put it into the form."""
        client_id, secret = self.settings.client_id, self.settings.client_secret
        methods = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if secret and "client_secret_basic" in methods:
            pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
            return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        form["client_id"] = client_id
        if secret:
            form["client_secret"] = secret
        return {}

    async def _keys_with(self, key_id: str | None) -> list[Key]:
        """Return the provider's keys, asked anew where the one that is named is not there."""
        if self._keys is None or self._keys[1] + KEPT_MS <= self._clock():
            return await self._ask_keys()
        keys, _ = self._keys
        known = key_id is None or any(one.get("kid") == key_id for one in keys)
        return keys if known else await self._ask_keys()

    async def _ask_keys(self) -> list[Key]:
        described = await self._described()
        status, answer = await self._ask("GET", described["jwks_uri"])
        listed = answer.get("keys")
        if status != 200 or not isinstance(listed, list):
            raise self._unavailable("keys", status=status)
        keys: list[Key] = [one for one in listed if isinstance(one, dict)]
        self._keys = (keys, self._clock())
        return keys

    async def _described(self) -> Mapping[str, Any]:
        """Return the provider's metadata (OpenID Connect Discovery 1.0).

        Raises `ProviderUnavailable`, also where they are of another issuer, or name addresses
        without TLS.
        """
        if self._metadata is not None and self._metadata[1] + KEPT_MS > self._clock():
            return self._metadata[0]
        status, found = await self._ask("GET", self.settings.issuer.rstrip("/") + _WELL_KNOWN)
        if status != 200:
            raise self._unavailable("metadata", status=status)
        if found.get("issuer") != self.settings.issuer:
            raise self._unavailable("other_issuer")
        if not all(is_safe(found.get(name)) for name in _ENDPOINTS):
            raise self._unavailable("endpoints")
        self._metadata = (found, self._clock())
        return found

    async def _ask(
        self,
        method: str,
        url: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Return the status and the JSON object of an answer; raises `ProviderUnavailable`."""
        import httpx2  # noqa: PLC0415 - slow to import

        if self._client is None:
            self._client = httpx2.AsyncClient(timeout=SECONDS, follow_redirects=False)
        sending = {"Accept": "application/json", **(headers or {})}
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._client.stream(method, url, data=form, headers=sending) as answer,
            ):
                return answer.status_code, _object(await _body(answer))
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError) as problem:
            raise self._unavailable("no_answer", reason=type(problem).__name__) from problem

    def _unavailable(self, what: str, **more: str | int) -> ProviderUnavailable:
        """Return the error, and tell the operator what it is about."""
        _log.warning("identity_provider_unavailable", what=what, **more)
        return ProviderUnavailable()


async def _body(answer: "httpx2.Response") -> bytes:
    """Return the body of an answer; raises ValueError for one that is too long."""
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > _MOST_BYTES:
            raise ValueError("too long")
    return bytes(body)


def _object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body, empty for other JSON; raises ValueError."""
    try:
        found = json.loads(body)
    except RecursionError as problem:
        raise ValueError("too deep") from problem
    return found if isinstance(found, dict) else {}
