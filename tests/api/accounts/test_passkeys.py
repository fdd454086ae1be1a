"""Signing in with a passkey, by an authenticator in software."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tajriba.accounts.errors import PasskeyRefused
from tajriba.accounts.second_factor.webauthn import (
    challenge_of,
    check_assertion,
    check_registration,
    relying_party,
)
from tajriba.settings import Settings
from tests.kit.clients.authenticator import (
    PRESENT,
    VERIFIED,
    Authenticator,
    add_passkey,
    decoded,
    encoded,
)
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock

PATH = "/api/auth/passkeys"
SIGN_IN = "/api/auth/login/passkey"
MINUTES = 60


def added(client: TestClient, person: Person, authenticator: Authenticator) -> list[str]:
    return add_passkey(client, person.headers, authenticator, PASSWORD)


def options(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = data_of(client.post(f"{SIGN_IN}/options"))["public_key"]
    return found


def sign_in(client: TestClient, authenticator: Authenticator) -> Any:
    return client.post(SIGN_IN, json=authenticator.sign(options(client)))


def by_password(client: TestClient, person: Person, code: str | None = None) -> Any:
    body = {"email": person.email, "password": PASSWORD, "code": code}
    return client.post("/api/auth/login", json=body)


def test_a_passkey_signs_in_and_a_password_alone_does_not(
    client: TestClient, clinic: Clinic
) -> None:
    doctor, key = clinic.practitioner(), Authenticator()
    elsewhere = clinic.session(doctor.user_id)
    codes = added(client, doctor, key)
    assert len(codes) == 10
    assert code_of(client.get("/api/auth/me", headers=elsewhere), 401) == "not_signed_in"
    answer = data_of(sign_in(client, key))
    assert answer["person"]["id"] == doctor.user_id
    me = {"Authorization": f"Bearer {answer['access_token']}"}
    shown = data_of(client.get("/api/auth/me", headers=me))
    assert (shown["second_factor"], shown["authenticator"]) == (True, False)
    (one,) = data_of(client.get(PATH, headers=me))
    assert one["name"] == "My telephone"
    assert one["used_at"] is not None
    assert code_of(by_password(client, doctor), 401) == "code_required"
    assert code_of(by_password(client, doctor, "000000"), 403) == "wrong_code"
    assert by_password(client, doctor, codes[0]).status_code == 200


def test_adding_and_removing_take_the_password(client: TestClient, clinic: Clinic) -> None:
    doctor, key = clinic.practitioner(), Authenticator()
    wrong = {"password": "a-wrong-password"}
    assert code_of(client.post(PATH, json=wrong, headers=doctor.headers), 403) == "wrong_password"
    codes = added(client, doctor, key)
    assert added(client, doctor, Authenticator()) == []
    first, second = data_of(client.get(PATH, headers=doctor.headers))
    remove = f"{PATH}/{first['id']}/remove"
    refused = client.post(remove, json=wrong, headers=doctor.headers)
    assert code_of(refused, 403) == "wrong_password"
    right = {"password": PASSWORD}
    assert data_of(client.post(remove, json=right, headers=doctor.headers)) == [second]
    assert code_of(sign_in(client, key), 409) == "passkey_refused"
    remove = f"{PATH}/{second['id']}/remove"
    other = clinic.practitioner()
    assert code_of(client.post(remove, json=right, headers=other.headers), 404) == "not_found"
    assert data_of(client.post(remove, json=right, headers=doctor.headers)) == []
    assert by_password(client, doctor).status_code == 200
    assert added(client, doctor, Authenticator()) != codes


def test_a_challenge_is_good_once_and_for_five_minutes(
    client: TestClient, clinic: Clinic, clock: FakeClock
) -> None:
    doctor, key = clinic.practitioner(), Authenticator()
    added(client, doctor, key)
    signed = key.sign(options(client))
    data_of(client.post(SIGN_IN, json=signed))
    assert code_of(client.post(SIGN_IN, json=signed), 409) == "passkey_refused"
    late = key.sign(options(client))
    clock.advance(seconds=5 * MINUTES)
    assert code_of(client.post(SIGN_IN, json=late), 409) == "passkey_refused"


def test_a_challenge_is_of_one_person_and_one_purpose(client: TestClient, clinic: Clinic) -> None:
    doctor, other = clinic.practitioner(), clinic.practitioner()
    asked = client.post(PATH, json={"password": PASSWORD}, headers=doctor.headers)
    begun = data_of(asked, 201)["public_key"]
    key = Authenticator()
    of_other = client.post(f"{PATH}/confirm", json=key.make(begun), headers=other.headers)
    assert code_of(of_other, 409) == "passkey_refused"
    added(client, doctor, key)
    signed = key.sign({"rpId": "localhost", "challenge": begun["challenge"]})
    assert code_of(client.post(SIGN_IN, json=signed), 409) == "passkey_refused"
    of_sign_in = begun | {"challenge": options(client)["challenge"]}
    made = Authenticator().make(of_sign_in)
    refused = client.post(f"{PATH}/confirm", json=made, headers=doctor.headers)
    assert code_of(refused, 409) == "passkey_refused"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"origin": "https://localhost:8000"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
    ],
)
def test_what_is_signed_for_others_or_unverified_is_refused(
    client: TestClient, clinic: Clinic, wrong: dict[str, Any]
) -> None:
    doctor, key = clinic.practitioner(), Authenticator()
    begun = client.post(PATH, json={"password": PASSWORD}, headers=doctor.headers)
    made = Authenticator(**wrong).make(data_of(begun, 201)["public_key"])
    refused = client.post(f"{PATH}/confirm", json=made, headers=doctor.headers)
    assert code_of(refused, 409) == "passkey_refused"
    added(client, doctor, key)
    for name, value in wrong.items():
        setattr(key, name, value)
    assert code_of(sign_in(client, key), 409) == "passkey_refused"


def test_another_key_or_a_changed_answer_is_refused(client: TestClient, clinic: Clinic) -> None:
    doctor, key = clinic.practitioner(), Authenticator()
    added(client, doctor, key)
    assert code_of(sign_in(client, Authenticator(id=key.id)), 409) == "passkey_refused"
    assert code_of(sign_in(client, Authenticator(key=key.key)), 409) == "passkey_refused"
    signed = key.sign(options(client))
    data = bytearray(decoded(signed["authenticator_data"]))
    data[-1] ^= 1
    changed = signed | {"authenticator_data": encoded(bytes(data))}
    assert code_of(client.post(SIGN_IN, json=changed), 409) == "passkey_refused"


def test_a_copied_authenticator_is_found_out_by_its_counter(
    client: TestClient, clinic: Clinic
) -> None:
    doctor, key = clinic.practitioner(), Authenticator()
    added(client, doctor, key)
    copy = Authenticator(id=key.id, key=key.key)
    data_of(sign_in(client, key))
    assert code_of(sign_in(client, copy), 409) == "passkey_refused"
    data_of(sign_in(client, copy))


def test_one_without_a_counter_signs_in_again_and_again(client: TestClient, clinic: Clinic) -> None:
    doctor, key = clinic.practitioner(), Authenticator(steps=0)
    added(client, doctor, key)
    for _ in range(2):
        data_of(sign_in(client, key))


def test_one_passkey_is_of_one_account(client: TestClient, clinic: Clinic) -> None:
    doctor, other, key = clinic.practitioner(), clinic.practitioner(), Authenticator()
    added(client, doctor, key)
    begun = client.post(PATH, json={"password": PASSWORD}, headers=other.headers)
    made = key.make(data_of(begun, 201)["public_key"])
    refused = client.post(f"{PATH}/confirm", json=made, headers=other.headers)
    assert code_of(refused, 409) == "passkey_refused"


def test_a_disabled_account_is_not_signed_in_to(client: TestClient, clinic: Clinic) -> None:
    doctor, admin, key = clinic.practitioner(), clinic.user("admin"), Authenticator()
    added(client, doctor, key)
    path = f"/api/admin/users/{doctor.user_id}"
    data_of(client.patch(path, json={"disabled": True}, headers=admin.headers))
    assert code_of(sign_in(client, key), 403) == "account_disabled"


def test_where_a_second_factor_is_required_a_passkey_is_one(
    settings: Settings, client: TestClient, clinic: Clinic
) -> None:
    client.app.state.second_factor_required = True  # type: ignore[attr-defined]
    doctor, key = clinic.practitioner(), Authenticator()
    token = data_of(by_password(client, doctor))["access_token"]
    limited = Person(doctor.user_id, doctor.email, {"Authorization": f"Bearer {token}"})
    assert code_of(client.get(PATH, headers=limited.headers), 403) == "second_factor_required"
    added(client, limited, key)
    (one,) = data_of(client.get(PATH, headers=limited.headers))
    last = client.post(
        f"{PATH}/{one['id']}/remove", json={"password": PASSWORD}, headers=limited.headers
    )
    assert code_of(last, 403) == "second_factor_required"
    answer = data_of(sign_in(client, key))
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert client.get("/api/auth/sessions", headers=headers).status_code == 200


def test_passkeys_are_for_the_address_where_people_find_the_server() -> None:
    party = relying_party("https://clinic.example")
    assert party.id == "clinic.example"
    assert party.admits("https://clinic.example")
    assert not party.admits("https://clinic.example.evil.example")
    assert not party.admits("http://clinic.example")
    assert not relying_party("").admits("https://localhost")


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=80))
def test_bytes_of_nobody_are_refused(one: bytes, other: bytes, third: bytes) -> None:
    party = relying_party("")
    key = Authenticator()
    made = key.make({"rp": {"id": "localhost"}, "challenge": "AAAA"})
    known = check_registration(party, "AAAA", made["client_data"], made["attestation"])
    for client_data in (made["client_data"], encoded(one)):
        with pytest.raises(PasskeyRefused):
            check_registration(party, "AAAA", client_data, encoded(other))
        signed = {
            "id": encoded(key.id),
            "client_data": client_data,
            "authenticator_data": encoded(other),
            "signature": encoded(third),
        }
        with pytest.raises(PasskeyRefused):
            check_assertion(party, "AAAA", known.public_key, signed)
    if not one.strip().startswith(b"{"):
        with pytest.raises(PasskeyRefused):
            challenge_of(encoded(one))
