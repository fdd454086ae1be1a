"""Accounts from outside: registering, signing in, refreshing, signing out, bad tokens."""

from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from starlette.testclient import TestClient

from tajriba.accounts.passwords.password_hash import hash_password
from tajriba.accounts.service import GRACE_MS, reset_password
from tajriba.accounts.sessions.session_cookies import COOKIE
from tajriba.settings import DEVELOPMENT_KEY, Settings
from tests.kit.clinics.clinic import PASSWORD, Clinic, code_of, data_of, field_codes
from tests.kit.fakes.fake_clock import FakeClock

EMAIL = "maryam@example.org"
REGISTRATION = {"email": EMAIL, "password": PASSWORD, "full_name": "مریم احمدی"}


def login(client: TestClient, email: str = EMAIL, password: str = PASSWORD) -> str:
    """Sign in, keep the cookie in the client, return the access token."""
    answer = client.post("/api/auth/login", json={"email": email, "password": password})
    token: str = data_of(answer)["access_token"]
    return token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def member(client: TestClient) -> TestClient:
    """A client whose registration has been done."""
    data_of(client.post("/api/auth/register", json=REGISTRATION), 201)
    return client


def test_register_makes_an_account_with_a_patient_record(client: TestClient) -> None:
    made = data_of(client.post("/api/auth/register", json=REGISTRATION), 201)
    me = data_of(client.get("/api/auth/me", headers=bearer(login(client))))
    assert me == {
        "user_id": made["user_id"],
        "email": EMAIL,
        "email_verified": False,
        "second_factor": False,
        "authenticator": False,
        "second_factor_required": False,
        "notice_accepted": False,
        "full_name": "مریم احمدی",
        "role": "patient",
        "patient_id": made["patient_id"],
    }


@pytest.mark.parametrize("email", [EMAIL, "MARYAM@Example.org"])
def test_an_email_is_taken_in_any_case(member: TestClient, email: str) -> None:
    answer = member.post("/api/auth/register", json=REGISTRATION | {"email": email})
    assert code_of(answer, 409) == "email_taken"


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"password": "short77"}, "body.password", "string_too_short"),
        ({"password": "x" * 201}, "body.password", "string_too_long"),
        ({"password": "12345678\0"}, "body.password", "text_unstorable"),
        ({"password": 12345678}, "body.password", "string_type"),
        ({"email": "nobody"}, "body.email", "string_pattern_mismatch"),
        ({"email": "a@" + "b" * 260 + ".org"}, "body.email", "string_too_long"),
        ({"full_name": ""}, "body.full_name", "string_too_short"),
        ({"full_name": " \u200a "}, "body.full_name", "text_blank"),
        ({"full_name": "\u200b\u2060\u00ad\u202e"}, "body.full_name", "text_blank"),
        ({"full_name": "\u3164\u2800\u064b"}, "body.full_name", "text_blank"),
        ({"full_name": "ن" * 201}, "body.full_name", "string_too_long"),
        ({"full_name": "a\0b"}, "body.full_name", "text_unstorable"),
        ({"full_name": None}, "body.full_name", "string_type"),
        ({"role": "admin"}, "body.role", "extra_forbidden"),
    ],
)
def test_bad_registrations_name_the_field(
    client: TestClient, change: dict[str, object], where: str, code: str
) -> None:
    answer = client.post("/api/auth/register", json=REGISTRATION | change)
    assert field_codes(answer) == {where: code}
    assert "12345678" not in answer.text


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"email": ', "json_invalid"),
        (b"\xff\xfe", "json_invalid"),
        (b"[]", "model_attributes_type"),
        (b"", "missing"),
    ],
)
def test_bodies_that_are_no_object_are_refused(client: TestClient, raw: bytes, code: str) -> None:
    answer = client.post(
        "/api/auth/register", content=raw, headers={"Content-Type": "application/json"}
    )
    assert list(field_codes(answer).values()) == [code]


def test_half_a_character_is_refused(client: TestClient) -> None:
    raw = b'{"email": "a@b.org", "password": "a-long-password", "full_name": "\\ud800"}'
    answer = client.post(
        "/api/auth/register", content=raw, headers={"Content-Type": "application/json"}
    )
    assert field_codes(answer) == {"body.full_name": "string_unicode"}


