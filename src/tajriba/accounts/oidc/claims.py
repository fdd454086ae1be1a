"""What the claims of an ID token say of a person: who, in which role, how they signed in. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from tajriba.accounts.oidc.provider_settings import ProviderSettings
from tajriba.accounts.schemas import Email, Role
from tajriba.kit.text import is_storable

_RANKS: Final[tuple[Role, ...]] = ("admin", "practitioner", "researcher", "patient")
"""Who has several roles gets the first of these."""
_EMAIL: Final[TypeAdapter[str]] = TypeAdapter(Email)
_NAME_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as their provider knows them, lasting by `issuer` and `subject`.

    `email` is None unless the provider has proved it, `role` where roles are given here.
    """

    issuer: str
    subject: str
    email: str | None
    full_name: str
    role: Role | None
    second_factor: bool

    def dump(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> "Identity":
        """Return what `dump` made JSON of."""
        return cls(**json.loads(text))


def identity_of(claims: Mapping[str, Any], settings: ProviderSettings) -> Identity:
    """Return whom checked claims are of."""
    email = _email(claims)
    return Identity(
        issuer=settings.issuer,
        subject=claims["sub"],
        email=email,
        full_name=_name(claims) or (email or "").partition("@")[0],
        role=_role(claims, settings) if settings.roles else None,
        second_factor=_is_strong(claims, settings),
    )


def _email(claims: Mapping[str, Any]) -> str | None:
    if claims.get("email_verified") is not True:
        return None
    try:
        return _EMAIL.validate_python(claims.get("email"))
    except ValidationError:
        return None


def _name(claims: Mapping[str, Any]) -> str:
    name = claims.get("name")
    return name.strip()[:_NAME_MAX] if isinstance(name, str) and is_storable(name) else ""


def _role(claims: Mapping[str, Any], settings: ProviderSettings) -> Role:
    values = set(_texts(_claim(claims, settings.role_claim)))
    given = {role for value, role in settings.roles.items() if value in values}
    return next((role for role in _RANKS if role in given), "patient")


def _claim(claims: Mapping[str, Any], path: str) -> Any:
    """Return a claim by its name, or by the dotted path to it inside of others."""
    if path in claims:
        return claims[path]
    first, _, rest = path.partition(".")
    inner = claims.get(first)
    return _claim(inner, rest) if rest and isinstance(inner, Mapping) else None


def _is_strong(claims: Mapping[str, Any], settings: ProviderSettings) -> bool:
    """Return whether the provider says that it asked a second factor (RFC 8176, `mfa`)."""
    levels = settings.strong.intersection(_texts(claims.get("acr")))
    return "mfa" in _texts(claims.get("amr")) or bool(levels)


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]
