"""Where a second factor is required, who sees others does nothing before they have one."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tajriba.accounts.authorization import GuardedRoute
from tajriba.accounts.schemas import Role
from tajriba.app import ROUTERS
from tajriba.settings import Settings
from tests.api.accounts.test_second_factor import added, begin, code_now, confirm, removed
from tests.kit.apps import new_app
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock

NOT_ALLOWED = 1008


@pytest.fixture
def settings(settings: Settings) -> Settings:
    settings.second_factor = "required"
    return settings


def sign_in(client: TestClient, person: Person, code: str | None = None) -> Any:
    body = {"email": person.email, "password": PASSWORD, "code": code}
    return client.post("/api/auth/login", json=body)


def by_password(client: TestClient, person: Person) -> Person:
    """Return a person with the session that their password alone opens."""
    token = data_of(sign_in(client, person))["access_token"]
    return Person(person.user_id, person.email, {"Authorization": f"Bearer {token}"})


def refusals(client: TestClient, person: Person) -> Iterator[tuple[str, str]]:
    """Yield every operation that asks who one is, and what a person is told there."""
    for route in (one for router in ROUTERS for one in router.routes):
        if not isinstance(route, GuardedRoute) or route.access.roles is None:
            continue
        path = route.path.format(**dict.fromkeys(route.param_convertors, 1))
        for method in sorted(route.methods or ()):
            answer = client.request(method, path, json={}, headers=person.headers)
            yield f"{method} {route.path}", str(answer.json().get("code"))


def test_no_other_route_answers(client: TestClient, clinic: Clinic) -> None:
    doctor = by_password(client, clinic.practitioner())
    told = dict(refusals(client, doctor))
    answered = {route for route, code in told.items() if code != "second_factor_required"}
    assert answered == {
        "GET /api/auth/me",
        "POST /api/auth/passkeys",
        "POST /api/auth/passkeys/confirm",
        "POST /api/auth/second-factor",
        "POST /api/auth/second-factor/confirm",
    }
    assert len(told) > 60


def test_no_socket_opens(client: TestClient, clinic: Clinic) -> None:
    doctor, patient = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, patient)
    diagnosis = clinic.diagnosis(patient)
    limited = by_password(client, doctor)
    path = f"/ws/{diagnosis}"
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect(path, headers=limited.headers) as socket,
    ):
        socket.receive_json()
    assert closed.value.code == NOT_ALLOWED


@pytest.mark.parametrize("role", ["practitioner", "admin"])
def test_setting_one_up_opens_the_rest(
    client: TestClient, clinic: Clinic, clock: FakeClock, role: Role
) -> None:
    person = clinic.user(role)
    limited = by_password(client, person)
    me = data_of(client.get("/api/auth/me", headers=limited.headers))
    assert (me["second_factor"], me["second_factor_required"]) == (False, True)
    secret = data_of(begin(client, limited), 201)["secret"]
    data_of(confirm(client, limited, code_now(secret, clock)))
    assert client.get("/api/auth/sessions", headers=limited.headers).status_code == 200
    assert code_of(sign_in(client, person), 401) == "code_required"


def test_refreshing_does_not_lift_the_limit(client: TestClient, clinic: Clinic) -> None:
    by_password(client, clinic.practitioner())
    token = data_of(client.post("/api/auth/refresh"))["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert code_of(client.get("/api/patients", headers=headers), 403) == "second_factor_required"


@pytest.mark.parametrize("role", ["patient", "researcher"])
def test_who_sees_nobody_else_needs_none(client: TestClient, clinic: Clinic, role: Role) -> None:
    person = clinic.patient() if role == "patient" else clinic.user(role)
    open_to_all = by_password(client, person)
    me = data_of(client.get("/api/auth/me", headers=open_to_all.headers))
    assert me["second_factor_required"] is False
    assert client.get("/api/auth/sessions", headers=open_to_all.headers).status_code == 200


def test_it_is_not_removed_by_oneself(client: TestClient, clinic: Clinic, clock: FakeClock) -> None:
    doctor = clinic.practitioner()
    _, codes = added(client, doctor, clock)
    assert code_of(removed(client, doctor, codes[0]), 403) == "second_factor_required"
    assert sign_in(client, doctor, codes[0]).status_code == 200


def test_an_administrator_resets_what_is_lost(
    client: TestClient, clinic: Clinic, clock: FakeClock
) -> None:
    doctor, admin = clinic.practitioner(), clinic.user("admin")
    path = "/api/admin/users/{}/second-factor"
    added(client, doctor, clock)
    data_of(client.delete(path.format(doctor.user_id), headers=admin.headers))
    assert code_of(client.get("/api/auth/me", headers=doctor.headers), 401) == "not_signed_in"
    again = by_password(client, doctor)
    refused = client.get("/api/patients", headers=again.headers)
    assert code_of(refused, 403) == "second_factor_required"
    own = client.delete(path.format(admin.user_id), headers=admin.headers)
    assert code_of(own, 409) == "own_account"
    nobody = client.delete(path.format(10**6), headers=admin.headers)
    assert code_of(nobody, 404) == "not_found"


def test_a_restart_ends_sessions_from_before_it_was_required(
    settings: Settings, clock: FakeClock
) -> None:
    settings.second_factor = "offered"
    with TestClient(new_app(settings, clock), base_url="http://127.0.0.1") as client:
        clinic = Clinic(client, clock)
        doctor, careful, patient = clinic.practitioner(), clinic.practitioner(), clinic.patient()
        added(client, careful, clock)
    settings.second_factor = "required"
    with TestClient(new_app(settings, clock), base_url="http://127.0.0.1") as client:
        asked = [
            client.get("/api/auth/me", headers=one.headers) for one in (doctor, careful, patient)
        ]
    assert [one.status_code for one in asked] == [401, 200, 200]


def test_a_developers_server_asks_for_none() -> None:
    key = SecretStr("a key of an installation, long enough for it")
    assert not Settings().second_factor_required
    assert Settings(secret_key=key).second_factor_required
    assert Settings(second_factor="required").second_factor_required
    assert not Settings(secret_key=key, second_factor="offered").second_factor_required
