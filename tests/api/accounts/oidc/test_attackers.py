"""What must not sign anybody in: forged tokens, others' answers, another provider."""

import base64
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from starlette.testclient import TestClient

from tajriba.accounts.tables import identity, oidc_sign_in, session
from tajriba.audit.tables import audit
from tajriba.kit.database.transactions import ReadTx
from tests.kit.clients.provider_browser import PATH, answer, begin, confirm, pending
from tests.kit.clinics.clinic import PASSWORD, Clinic, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.identity_provider import (
    EMAIL,
    Claims,
    IdentityProvider,
    ec_key,
    public_jwk,
    rsa_key,
)

REFUSED = "identity_provider_refused"
Forge = Callable[[IdentityProvider, Claims], str]


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def without_signature(provider: IdentityProvider, claims: Claims) -> str:
    return f"{encoded({'alg': 'none', 'kid': provider.kid})}.{encoded(claims)}."


def by_the_public_key(provider: IdentityProvider, claims: Claims) -> str:
    """Sign with what everybody knows, as if it were a shared secret."""
    shown = provider.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signing = f"{encoded({'alg': 'HS256', 'kid': provider.kid})}.{encoded(claims)}"
    digest = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = digest.sign(signing.encode(), shown)
    return f"{signing}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def by_a_key_of_its_own(provider: IdentityProvider, claims: Claims) -> str:
    """Sign with a key that the token brings along."""
    own = {"kid": provider.kid, "jwk": public_jwk(rsa_key("attacker"), provider.kid)}
    return jwt.encode(claims, rsa_key("attacker"), "RS256", headers=own)


def by_another_algorithm(provider: IdentityProvider, claims: Claims) -> str:
    return jwt.encode(claims, ec_key("attacker"), "ES256", headers={"kid": provider.kid})


def changed(provider: IdentityProvider, claims: Claims) -> str:
    head, _, signature = provider.sign(claims).split(".")
    return f"{head}.{encoded(claims | {'sub': 'the victim'})}.{signature}"


def putting(**put: Any) -> Forge:
    return lambda provider, claims: provider.sign(claims | put)


def lacking(name: str) -> Forge:
    return lambda provider, claims: provider.sign(
        {key: value for key, value in claims.items() if key != name}
    )


