"""One's own password and sessions, and what administrators do with accounts."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of

NEW = "another-long-password"


def change(client: TestClient, person: Person, current: str, new: str) -> Any:
    body = {"current": current, "new": new}
    return client.post("/api/auth/password", json=body, headers=person.headers)


def sign_in(client: TestClient, person: Person, password: str) -> Any:
    return client.post("/api/auth/login", json={"email": person.email, "password": password})


def end(client: TestClient, person: Person, password: str = PASSWORD, **which: str) -> Any:
    body = {"password": password, **which}
    return client.post("/api/auth/sessions/end", json=body, headers=person.headers)


def me(client: TestClient, headers: dict[str, str]) -> int:
    return client.get("/api/auth/me", headers=headers).status_code


def test_a_changed_password_ends_all_other_sessions(client: TestClient, clinic: Clinic) -> None:
    one = clinic.patient()
    elsewhere = clinic.session(one.user_id)
    assert data_of(change(client, one, PASSWORD, NEW)) == {"changed": True}
    assert (me(client, one.headers), me(client, elsewhere)) == (200, 401)
    assert sign_in(client, one, PASSWORD).status_code == 401
    assert sign_in(client, one, NEW).status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "status", "code"),
    [
        ("a-wrong-password", NEW, 403, "wrong_password"),
        (PASSWORD, "password", 422, "guessable_password"),
        (PASSWORD, "short", 422, "invalid"),
    ],
)
def test_a_password_that_is_not_changed_stays(
    client: TestClient, clinic: Clinic, current: str, new: str, status: int, code: str
) -> None:
    one = clinic.patient()
    assert code_of(change(client, one, current, new), status) == code
    assert sign_in(client, one, PASSWORD).status_code == 200


def test_a_new_password_is_not_the_owners_name(client: TestClient, clinic: Clinic) -> None:
    one = clinic.patient("Maryam Ahmadi")
    for new in ("maryam ahmadi", "MaryamAhmadi", one.email):
        assert code_of(change(client, one, PASSWORD, new), 422) == "guessable_password"


def test_sessions_are_seen_and_ended(client: TestClient, clinic: Clinic) -> None:
    one, other = clinic.patient(), clinic.patient("زهرا")
    answer = client.post(
        "/api/auth/login",
        json={"email": one.email, "password": PASSWORD},
        headers={"User-Agent": "A browser"},
    )
    there = {"Authorization": f"Bearer {data_of(answer)['access_token']}"}
    listed = data_of(client.get("/api/auth/sessions", headers=one.headers))
    assert [(row["present"], row["browser"]) for row in listed if not row["present"]] == [
        (False, "A browser")
    ]
    (elsewhere,) = [row["id"] for row in listed if not row["present"]]
    stranger = Person(other.user_id, other.email, clinic.session(other.user_id))
    assert code_of(end(client, stranger, session=elsewhere), 404) == "not_found"
    left = data_of(end(client, one, session=elsewhere))
    assert [row["present"] for row in left] == [True]
    assert (me(client, there), me(client, one.headers)) == (401, 200)
    assert code_of(end(client, one, session=elsewhere), 404) == "not_found"
    assert data_of(end(client, one, session=left[0]["id"])) == []
    assert me(client, one.headers) == 401


def test_all_other_sessions_end_at_once(client: TestClient, clinic: Clinic) -> None:
    one, other = clinic.patient(), clinic.patient("زهرا")
    elsewhere = [clinic.session(one.user_id) for _ in range(2)]
    left = data_of(end(client, one))
    assert [row["present"] for row in left] == [True]
    assert [me(client, headers) for headers in elsewhere] == [401, 401]
    assert (me(client, one.headers), me(client, other.headers)) == (200, 200)


def test_a_session_alone_ends_no_other(client: TestClient, clinic: Clinic) -> None:
    """Who took a session over can't shut its owner out."""
    one = clinic.patient()
    elsewhere = clinic.session(one.user_id)
    assert code_of(end(client, one, password="a-wrong-password"), 403) == "wrong_password"
    assert me(client, elsewhere) == 200


def administer(client: TestClient, admin: Person, user_id: int, **body: Any) -> Any:
    return client.patch(f"/api/admin/users/{user_id}", json=body, headers=admin.headers)


def test_a_disabled_account_is_out_at_once(client: TestClient, clinic: Clinic) -> None:
    admin, one = clinic.user("admin"), clinic.patient()
    assert data_of(administer(client, admin, one.user_id, disabled=True))["disabled"] is True
    assert me(client, one.headers) == 401
    assert code_of(sign_in(client, one, PASSWORD), 403) == "account_disabled"
    assert code_of(sign_in(client, one, "a-wrong-password"), 401) == "bad_credentials"
    assert data_of(administer(client, admin, one.user_id, disabled=False))["disabled"] is False
    assert sign_in(client, one, PASSWORD).status_code == 200


def test_a_role_that_is_taken_away_is_gone_at_once(client: TestClient, clinic: Clinic) -> None:
    admin, doctor = clinic.user("admin"), clinic.practitioner()
    changed = data_of(administer(client, admin, doctor.user_id, role="researcher"))
    assert changed["role"] == "researcher"
    assert me(client, doctor.headers) == 401
    answer = client.get("/api/practice/plans", headers=clinic.session(doctor.user_id))
    assert code_of(answer, 403) == "forbidden"


def test_administrators_do_not_lock_themselves_out(client: TestClient, clinic: Clinic) -> None:
    admin = clinic.user("admin")
    for body in ({"disabled": True}, {"role": "patient"}):
        answer = administer(client, admin, admin.user_id, **body)
        assert code_of(answer, 409) == "own_account"
    assert code_of(administer(client, admin, 10**12, disabled=True), 404) == "not_found"
