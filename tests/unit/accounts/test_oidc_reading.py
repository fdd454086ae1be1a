"""What is read of an identity provider: the settings, claims, and tokens of any form."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.accounts.errors import ProviderRefused
from tajriba.accounts.oidc.claims import Identity, identity_of
from tajriba.accounts.oidc.id_token import check_id_token
from tajriba.accounts.oidc.provider_settings import (
    ProviderSettings,
    is_safe,
    provider_settings,
    read_roles,
)
from tests.kit.servers.identity_provider import CLIENT, SARA, public_jwk, rsa_key

ISSUER = "https://login.clinic.example/realms/clinic"
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def settings(**given: str) -> ProviderSettings:
    found = provider_settings(ISSUER, CLIENT, "", "https://clinic.example", **given)
    assert found is not None
    return found


def test_without_an_issuer_there_is_none() -> None:
    assert provider_settings("", CLIENT, "", "https://clinic.example") is None


def test_its_name_is_its_host_where_none_is_given() -> None:
    assert settings().name == "login.clinic.example"
    assert settings(name="Clinic").name == "Clinic"
    assert settings().redirect_uri == "https://clinic.example/provider-sign-in"


@pytest.mark.parametrize(
    ("issuer", "client_id", "roles"),
    [
        (ISSUER, "", ""),
        ("http://login.clinic.example", CLIENT, ""),
        (f"{ISSUER}?realm=clinic", CLIENT, ""),
        (ISSUER, CLIENT, "doctors"),
        (ISSUER, CLIENT, ":admin"),
        (ISSUER, CLIENT, "it:root"),
    ],
)
def test_what_can_not_be_meant_is_refused(issuer: str, client_id: str, roles: str) -> None:
    with pytest.raises(ValueError, match=r"must|needs|is not"):
        provider_settings(issuer, client_id, "", "https://clinic.example", roles=roles)


def test_values_of_roles_may_hold_colons() -> None:
    assert read_roles("urn:clinic:doctors:practitioner, it : admin,") == {
        "urn:clinic:doctors": "practitioner",
        "it": "admin",
    }


def test_tls_is_needed_but_on_this_machine() -> None:
    safe = ("https://a.example", "http://127.0.0.1:1", "http://[::1]/")
    assert [url for url in safe if not is_safe(url)] == []
    unsafe = ("http://a.example", "ftp://127.0.0.1", "https://", "https://[half", "/keys", None, 5)
    assert [url for url in unsafe if is_safe(url)] == []


def test_a_claim_is_found_by_its_name_or_the_way_to_it() -> None:
    mapping = {"roles": "doctors:practitioner"}
    for claim, claims in (
        ("realm_access.roles", {"realm_access": {"roles": ["doctors"]}}),
        ("https://clinic.example/roles", {"https://clinic.example/roles": "doctors"}),
    ):
        named = settings(role_claim=claim, **mapping)
        assert identity_of(SARA | claims, named).role == "practitioner"
        assert identity_of(SARA | {"realm_access": ["roles"]}, named).role == "patient"


@given(st.dictionaries(st.sampled_from(["email", "name", "groups", "amr", "acr"]), JSON))
def test_any_claims_make_somebody(claims: dict[str, Any]) -> None:
    """Nobody gets an e-mail, a role or a second factor by claims of a wrong form."""
    found = identity_of(
        {"sub": "7f3a", "email_verified": True} | claims, settings(roles="it:admin", strong="gold")
    )
    assert found.email is None or found.email == claims["email"]
    assert len(found.full_name) <= 254
    assert Identity.load(found.dump()) == found


@given(st.text() | st.lists(JSON.map(json.dumps), min_size=3, max_size=3).map(".".join))
def test_any_text_is_refused(token: str) -> None:
    keys = [public_jwk(rsa_key("first"), "first")]
    with pytest.raises(ProviderRefused):
        check_id_token(token, keys, issuer=ISSUER, client_id=CLIENT, nonce="n", now=0)


@given(JSON)
def test_any_keys_are_no_keys(key: Any) -> None:
    """What a provider publishes may be anything: no key of it verifies, and nothing breaks."""
    keys: list[Any] = [{"kty": "RSA", "n": key}, {"kty": "EC", "crv": key, "kid": key}]
    header = "eyJhbGciOiJSUzI1NiJ9"
    for one in keys:
        with pytest.raises(ProviderRefused):
            check_id_token(
                f"{header}.e30.AA", [one], issuer=ISSUER, client_id=CLIENT, nonce="n", now=0
            )
