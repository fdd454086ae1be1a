"""Signing in by an identity provider: whose account it is, in which role, by which factors."""

from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from tajriba.accounts.administration import administer
from tajriba.accounts.schemas import AccountPatch
from tajriba.accounts.second_factor.factors import end_sessions_without
from tajriba.audit.tables import audit
from tajriba.kit.database.transactions import ReadTx
from tajriba.settings import Settings
from tests.api.accounts.test_second_factor import added, code_now
from tests.kit.clients.provider_browser import PATH, answer, begin, confirm, pending
from tests.kit.clinics.clinic import PASSWORD, Clinic, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.identity_provider import EMAIL, SARA, IdentityProvider, ec_key


def me(client: TestClient, answered: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {data_of(answered)['access_token']}"}
    found: dict[str, Any] = data_of(client.get("/api/auth/me", headers=headers))
    return found


def trail(clinic: Clinic, action: str) -> list[Any]:
    def entries(tx: ReadTx) -> list[Any]:
        columns = select(audit.c.actor_id, audit.c.subject_id, audit.c.after)
        return [tuple(row) for row in tx.all(columns.where(audit.c.action == action))]

    return clinic.database.read_now(entries)


def test_who_comes_first_gets_a_patients_account(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    assert data_of(client.get(PATH))["name"] == "127.0.0.1"
    doctor = clinic.practitioner()
    clinic.invite(doctor, EMAIL)
    first = me(client, answer(client, provider))
    assert (first["role"], first["full_name"], first["email_verified"]) == ("patient", "سارا", True)
    assert first["patient_id"] is not None
    provider.person |= {"email": "renamed@clinic.example", "email_verified": False}
    again = answer(client, provider)
    assert me(client, again)["user_id"] == first["user_id"]
    assert me(client, again)["email"] == EMAIL
    headers = {"Authorization": f"Bearer {data_of(again)['access_token']}"}
    assert len(data_of(client.get("/api/care", headers=headers))) == 1
    opened = trail(clinic, "session.open")
    assert [one[:2] for one in opened] == [(first["user_id"], first["user_id"])] * 2
    assert provider.issuer in opened[0][2]


def test_an_account_of_a_provider_has_no_password(
    client: TestClient, provider: IdentityProvider
) -> None:
    signed = data_of(answer(client, provider))
    headers = {"Authorization": f"Bearer {signed['access_token']}"}
    asked = client.post("/api/auth/passkeys", json={"password": PASSWORD}, headers=headers)
    assert code_of(asked, 409) == "no_password"
    for password in ("", PASSWORD):
        body = {"email": EMAIL, "password": password}
        assert code_of(client.post("/api/auth/login", json=body), 401) == "bad_credentials"


def test_the_provider_says_the_role_at_each_sign_in(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    provider.person |= {"groups": ["staff", "doctors"]}
    first = answer(client, provider)
    assert me(client, first)["role"] == "practitioner"
    provider.person["groups"] = ["doctors", "it"]
    assert me(client, answer(client, provider))["role"] == "admin"
    headers = {"Authorization": f"Bearer {data_of(first)['access_token']}"}
    assert code_of(client.get("/api/auth/me", headers=headers), 401) == "not_signed_in"
    provider.person["groups"] = "nobody"
    left = me(client, answer(client, provider))
    assert (left["role"], left["patient_id"] is not None) == ("patient", True)
    assert len(trail(clinic, "user.administer")) == 2


def test_what_signs_in_by_itself_is_linked_by_the_subject_alone(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    """Who gets an address that was another's before does not get the account."""
    first = me(client, answer(client, provider))
    provider.person["sub"] = "another"
    why, state = pending(client, provider, 409)
    assert why == "account_link_required"
    assert code_of(confirm(client, state), 401) == "bad_credentials"
    assert code_of(confirm(client, state, password=PASSWORD), 401) == "bad_credentials"
    provider.person["sub"] = SARA["sub"]
    assert me(client, answer(client, provider))["user_id"] == first["user_id"]


def test_an_account_with_the_e_mail_is_linked_by_signing_in_to_it(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    maryam = clinic.patient(email="Sara@Clinic.example", proven=False)
    why, state = pending(client, provider, 409)
    assert why == "account_link_required"
    assert code_of(confirm(client, state, password="a-wrong-password"), 401) == "bad_credentials"
    linked = me(client, confirm(client, state, password=PASSWORD))
    assert (linked["user_id"], linked["email_verified"]) == (maryam.user_id, True)
    refused = confirm(client, state, password=PASSWORD)
    assert code_of(refused, 409) == "identity_provider_refused"
    assert me(client, answer(client, provider))["user_id"] == maryam.user_id
    assert [one[0] for one in trail(clinic, "user.link_identity")] == [maryam.user_id]
    exported = data_of(client.get("/api/me/export", headers=maryam.headers))
    assert exported["sections"]["identities"][0]["subject"] == SARA["sub"]


def test_a_new_subject_takes_the_place_of_the_one_before(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    maryam = clinic.patient(email=EMAIL)
    for subject in ("before", "after"):
        provider.person["sub"] = subject
        _, state = pending(client, provider, 409)
        assert me(client, confirm(client, state, password=PASSWORD))["user_id"] == maryam.user_id
    provider.person["sub"] = "before"
    assert pending(client, provider, 409)[0] == "account_link_required"


def test_linking_takes_the_accounts_own_second_factor(
    client: TestClient, clinic: Clinic, clock: FakeClock, provider: IdentityProvider
) -> None:
    maryam = clinic.patient(email=EMAIL)
    secret, _ = added(client, maryam, clock)
    provider.person["amr"] = ["pwd", "mfa"]
    _, state = pending(client, provider, 409)
    assert code_of(confirm(client, state, password=PASSWORD), 401) == "code_required"
    wrong = confirm(client, state, password=PASSWORD, code="000000")
    assert code_of(wrong, 403) == "wrong_code"
    code = code_now(secret, clock)
    assert code_of(confirm(client, state, code=code), 401) == "bad_credentials"
    assert confirm(client, state, password=PASSWORD, code=code).status_code == 200
    assert answer(client, provider).status_code == 200


def test_a_code_is_asked_for_where_the_provider_did_not(
    client: TestClient, clinic: Clinic, clock: FakeClock, provider: IdentityProvider
) -> None:
    maryam = clinic.patient(email=EMAIL)
    _, state = pending(client, provider, 409)
    data_of(confirm(client, state, password=PASSWORD))
    secret, _ = added(client, maryam, clock)
    why, state = pending(client, provider, 401)
    assert why == "code_required"
    assert code_of(confirm(client, state, password=PASSWORD), 401) == "code_required"
    signed = confirm(client, state, code=code_now(secret, clock))
    assert me(client, signed)["user_id"] == maryam.user_id
    assert {"acr_values=gold"} <= set(begin(client).split("&"))
    provider.person["acr"] = "gold"
    assert answer(client, provider).status_code == 200
    provider.person["acr"] = ["silver"]
    assert code_of(answer(client, provider), 401) == "code_required"


def test_without_a_proved_e_mail_no_account_is_opened(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    for unproven in (False, "true", None):
        provider.person["email_verified"] = unproven
        assert code_of(answer(client, provider), 403) == "email_unproven"
    provider.person |= {"email_verified": True, "email": "no address"}
    assert code_of(answer(client, provider), 403) == "email_unproven"
    clinic.patient(email=EMAIL)
    provider.person |= {"email_verified": False, "email": EMAIL}
    assert code_of(answer(client, provider), 403) == "email_unproven"
    assert trail(clinic, "user.link_identity") == []


def test_a_disabled_account_stays_out(
    client: TestClient, clinic: Clinic, provider: IdentityProvider
) -> None:
    user_id = me(client, answer(client, provider))["user_id"]
    clinic.database.write_now(administer, None, user_id, AccountPatch(disabled=True))
    assert code_of(answer(client, provider), 403) == "account_disabled"
    assert trail(clinic, "session.refuse")[-1][1] == user_id


def test_the_browser_is_told_to_come_from_our_own_page(
    client: TestClient, provider: IdentityProvider
) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    refused = [
        client.post(f"{PATH}/begin", headers=elsewhere),
        client.post(PATH, json=provider.sign_in(begin(client)), headers=elsewhere),
        client.post(f"{PATH}/confirm", json={"state": "any"}, headers=elsewhere),
    ]
    assert [code_of(one, 403) for one in refused] == ["origin_refused"] * 3


def test_keys_are_asked_anew_when_the_provider_has_others(
    client: TestClient, clock: FakeClock, provider: IdentityProvider
) -> None:
    data_of(answer(client, provider))
    data_of(answer(client, provider))
    assert provider.asked.count("/keys") == 1
    provider.key, provider.kid = ec_key("second"), "second"
    data_of(answer(client, provider))
    assert provider.asked.count("/keys") == 2
    clock.advance(seconds=3600)
    data_of(answer(client, provider))
    assert provider.asked.count("/keys") == 3


def test_a_secret_goes_into_the_form_where_the_provider_wants_it_there(
    client: TestClient, provider: IdentityProvider
) -> None:
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert answer(client, provider).status_code == 200


class TestRequiredSecondFactor:
    """Where who sees others needs a second factor."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        settings.second_factor = "required"
        return settings

    def test_the_providers_counts_and_lasts(
        self, client: TestClient, clinic: Clinic, provider: IdentityProvider
    ) -> None:
        provider.person |= {"groups": ["doctors"], "amr": ["mfa"]}
        signed = answer(client, provider)
        assert me(client, signed)["second_factor_required"] is False
        clinic.database.write_now(end_sessions_without)
        headers = {"Authorization": f"Bearer {data_of(signed)['access_token']}"}
        assert data_of(client.get("/api/patients", headers=headers)) == []

    def test_without_one_the_session_may_only_set_one_up(
        self, client: TestClient, provider: IdentityProvider
    ) -> None:
        provider.person |= {"groups": ["doctors"], "amr": ["pwd"]}
        signed = answer(client, provider)
        assert me(client, signed)["second_factor_required"] is True
        headers = {"Authorization": f"Bearer {data_of(signed)['access_token']}"}
        refused = client.get("/api/patients", headers=headers)
        assert code_of(refused, 403) == "second_factor_required"


class TestRolesGivenHere:
    """Where the provider says no roles."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        settings.oidc_roles = ""
        settings.oidc_name = "Clinic of Shiraz"
        return settings

    def test_an_administrator_gives_them(
        self, client: TestClient, clinic: Clinic, provider: IdentityProvider
    ) -> None:
        assert data_of(client.get(PATH))["name"] == "Clinic of Shiraz"
        provider.person["groups"] = ["it"]
        first = me(client, answer(client, provider))
        assert first["role"] == "patient"
        patch = AccountPatch(role="researcher")
        clinic.database.write_now(administer, None, first["user_id"], patch)
        assert me(client, answer(client, provider))["role"] == "researcher"
