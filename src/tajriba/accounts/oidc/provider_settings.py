"""What an installation says of its identity provider. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from tajriba.accounts.schemas import ROLES, Role
from tajriba.kit.loopback import is_loopback

CALLBACK: Final = "/provider-sign-in"
"""The page that a provider sends browsers back to."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """An identity provider, and how its claims are read.

    `roles` says which values of the claim `role_claim` make which role; where it is empty, roles
    are given here. `strong` holds the values of `acr` that mean a second factor.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    public_url: str
    name: str
    role_claim: str
    roles: Mapping[str, Role]
    strong: frozenset[str]

    @property
    def redirect_uri(self) -> str:
        """The address that is registered at the provider."""
        return self.public_url + CALLBACK


def provider_settings(
    issuer: str,
    client_id: str,
    client_secret: str,
    public_url: str,
    *,
    name: str = "",
    role_claim: str = "groups",
    roles: str = "",
    strong: str = "",
) -> ProviderSettings | None:
    """Return what the settings say of a provider, None without an issuer; raises ValueError."""
    if not issuer:
        return None
    if not client_id:
        raise ValueError("needs TAJRIBA_OIDC_CLIENT_ID, too")
    if not is_safe(issuer) or "?" in issuer or "#" in issuer:
        raise ValueError("must be https://… without a query; http is for this machine alone")
    return ProviderSettings(
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
        public_url=public_url,
        name=name or urlsplit(issuer).hostname or issuer,
        role_claim=role_claim,
        roles=read_roles(roles),
        strong=frozenset(one.strip() for one in strong.split(",") if one.strip()),
    )


def is_safe(url: object) -> bool:
    """Return whether an address is one by TLS, or of this machine."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host or ""))
    )


def read_roles(text: str) -> dict[str, Role]:
    """Return the roles of `VALUE:ROLE,…`; raises ValueError."""
    found: dict[str, Role] = {}
    for part in (one.strip() for one in text.split(",") if one.strip()):
        value, _, named = part.rpartition(":")
        role = next((one for one in ROLES if one == named.strip()), None)
        if not value or role is None:
            raise ValueError(f"{part!r} is not VALUE:ROLE, with a ROLE of {', '.join(ROLES)}")
        found[value.strip()] = role
    return found
