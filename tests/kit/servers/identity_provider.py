"""An identity provider on this machine: discovery, keys, sign-in page and token endpoint."""

import base64
import hashlib
import json
import secrets
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tajriba.kit.clock import Clock

CLIENT = "tajriba"
SECRET = "what only the provider and the server know"
Claims = dict[str, Any]
EMAIL = "sara@clinic.example"
SARA: Claims = {"sub": "7f3a", "email": EMAIL, "email_verified": True, "name": "سارا"}
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key, the same for a name."""
    return rsa.generate_private_key(65537, 2048)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    """Return a key, the same for a name."""
    return ec.generate_private_key(ec.SECP256R1())


def public_jwk(key: PrivateKey, kid: str) -> dict[str, Any]:
    """Return the public half of a key as JSON."""
    if isinstance(key, rsa.RSAPrivateKey):
        shown: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        shown = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**shown, "kid": kid, "use": "sig"}


@dataclass
class IdentityProvider:
    """Signs in whoever `person` says, without asking; `token` makes what a test wants instead.

    `metadata` is put over what it says of itself, and `broken` answers all with this.
    `back` is where it sends browsers, where our address was not known when it started.
    """

    clock: Clock
    issuer: str = ""
    secret: str = SECRET
    person: Claims = field(default_factory=dict)
    key: PrivateKey = field(default_factory=lambda: rsa_key("first"))
    kid: str = "first"
    token: Callable[[Claims], str] | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    broken: tuple[int, bytes] | None = None
    back: str = ""
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        """Return its metadata."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
        } | self.metadata

    def sign_in(self, url: str) -> dict[str, str]:
        """Return what a browser that was sent to `url` brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def claims(self, asked: dict[str, str]) -> Claims:
        """Return the claims for a sign-in."""
        now = self.clock() // 1000
        return {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }

    def sign(self, claims: Claims, **header: str) -> str:
        """Return an ID token as it is meant to be."""
        algorithm = "RS256" if isinstance(self.key, rsa.RSAPrivateKey) else "ES256"
        return jwt.encode(claims, self.key, algorithm, headers={"kid": self.kid, **header})

    def answer(self, method: str, path: str, form: dict[str, str], authorization: str) -> Any:
        """Return status and body of an answer."""
        self.asked.append(path)
        if self.broken is not None:
            return self.broken
        if path == "/.well-known/openid-configuration":
            return 200, self.described()
        if path == "/keys":
            return 200, {"keys": [public_jwk(self.key, self.kid)]}
        assert (method, path) == ("POST", "/token")
        return self._exchange(form, authorization)

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if "token_endpoint_auth_methods_supported" in self.metadata:
            return (form["client_id"], form["client_secret"]) == (CLIENT, self.secret)
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        return pair == f"{CLIENT}:{quote(self.secret)}"

    def _exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if not self._is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        assert form["redirect_uri"] == asked["redirect_uri"]
        claims = self.claims(asked)
        token = self.token(claims) if self.token else self.sign(claims)
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": token}


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[IdentityProvider]

    def do_GET(self) -> None:
        """Show metadata and keys, or send a browser back."""
        if self.path.startswith("/authorize?"):
            asked = parse_qs(urlsplit(self.path).query)
            brought = urlencode(self.provider.sign_in(self.path))
            self.send_response(302)
            back = self.provider.back or asked["redirect_uri"][0]
            self.send_header("Location", f"{back}?{brought}")
            self.end_headers()
            return
        self._answer({})

    def do_POST(self) -> None:
        """Take a code."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, form: dict[str, str]) -> None:
        authorization = self.headers.get("Authorization", "")
        status, said = self.provider.answer(self.command, self.path, form, authorization)
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def running(clock: Clock, tls: ssl.SSLContext | None = None) -> Iterator[IdentityProvider]:
    """Run a provider on a free port."""
    provider = IdentityProvider(clock)
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "http" if tls is None else "https"
        provider.issuer = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
