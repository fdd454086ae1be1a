"""Signing in with an authenticator, and without the one that was lost."""

from typing import Any

from starlette.testclient import TestClient

from tajriba.accounts.second_factor.totp import STEP_SECONDS, code_at
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock

PATH = "/api/auth/second-factor"


def begin(client: TestClient, person: Person, password: str = PASSWORD) -> Any:
    return client.post(PATH, json={"password": password}, headers=person.headers)


def confirm(client: TestClient, person: Person, code: str) -> Any:
    return client.post(f"{PATH}/confirm", json={"code": code}, headers=person.headers)


def removed(client: TestClient, person: Person, code: str) -> Any:
    return client.post(f"{PATH}/remove", json={"code": code}, headers=person.headers)


def sign_in(client: TestClient, person: Person, code: str | None = None, **given: str) -> Any:
    body = {"email": person.email, "password": PASSWORD, "code": code} | given
    return client.post("/api/auth/login", json=body)


def code_now(secret: str, clock: FakeClock) -> str:
    return code_at(secret, clock() // 1000 // STEP_SECONDS)


def added(client: TestClient, person: Person, clock: FakeClock) -> tuple[str, list[str]]:
    """Add a second factor, and return its secret and the codes for who loses it."""
    secret = data_of(begin(client, person), 201)["secret"]
    codes = data_of(confirm(client, person, code_now(secret, clock)))["codes"]
    clock.advance(seconds=STEP_SECONDS)
    return secret, codes


def test_a_code_is_asked_for_once_one_was_typed(
    client: TestClient, clinic: Clinic, clock: FakeClock
) -> None:
    doctor = clinic.practitioner()
    elsewhere = clinic.session(doctor.user_id)
    assert code_of(begin(client, doctor, "a-wrong-password"), 403) == "wrong_password"
    assert code_of(confirm(client, doctor, "000000"), 409) == "second_factor_missing"
    begun = data_of(begin(client, doctor), 201)
    assert begun["secret"] in begun["uri"]
    assert sign_in(client, doctor).status_code == 200
    code = code_now(begun["secret"], clock)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert code_of(confirm(client, doctor, wrong), 403) == "wrong_code"
    data_of(confirm(client, doctor, code))
    assert code_of(client.get("/api/auth/me", headers=elsewhere), 401) == "not_signed_in"
    me = data_of(client.get("/api/auth/me", headers=doctor.headers))
    assert me["second_factor"] is True
    assert code_of(begin(client, doctor), 409) == "second_factor_exists"
    assert code_of(sign_in(client, doctor), 401) == "code_required"


def test_a_code_is_good_once(client: TestClient, clinic: Clinic, clock: FakeClock) -> None:
    doctor = clinic.practitioner()
    secret, _ = added(client, doctor, clock)
    code = code_now(secret, clock)
    assert sign_in(client, doctor, code).status_code == 200
    assert code_of(sign_in(client, doctor, code), 403) == "wrong_code"
    clock.advance(seconds=STEP_SECONDS)
    assert sign_in(client, doctor, code_now(secret, clock)).status_code == 200


def test_a_code_tells_nothing_of_a_wrong_password(
    client: TestClient, clinic: Clinic, clock: FakeClock
) -> None:
    doctor = clinic.practitioner()
    secret, _ = added(client, doctor, clock)
    wrong = sign_in(client, doctor, code_now(secret, clock), password="a-wrong-password")
    assert code_of(wrong, 401) == "bad_credentials"
    assert sign_in(client, doctor, code_now(secret, clock)).status_code == 200


def test_who_lost_the_authenticator_has_ten_codes(
    client: TestClient, clinic: Clinic, clock: FakeClock
) -> None:
    doctor, other = clinic.practitioner(), clinic.practitioner()
    _, codes = added(client, doctor, clock)
    _, others = added(client, other, clock)
    assert len(set(codes)) == 10
    spaced = f" {codes[0][:14].upper()}-{codes[0][14:]}"
    assert sign_in(client, doctor, spaced).status_code == 200
    assert code_of(sign_in(client, doctor, codes[0]), 403) == "wrong_code"
    assert code_of(sign_in(client, doctor, others[0]), 403) == "wrong_code"
    data_of(removed(client, doctor, codes[1]))
    assert sign_in(client, doctor).status_code == 200
    assert code_of(removed(client, doctor, codes[2]), 409) == "second_factor_missing"


def test_a_session_alone_does_not_remove_it(
    client: TestClient, clinic: Clinic, clock: FakeClock
) -> None:
    doctor = clinic.practitioner()
    added(client, doctor, clock)
    for code in ("000000", ""):
        assert code_of(removed(client, doctor, code), 403) == "wrong_code"
    assert code_of(sign_in(client, doctor), 401) == "code_required"