@pytest.mark.parametrize("where", ["email", "password"])
def test_half_a_character_in_credentials_is_refused(client: TestClient, where: str) -> None:
    raw = b'{"email": "a@b.org", "password": "x"}'.replace(
        b'"x"' if where == "password" else b'"a@b.org"', b'"\\udc00"'
    )
    answer = client.post(
        "/api/auth/login", content=raw, headers={"Content-Type": "application/json"}
    )
    assert field_codes(answer) == {f"body.{where}": "string_unicode"}


def test_a_body_of_ten_megabytes_is_refused(client: TestClient) -> None:
    answer = client.post("/api/auth/register", json=REGISTRATION | {"full_name": "x" * 10**7})
    assert answer.status_code == 413


def test_a_body_of_untold_length_is_refused_at_the_limit(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(1000):
            yield b" " * 10_000

    answer = client.post(
        "/api/auth/register", content=chunks(), headers={"Content-Type": "application/json"}
    )
    assert code_of(answer, 413) == "too_large"


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "a-wrong-password"), ("nobody@example.org", PASSWORD), ("x", "y"), ("", "")],
)
def test_wrong_credentials_all_read_the_same(member: TestClient, email: str, password: str) -> None:
    answer = member.post("/api/auth/login", json={"email": email, "password": password})
    assert code_of(answer, 401) == "bad_credentials"
    assert answer.json()["title"] == "ورود ناموفق بود"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert COOKIE not in answer.cookies


