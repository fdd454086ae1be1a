"""Checking an ID token (OpenID Connect Core 1.0, section 3.1.3.7). Pure.

PyJWT checks the signature; the time is given, so that a test can set it.
"""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Final

import jwt

from tajriba.accounts.errors import ProviderRefused

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Signatures by a key that the provider alone has: no `none`, and no HMAC."""

LEEWAY_SECONDS: Final = 60
"""How far a provider's clock may be from ours."""

SUBJECT_MAX: Final = 255
"""So many ASCII characters a subject has at most, by the standard."""

Key = Mapping[str, Any]
"""A public key of the provider, as JSON (RFC 7517)."""

_REQUIRED: Final = ["iss", "sub", "aud", "exp", "iat", "nonce"]
_CHECKED_HERE: Final = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}


def key_id_of(token: str) -> str | None:
    """Return the name of the key that signed a token, None where it names none.

    Raises `ProviderRefused`.
    """
    named = _header_of(token).get("kid")
    return named if isinstance(named, str) else None


def check_id_token(
    token: str, keys: Sequence[Key], *, issuer: str, client_id: str, nonce: str, now: int
) -> dict[str, Any]:
    """Return the claims of a token that was made for this very sign-in; `now` is in seconds.

    Raises `ProviderRefused` with what is wrong.
    """
    claims = _decoded(token, keys, issuer, client_id)
    if not hmac.compare_digest(_bytes(claims, "nonce"), nonce.encode()):
        raise ProviderRefused("nonce")
    if not 1 <= len(_bytes(claims, "sub")) <= SUBJECT_MAX or not claims["sub"].isascii():
        raise ProviderRefused("subject")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise ProviderRefused("audience")
    if _seconds(claims, "exp") + LEEWAY_SECONDS <= now:
        raise ProviderRefused("expired")
    begins = max(_seconds(claims, name) for name in ("iat", "nbf") if name in claims)
    if begins - LEEWAY_SECONDS > now:
        raise ProviderRefused("not_yet")
    return claims


def _decoded(token: str, keys: Sequence[Key], issuer: str, client_id: str) -> dict[str, Any]:
    """Return the claims under a good signature, of this issuer, for this client."""
    try:
        return jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=sorted(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            options={  # type: ignore[arg-type]
                "require": _REQUIRED,
                "enforce_minimum_key_length": True,
                **_CHECKED_HERE,
            },
        )
    except jwt.InvalidIssuerError as problem:
        raise ProviderRefused("issuer") from problem
    except jwt.InvalidAudienceError as problem:
        raise ProviderRefused("audience") from problem
    except jwt.MissingRequiredClaimError as problem:
        raise ProviderRefused("claims") from problem
    except (jwt.PyJWTError, TypeError, ValueError, RecursionError) as problem:
        raise ProviderRefused("signature") from problem


def _key_of(token: str, keys: Sequence[Key]) -> jwt.PyJWK:
    """Return the key of a token's signature; without a name, the only one there is."""
    header, named = _header_of(token), key_id_of(token)
    if header.get("alg") not in ALGORITHMS:
        raise ProviderRefused("algorithm")
    fitting = [one for one in keys if named in {None, one.get("kid")} and _signs(one)]
    if len(fitting) != 1:
        raise ProviderRefused("key")
    if fitting[0].get("alg", header["alg"]) != header["alg"]:
        raise ProviderRefused("algorithm")
    return jwt.PyJWK(dict(fitting[0]), algorithm=header["alg"])


def _signs(key: Key) -> bool:
    return key.get("use", "sig") == "sig" and key.get("kty") in {"RSA", "EC", "OKP"}


def _header_of(token: str) -> dict[str, Any]:
    try:
        return jwt.get_unverified_header(token)
    except (jwt.PyJWTError, TypeError, ValueError, RecursionError) as problem:
        raise ProviderRefused("form") from problem


def _bytes(claims: Mapping[str, Any], name: str) -> bytes:
    if not isinstance(claims[name], str) or "\0" in claims[name]:
        raise ProviderRefused("claims")
    return str(claims[name]).encode("utf-8", "surrogatepass")


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProviderRefused("claims")
    if not 0 <= value < 2**53:  # so that no comparison is with what is no number
        raise ProviderRefused("claims")
    return float(value)