def moved(name: str, seconds: int) -> Forge:
    return lambda provider, claims: provider.sign(
        claims | {name: provider.clock() // 1000 + seconds}
    )


FORGERIES: dict[str, tuple[Forge, str]] = {
    "no signature": (without_signature, "algorithm"),
    "the public key as a secret": (by_the_public_key, "algorithm"),
    "a key in the token": (by_a_key_of_its_own, "signature"),
    "another algorithm": (by_another_algorithm, "signature"),
    "changed claims": (changed, "signature"),
    "an unknown key": (lambda provider, claims: provider.sign(claims, kid="unknown"), "key"),
    "no token": (lambda provider, claims: "no token", "form"),
    "another audience": (putting(aud="another client"), "audience"),
    "no audience": (putting(aud=[]), "claims"),
    "several audiences": (putting(aud=["tajriba", "another client"]), "audience"),
    "for another party": (putting(azp="another client"), "audience"),
    "another issuer": (putting(iss="https://evil.example"), "issuer"),
    "another nonce": (putting(nonce="another sign-in's"), "nonce"),
    "an empty nonce": (putting(nonce=""), "nonce"),
    "a nonce that is no text": (putting(nonce=["x"]), "claims"),
    "half a character": (putting(nonce="\ud800"), "nonce"),
    "no nonce": (lacking("nonce"), "claims"),
    "no subject": (lacking("sub"), "claims"),
    "an empty subject": (putting(sub=""), "subject"),
    "a long subject": (putting(sub="x" * 256), "subject"),
    "NUL in the subject": (putting(sub="7f3a\0"), "claims"),
    "other letters in the subject": (putting(sub="۷"), "subject"),
    "no end": (lacking("exp"), "claims"),
    "expired": (moved("exp", -60), "expired"),
    "an end that is no number": (putting(exp=float("nan")), "claims"),
    "a late end": (putting(exp=10**400), "claims"),
    "an end that is true": (putting(exp=True), "claims"),
    "not issued yet": (moved("iat", 61), "not_yet"),
    "not valid yet": (moved("nbf", 61), "not_yet"),
    "no time of issue": (lacking("iat"), "claims"),
}


def opened(tx: ReadTx) -> list[Any]:
    """Return the identities and sessions that there are."""
    return [*tx.all(select(identity)), *tx.all(select(session))]


def reasons(tx: ReadTx) -> list[str]:
    """Return why answers were refused, the first first."""
    kept = select(audit.c.after).where(audit.c.action == "session.refuse").order_by(audit.c.id)
    return [json.loads(row.after)["why"] for row in tx.all(kept)]


def test_forged_tokens_sign_nobody_in(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    for forge, _ in FORGERIES.values():
        provider.token = partial(forge, provider)
        assert code_of(answer(client, provider), 409) == REFUSED
    found = dict(zip(FORGERIES, clinic.database.read_now(reasons), strict=True))
    assert found == {name: why for name, (_, why) in FORGERIES.items()}
    assert clinic.database.read_now(opened) == []


def test_a_clock_may_be_a_minute_off(client: TestClient, provider: IdentityProvider) -> None:
    for name, seconds in (("exp", -59), ("iat", 60), ("nbf", 60)):
        provider.token = partial(moved(name, seconds), provider)
        assert answer(client, provider).status_code == 200


def test_an_answer_is_good_in_the_browser_that_asked(
    client: TestClient, provider: IdentityProvider
) -> None:
    """Nobody is signed in to an attacker's account by a link of theirs."""
    brought = provider.sign_in(begin(client))
    client.cookies.clear()
    assert code_of(client.post(PATH, json=brought), 409) == REFUSED
    begin(client)
    assert code_of(client.post(PATH, json=brought), 409) == REFUSED


def test_a_state_is_good_once_and_for_ten_minutes(
    client: TestClient, clock: FakeClock, provider: IdentityProvider
) -> None:
    assert code_of(answer(client, provider, state="another"), 409) == REFUSED
    brought = provider.sign_in(begin(client))
    cookie = client.cookies["tajriba_oidc"]
    assert client.post(PATH, json=brought).status_code == 200
    client.cookies.set("tajriba_oidc", cookie, domain="127.0.0.1", path="/api/auth")
    assert code_of(client.post(PATH, json=brought), 409) == REFUSED
    late = provider.sign_in(begin(client))
    clock.advance(seconds=600)
    assert code_of(client.post(PATH, json=late), 409) == REFUSED


def test_a_stolen_code_is_of_no_use(client: TestClient, provider: IdentityProvider) -> None:
    """The attacker puts a victim's code into a sign-in of their own."""
    victims = provider.sign_in(begin(client))
    client.cookies.clear()
    assert code_of(answer(client, provider, code=victims["code"]), 409) == REFUSED


def test_a_code_is_good_once(client: TestClient, provider: IdentityProvider) -> None:
    brought = provider.sign_in(begin(client))
    assert client.post(PATH, json=brought).status_code == 200
    assert code_of(answer(client, provider, code=brought["code"]), 409) == REFUSED


def test_a_code_of_another_issuer_is_not_sent_on(
    client: TestClient, provider: IdentityProvider
) -> None:
    refused = answer(client, provider, iss="https://evil.example")
    assert code_of(refused, 409) == REFUSED
    brought = provider.sign_in(begin(client))
    del brought["iss"]
    assert code_of(client.post(PATH, json=brought), 409) == REFUSED
    assert "/token" not in provider.asked


def test_a_pending_sign_in_is_the_browsers_own(
    client: TestClient, clinic: Clinic, clock: FakeClock, provider: IdentityProvider
) -> None:
    clinic.patient(email=EMAIL)
    _, state = pending(client, provider, 409)
    cookie = client.cookies["tajriba_oidc"]
    client.cookies.clear()
    assert code_of(confirm(client, state, password=PASSWORD), 409) == REFUSED
    client.cookies.set("tajriba_oidc", cookie, domain="127.0.0.1", path="/api/auth")
    fresh = provider.sign_in(begin(client))["state"]
    assert code_of(confirm(client, fresh, password=PASSWORD), 409) == REFUSED
    _, state = pending(client, provider, 409)
    clock.advance(seconds=600)
    assert code_of(confirm(client, state, password=PASSWORD), 409) == REFUSED


def test_what_is_kept_of_a_sign_in_helps_nobody(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    brought = provider.sign_in(begin(client))
    secrets = [client.cookies["tajriba_oidc"], brought["state"], brought["code"]]

    def rows(tx: ReadTx) -> str:
        return str([tuple(row) for row in tx.all(select(oidc_sign_in))])

    kept = clinic.database.read_now(rows)
    assert [one for one in secrets if one in kept] == []


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example"])
def test_no_parameter_leads_elsewhere(client: TestClient, to: str) -> None:
    refused = client.post(f"{PATH}/begin", params={"to": to, "redirect_uri": to})
    assert code_of(refused, 422) == "invalid"
    url = data_of(client.post(f"{PATH}/begin", json={"redirect_uri": to}))["url"]
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fprovider-sign-in" in url