def test_the_refresh_cookie_is_out_of_reach_of_scripts_and_sites(member: TestClient) -> None:
    answer = member.post("/api/auth/login", json={"email": EMAIL, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/api/auth", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # loopback
    assert answer.headers["cache-control"] == "no-store"


def test_cookies_are_bound_to_tls_and_to_this_host_but_on_loopback(member: TestClient) -> None:
    """Browsers take a `__Host-` cookie with these attributes only, and drop it by the same."""
    there = "https://clinic.example.org/api/auth"
    body = {"email": EMAIL, "password": PASSWORD}
    signed_in = member.post(f"{there}/login", json=body).headers.get_list("set-cookie")
    renewed = member.post(f"{there}/refresh").headers.get_list("set-cookie")
    signed_out = member.post(f"{there}/logout").headers.get_list("set-cookie")
    assert (len(signed_in), len(renewed), len(signed_out)) == (2, 1, 1)
    for cookie in (*signed_in, *renewed, *signed_out):
        assert cookie.startswith("__Host-tajriba_")
        attributes = set(cookie.split("; "))
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=strict"} <= attributes
        assert "Domain" not in cookie
    assert "Max-Age=0" in signed_out[0]


def test_a_cookie_without_the_prefix_is_none_beyond_loopback(member: TestClient) -> None:
    """Another host of the domain could have set it."""
    login(member)
    planted = {"Cookie": f"{COOKIE}={member.cookies[COOKIE]}"}
    answer = member.post("https://clinic.example.org/api/auth/refresh", headers=planted)
    assert code_of(answer, 401) == "bad_refresh_token"


def test_signing_in_again_ends_the_session_before(member: TestClient) -> None:
    before, after = login(member), login(member)
    assert code_of(member.get("/api/auth/me", headers=bearer(before)), 401) == "not_signed_in"
    data_of(member.get("/api/auth/me", headers=bearer(after)))


def test_refresh_rotates_and_continues_the_session(member: TestClient, clock: FakeClock) -> None:
    login(member)
    first = member.cookies[COOKIE]
    clock.advance(seconds=901)
    token = data_of(member.post("/api/auth/refresh"))["access_token"]
    assert member.cookies[COOKIE] != first
    assert member.get("/api/auth/me", headers=bearer(token)).status_code == 200


def test_a_reused_refresh_token_ends_the_session(member: TestClient, clock: FakeClock) -> None:
    login(member)
    stolen = member.cookies[COOKIE]
    token = data_of(member.post("/api/auth/refresh"))["access_token"]
    owner = member.cookies[COOKIE]
    member.cookies.clear()
    clock.advance(seconds=GRACE_MS // 1000)
    reused = member.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={stolen}"})
    assert code_of(reused, 401) == "bad_refresh_token"
    assert code_of(member.get("/api/auth/me", headers=bearer(token)), 401) == "not_signed_in"
    rotated = member.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={owner}"})
    assert code_of(rotated, 401) == "bad_refresh_token"


def refreshed(client: TestClient, cookie: str) -> str | None:
    """Return the next refresh token, None where this one is refused."""
    client.cookies.clear()
    answer = client.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={cookie}"})
    return answer.cookies[COOKIE] if answer.status_code == 200 else None


def test_a_lost_answer_signs_nobody_out(member: TestClient, clock: FakeClock) -> None:
    login(member)
    first = member.cookies[COOKIE]
    lost = refreshed(member, first)
    clock.advance(seconds=GRACE_MS // 1000 - 1)
    again = refreshed(member, first)
    assert lost is not None
    assert again is not None
    clock.advance(seconds=600)
    assert refreshed(member, again) is not None


def test_who_steals_within_the_grace_is_found_out(member: TestClient, clock: FakeClock) -> None:
    login(member)
    first = member.cookies[COOKIE]
    owner, thief = refreshed(member, first), refreshed(member, first)
    assert owner is not None
    assert thief is not None
    goes_on = refreshed(member, owner)
    assert goes_on is not None
    clock.advance(seconds=GRACE_MS // 1000)
    assert refreshed(member, thief) is None
    assert refreshed(member, goes_on) is None


def test_only_the_token_before_the_present_one_has_a_grace(
    member: TestClient, clock: FakeClock
) -> None:
    login(member)
    first = member.cookies[COOKIE]
    second = refreshed(member, first)
    assert second is not None
    clock.advance(seconds=1)
    third = refreshed(member, second)
    assert third is not None
    assert refreshed(member, first) is None
    assert refreshed(member, third) is None


def test_a_session_ends_however_often_it_is_refreshed(
    member: TestClient, clock: FakeClock, settings: Settings
) -> None:
    login(member)
    cookie: str | None = member.cookies[COOKIE]
    for _ in range(settings.session_max_days // 10 - 1):
        clock.advance(days=10)
        assert cookie is not None
        cookie = refreshed(member, cookie)
    assert cookie is not None
    clock.advance(days=10)
    assert refreshed(member, cookie) is None


@pytest.mark.parametrize("route", ["refresh", "logout", "login"])
def test_a_page_of_another_site_can_not_act_by_the_cookie(member: TestClient, route: str) -> None:
    login(member)
    body = {"email": EMAIL, "password": PASSWORD} if route == "login" else None
    for origin in ("https://evil.example", "null", "http://127.0.0.1:8001"):
        answer = member.post(f"/api/auth/{route}", json=body, headers={"Origin": origin})
        assert code_of(answer, 403) == "origin_refused"
    own = member.post(f"/api/auth/{route}", json=body, headers={"Origin": "http://127.0.0.1"})
    assert own.status_code == 200


@pytest.mark.parametrize("cookie", [None, "", "unknown", "x" * 5000, "\udcff"])
def test_an_unknown_refresh_token_is_refused(client: TestClient, cookie: str | None) -> None:
    sent = f"{COOKIE}={cookie}".encode("utf-8", "surrogateescape")
    headers: Any = {} if cookie is None else {b"Cookie": sent}
    answer = client.post("/api/auth/refresh", headers=headers)
    assert code_of(answer, 401) == "bad_refresh_token"


def test_a_session_that_is_not_refreshed_expires(
    member: TestClient, clock: FakeClock, settings: Settings
) -> None:
    login(member)
    cookie = member.cookies[COOKIE]
    clock.advance(days=settings.session_days)
    answer = member.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert code_of(answer, 401) == "bad_refresh_token"


def test_logout_voids_the_access_token_at_once(member: TestClient) -> None:
    token = login(member)
    cookie = member.cookies[COOKIE]
    member.cookies.clear()
    assert data_of(member.post("/api/auth/logout", headers=bearer(token))) == {"logged_out": True}
    assert code_of(member.get("/api/auth/me", headers=bearer(token)), 401) == "not_signed_in"
    again = member.post("/api/auth/refresh", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert code_of(again, 401) == "bad_refresh_token"


def test_logout_by_the_cookie_alone_voids_the_access_token(member: TestClient) -> None:
    token = login(member)
    data_of(member.post("/api/auth/logout"))
    assert COOKIE not in member.cookies
    assert code_of(member.get("/api/auth/me", headers=bearer(token)), 401) == "not_signed_in"


def test_logout_leaves_other_sessions_alone(member: TestClient) -> None:
    here = login(member)
    member.cookies.clear()
    elsewhere = login(member)
    member.cookies.clear()
    data_of(member.post("/api/auth/logout", headers=bearer(here)))
    data_of(member.get("/api/auth/me", headers=bearer(elsewhere)))


def test_logout_of_nobody_is_refused(client: TestClient) -> None:
    assert code_of(client.post("/api/auth/logout"), 401) == "not_signed_in"


def test_an_access_token_expires(member: TestClient, clock: FakeClock) -> None:
    token = login(member)
    clock.advance(seconds=899)
    data_of(member.get("/api/auth/me", headers=bearer(token)))
    clock.advance(seconds=1)
    assert code_of(member.get("/api/auth/me", headers=bearer(token)), 401) == "not_signed_in"


def forged(
    token: str, key: str = DEVELOPMENT_KEY, algorithm: str = "HS256", **change: object
) -> str:
    claims = jwt.decode(token, options={"verify_signature": False}) | change
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "another-key-that-is-long-enough-to-sign-with"},
        {"key": "", "algorithm": "none"},
        {"sub": "999"},
        {"sub": "not a number"},
        {"sid": "another-session"},
        {"sid": None},
        {"sub": None},
        {"exp": None},
        {"exp": 1},
        {"exp": "soon"},
        {"exp": 1e999},
        {"exp": [1]},
        {"exp": True},
        {"sub": 1},
        {"sub": ["1"]},
        {"sub": "²"},
        {"sub": "9" * 30},
        {"sid": {"a": 1}},
        {"sid": [1]},
        {"sid": 7},
        {"sid": "\0"},
        {"sid": "\ud800"},
        {"aud": "device"},
        {"aud": None},
    ],
)
def test_forged_tokens_are_refused(member: TestClient, change: dict[str, Any]) -> None:
    token = forged(login(member), **change)
    assert code_of(member.get("/api/auth/me", headers=bearer(token)), 401) == "not_signed_in"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c"])
def test_missing_and_malformed_tokens_are_refused(client: TestClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    assert code_of(client.get("/api/auth/me", headers=headers), 401) == "not_signed_in"


def test_a_reset_password_ends_every_session(clinic: Clinic) -> None:
    person = clinic.patient()
    changed = hash_password("another-password")
    clinic.database.write_now(reset_password, person.user_id, changed)
    me = clinic.client.get("/api/auth/me", headers=person.headers)
    assert code_of(me, 401) == "not_signed_in"
    login(clinic.client, person.email, "another-password")


@pytest.mark.parametrize("role", ["practitioner", "researcher", "admin"])
def test_who_is_no_patient_has_no_record(clinic: Clinic, role: Any) -> None:
    person = clinic.user(role)
    me = data_of(clinic.client.get("/api/auth/me", headers=person.headers))
    assert (me["role"], me["patient_id"]) == (role, None)


@pytest.mark.parametrize(
    ("language", "title"), [(None, "نیاز به ورود"), ("en-GB,en;q=0.9", "Sign-in needed")]
)
def test_problems_speak_the_readers_language(
    client: TestClient, language: str | None, title: str
) -> None:
    headers = {"Accept-Language": language} if language else {}
    assert client.get("/api/auth/me", headers=headers).json()["title"] == title


def test_who_signs_in_is_told_who_they_are(member: TestClient) -> None:
    answer = member.post("/api/auth/login", json={"email": EMAIL, "password": PASSWORD})
    person = data_of(answer)["person"]
    me = data_of(member.get("/api/auth/me", headers=bearer(data_of(answer)["access_token"])))
    assert {name: me[name] for name in ("email", "full_name", "role")} == {
        name: person[name] for name in ("email", "full_name", "role")
    }
    assert me["user_id"] == person["id"]
    assert data_of(member.post("/api/auth/refresh"))["person"] == person
