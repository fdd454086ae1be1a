"""Attacks on signing in: guesses under many spellings, owners locked out, weak passwords."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from tajriba.accounts.passwords.password_hash import _hasher, hash_password
from tajriba.accounts.service import find_account, reset_password
from tajriba.accounts.sessions.session_cookies import DEVICE_COOKIE
from tajriba.audit.tables import audit
from tajriba.kit.database.transactions import ReadTx
from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clinics.clinic import PASSWORD, Clinic, code_of, data_of, field_codes
from tests.kit.fakes.fake_clock import FakeClock

EMAIL = "v@example.com"
WRONG = "a-wrong-password"


@pytest.fixture
def limited(settings: Settings, clock: FakeClock) -> Iterator[TestClient]:
    """A server with limits, behind a proxy that says where each request is from."""
    settings.rate_limits = "on"
    settings.trusted_proxies = "127.0.0.1"
    app = new_app(settings, clock)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        Clinic(client, clock).patient(email=EMAIL)
        yield client


def attempt(client: TestClient, password: str, email: str = EMAIL, at: int = 1) -> int:
    body = {"email": email, "password": password}
    headers = {"X-Forwarded-For": f"192.0.2.{at}"}
    return client.post("/api/auth/login", json=body, headers=headers).status_code


def test_an_address_has_one_limit_however_it_is_spelt(limited: TestClient) -> None:
    spelt = [EMAIL, f" {EMAIL}", f"{EMAIL} ", EMAIL.upper(), f"\t{EMAIL}\n", "V@example.COM"]
    codes = [attempt(limited, WRONG, spelt[n % 6], at=n) for n in range(30)]
    assert codes == [401] * 10 + [429] * 20


def test_an_address_without_an_account_has_a_limit_too(limited: TestClient) -> None:
    codes = [attempt(limited, WRONG, " Nobody@example.com", at=n) for n in range(12)]
    assert codes == [401] * 10 + [429] * 2


def test_strangers_do_not_lock_the_owner_out_of_their_device(limited: TestClient) -> None:
    assert attempt(limited, PASSWORD) == 200
    device = limited.cookies[DEVICE_COOKIE]
    limited.cookies.clear()
    assert [attempt(limited, WRONG, at=n) for n in range(2, 13)][-1] == 429
    assert attempt(limited, PASSWORD, at=40) == 429
    limited.cookies.set(DEVICE_COOKIE, device)
    assert attempt(limited, PASSWORD, at=2) == 200


def test_a_device_has_a_limit_and_knows_its_own_account_alone(limited: TestClient) -> None:
    Clinic(limited, FakeClock()).patient(email="thief@example.com")
    assert attempt(limited, PASSWORD, "thief@example.com") == 200
    assert [attempt(limited, WRONG, at=n) for n in range(2, 13)][-1] == 429
    own = [attempt(limited, WRONG, "thief@example.com", at=n) for n in range(20, 31)]
    assert own[-1] == 429


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c", "x" * 4000])
def test_a_forged_device_is_none(limited: TestClient, cookie: str) -> None:
    limited.cookies.set(DEVICE_COOKIE, cookie)
    assert [attempt(limited, WRONG, at=n) for n in range(11)][-1] == 429


def test_a_device_is_no_access_token(limited: TestClient) -> None:
    assert attempt(limited, PASSWORD) == 200
    headers = {"Authorization": f"Bearer {limited.cookies[DEVICE_COOKIE]}"}
    assert code_of(limited.get("/api/auth/me", headers=headers), 401) == "not_signed_in"


def test_sign_ins_stand_in_the_audit_trail(limited: TestClient, clock: FakeClock) -> None:
    for password in (WRONG, PASSWORD):
        attempt(limited, password, at=7)
    attempt(limited, WRONG, "nobody@example.com", at=8)

    def written(tx: ReadTx) -> list[tuple[Any, ...]]:
        found = select(audit.c.action, audit.c.subject_id, audit.c.after)
        return [tuple(row) for row in tx.all(found.where(audit.c.action.like("session.%")))]

    database = Clinic(limited, clock).database
    account = database.read_now(find_account, EMAIL)
    assert account is not None
    assert database.read_now(written) == [
        ("session.refuse", account.user_id, '{"address":"192.0.2.7"}'),
        ("session.open", account.user_id, '{"address":"192.0.2.7"}'),
        ("session.refuse", 0, '{"address":"192.0.2.8"}'),
    ]


@pytest.mark.parametrize(
    "password", ["password", "12345678", "۱۲۳۴۵۶۷۸", "mina.kazemi@example.org"]
)
def test_a_password_that_is_tried_first_is_refused(client: TestClient, password: str) -> None:
    body = {"email": "mina.kazemi@example.org", "password": password, "full_name": "مینا"}
    answer = client.post("/api/auth/register", json=body)
    assert code_of(answer, 422) == "guessable_password"
    assert f'"{password}"' not in answer.text


@pytest.mark.parametrize(
    "email", ["v\u200b@example.com", "v\u202e@example.com", "\u3164@example.com"]
)
def test_an_address_with_invisible_marks_is_refused(client: TestClient, email: str) -> None:
    body = {"email": email, "password": PASSWORD, "full_name": "مینا"}
    answer = client.post("/api/auth/register", json=body)
    assert field_codes(answer) == {"body.email": "email_form"}


def test_addresses_that_fold_alike_are_two(client: TestClient) -> None:
    for email in ("stra\u00dfe@example.com", "strasse@example.com"):
        body = {"email": email, "password": PASSWORD, "full_name": "مینا"}
        data_of(client.post("/api/auth/register", json=body), 201)


def test_a_password_is_the_same_on_every_keyboard(client: TestClient, clinic: Clinic) -> None:
    one = clinic.patient(email=EMAIL)
    clinic.database.write_now(reset_password, one.user_id, hash_password("caf\u00e9 con leche"))
    for typed in ("NFC", "NFD"):
        assert attempt(client, unicodedata.normalize(typed, "caf\u00e9 con leche")) == 200


def test_a_password_that_was_hashed_as_typed_goes_on(client: TestClient, clinic: Clinic) -> None:
    typed = unicodedata.normalize("NFD", "caf\u00e9 con leche")
    one = clinic.patient(email=EMAIL)
    clinic.database.write_now(reset_password, one.user_id, _hasher.hash(typed))
    assert attempt(client, typed) == 200
