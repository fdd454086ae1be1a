"""Health, metrics, administration and what every answer tells browsers."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from tajriba.app import create_app
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.tables import work
from tajriba.ops.metrics import StoreFigures
from tajriba.ops.middleware import UNMATCHED
from tajriba.ops.service import store_figures
from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clinics.clinic import Clinic, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock

TOKEN = "a-token-for-the-metrics"


@pytest.fixture
def near(app: FastAPI) -> Iterator[TestClient]:
    """A client on the machine itself."""
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as client:
        yield client


@pytest.fixture
def far(settings: Settings, clock: FakeClock) -> Iterator[TestClient]:
    """A client from elsewhere, of a server that has a metrics token."""
    settings.metrics_token = SecretStr(TOKEN)
    app = create_app(settings, clock)
    with TestClient(app, base_url="http://127.0.0.1", client=("192.0.2.7", 50000)) as client:
        yield client


def samples(client: TestClient) -> dict[str, float]:
    """Return every sample of the metrics by its name with labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def requests(method: str, route: str, status: int) -> str:
    return f'tajriba_requests_total{{method="{method}",route="{route}",status="{status}"}}'


def test_it_says_that_it_lives_and_is_ready(client: TestClient) -> None:
    assert data_of(client.get("/health/live")) == {"alive": True}
    assert data_of(client.get("/health/ready")) == {"ready": True, "degraded": []}


def test_it_is_not_ready_without_its_database(client: TestClient, clinic: Clinic) -> None:
    async def read(*_: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("disk I/O error"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clinic.database, "read", read)
        assert code_of(client.get("/health/ready"), 503) == "unavailable"
        assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200


def test_probes_are_never_refused(settings: Settings, clock: FakeClock) -> None:
    settings.rate_limits = "on"
    with TestClient(create_app(settings, clock)) as client:
        assert {client.get("/health/live").status_code for _ in range(650)} == {200}


def test_metrics_count_by_route_and_never_by_path(near: TestClient) -> None:
    before = samples(near)
    near.get("/api/herbs/1")
    near.get("/api/herbs/2")
    near.get("/no/such/secret-path")
    after = samples(near)

    herbs = requests("GET", "/api/herbs/{herb_id}", 200)
    assert after[herbs] == before.get(herbs, 0) + 2
    assert after[requests("GET", UNMATCHED, 404)] == 1
    assert not [name for name in after if "secret-path" in name]
    count = 'tajriba_request_seconds_count{method="GET",route="/api/herbs/{herb_id}"}'
    assert after[count] == after[herbs]


def test_methods_that_nobody_knows_do_not_make_series(near: TestClient) -> None:
    near.request("BREW", "/health/live")
    near.request("STIR", "/health/live")
    found = [name for name in samples(near) if "requests_total" in name and 'status="405"' in name]
    assert len(found) == 1
    assert 'method="other"' in found[0]


def test_a_request_that_crashes_counts_as_500(
    settings: Settings, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tajriba.ops.api.ok", lambda _: 1 / 0)
    app = create_app(settings, clock)
    with TestClient(
        app, "http://127.0.0.1", client=("127.0.0.1", 1), raise_server_exceptions=False
    ) as client:
        assert client.get("/health/live").status_code == 500
        assert samples(client)[requests("GET", "/health/live", 500)] == 1


def test_metrics_tell_how_the_process_stands(near: TestClient) -> None:
    found = samples(near)
    for name in (
        "tajriba_reports_submitted", "tajriba_work_waiting", "tajriba_event_position",
        "tajriba_sockets", "tajriba_socket_messages_waiting", "tajriba_socket_longest_queue",
    ):  # fmt: skip
        assert found[name] == 0
    assert found["process_resident_memory_bytes"] > 0


def test_metrics_are_for_this_machine_and_for_the_token(far: TestClient) -> None:
    def status(**headers: str) -> int:
        return far.get("/metrics", headers=headers).status_code

    assert code_of(far.get("/metrics"), 404) == "not_found"
    assert status(authorization=f"Bearer {TOKEN}") == 200
    assert status(authorization=f"Bearer {TOKEN}x") == 404
    assert status(authorization=f"Basic {TOKEN}") == 404
    assert status(authorization="Bearer") == 404


def test_what_a_proxy_hands_on_is_not_this_machine(near: TestClient) -> None:
    assert near.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    assert near.get("/metrics", headers={"forwarded": "for=127.0.0.1"}).status_code == 404


def test_a_proxy_that_says_nothing_is_known_by_the_name_it_asks_for(near: TestClient) -> None:
    assert near.get("http://clinic.example/metrics").status_code == 404


@pytest.fixture
def behind(settings: Settings, clock: FakeClock) -> Iterator[TestClient]:
    """A client of a server behind a proxy on its machine, as docs/operations.md sets one up."""
    settings.trusted_proxies = "127.0.0.1"
    settings.rate_limits = "on"
    app = new_app(settings, clock)
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    with TestClient(
        app, base_url="http://clinic.example", client=("127.0.0.1", 1), headers=proxied
    ) as client:
        yield client


def test_metrics_and_administration_are_not_answered_through_a_proxy(behind: TestClient) -> None:
    headers = Clinic(behind, FakeClock()).user("admin").headers
    assert behind.get("/metrics").status_code == 404
    for route in ("/api/admin/users", "/ws/status"):
        assert code_of(behind.get(route, headers=headers), 404) == "not_found"


def test_administration_is_answered_through_a_proxy_where_asked(
    settings: Settings, clock: FakeClock
) -> None:
    settings.admin_by_proxy = "on"
    with TestClient(new_app(settings, clock), base_url="http://clinic.example") as client:
        headers = Clinic(client, clock).user("admin").headers | {"X-Forwarded-For": "192.0.2.7"}
        assert client.get("/api/admin/users", headers=headers).status_code == 200


def sign_in_from(client: TestClient, address: str) -> int:
    body = {"email": f"{address}@example.org", "password": "a-wrong-password"}
    sent = {"X-Forwarded-For": address}
    return client.post("/api/auth/login", json=body, headers=sent).status_code


def test_behind_a_proxy_each_client_has_a_limit_of_its_own(behind: TestClient) -> None:
    assert [sign_in_from(behind, "192.0.2.7") for _ in range(11)][-2:] == [401, 429]
    assert sign_in_from(behind, "192.0.2.8") == 401
    assert sign_in_from(behind, "203.0.113.1, 192.0.2.7") == 429  # the proxy wrote the last


def test_a_line_of_ipv6_has_one_limit(behind: TestClient) -> None:
    codes = [sign_in_from(behind, f"2001:db8:1:2::{number:x}") for number in range(1, 12)]
    assert codes[-1] == 429
    assert sign_in_from(behind, "2001:db8:1:3::1") == 401


def test_nobody_chooses_their_address_by_a_header(settings: Settings, clock: FakeClock) -> None:
    settings.rate_limits = "on"
    with TestClient(new_app(settings, clock), client=("127.0.0.1", 1)) as client:
        codes = [sign_in_from(client, f"192.0.2.{number}") for number in range(11)]
    assert codes == [401] * 10 + [429]


def test_over_tls_browsers_are_told_to_stay_there(behind: TestClient) -> None:
    told = behind.get("/health/live").headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"


def test_who_is_not_trusted_does_not_say_that_it_is_tls(near: TestClient) -> None:
    assert "strict-transport-security" not in near.get("/health/live").headers
    untrusted = near.get("/health/live", headers={"X-Forwarded-Proto": "https"})
    assert "strict-transport-security" not in untrusted.headers


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/patients", "/api/care"])
def test_no_copy_is_kept_of_an_answer(client: TestClient, clinic: Clinic, path: str) -> None:
    answer = client.get(path, headers=clinic.patient().headers)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("client_address", [None, ("testclient", 1)])
def test_an_unknown_address_is_not_this_machine(
    app: FastAPI, client_address: tuple[str, int] | None
) -> None:
    with TestClient(app, client=client_address) as client:  # type: ignore[arg-type]
        assert client.get("/metrics").status_code == 404


def test_admin_lists_accounts_page_by_page(client: TestClient, clinic: Clinic) -> None:
    admin, patient = clinic.user("admin"), clinic.patient()
    first = client.get("/api/admin/users?limit=1", headers=admin.headers).json()
    second = client.get(
        "/api/admin/users", params={"cursor": first["next"]}, headers=admin.headers
    ).json()

    assert [one["id"] for one in first["data"] + second["data"]] == [admin.user_id, patient.user_id]
    assert second["data"][0]["role"] == "patient"
    assert second["next"] is None
    assert "password" not in str(first)


def test_admin_sees_the_model_and_what_it_holds_its_parts_worth(
    client: TestClient, clinic: Clinic
) -> None:
    (model,) = data_of(client.get("/api/admin/models", headers=clinic.user("admin").headers))
    assert model["active"] is True
    assert sum(model["weights"].values()) == pytest.approx(1)


def test_work_that_waits_is_counted(clinic: Clinic) -> None:
    def counted(tx: WriteTx) -> StoreFigures:
        """Look before the worker does: it takes whatever is committed."""
        tx.run(work.insert().values(id=7, kind="diagnosis", ref=3, created_at=tx.now))
        return store_figures(tx, 6)

    assert clinic.database.write_now(counted).work_waiting == 1


@pytest.mark.parametrize("route", ["users", "models", "jobs"])
def test_administration_is_for_administrators(
    client: TestClient, clinic: Clinic, route: str
) -> None:
    assert code_of(client.get(f"/api/admin/{route}"), 401) == "not_signed_in"
    headers = clinic.practitioner().headers
    assert code_of(client.get(f"/api/admin/{route}", headers=headers), 403) == "forbidden"


@pytest.mark.parametrize("path", ["/health/live", "/api/herbs", "/nowhere", "/docs"])
def test_browsers_are_told_to_be_careful(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]


def test_an_answer_of_the_api_is_no_document(client: TestClient) -> None:
    """Opened as a page it runs nothing, has no base, sends no form and is in no other page."""
    headers = client.get("/api/herbs").headers
    policy = set(headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "sandbox",
    }  # fmt: skip
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/api/herbs", "/api/auth/me", "/api/auth/refresh", "/"])
def test_no_other_site_may_read_an_answer(client: TestClient, path: str) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (client.options(path, headers=asked), client.get(path, headers=asked)):
        assert [name for name in answer.headers if name.startswith("access-control-")] == []
    assert client.options(path, headers=asked).status_code in {404, 405}


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
@pytest.mark.parametrize("path", ["/", "/api/herbs", "/api/auth/login", "/health/live", "/assets"])
def test_a_request_is_not_sent_back(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, headers={"Authorization": "Bearer zmark-secret"})
    assert answer.status_code in {404, 405}
    assert "zmark-secret" not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/robots.txt", "/metrics", "/icon.svg", "/docs", "/health/live"]
)
def test_text_names_its_characters(near: TestClient, path: str) -> None:
    media = near.get(path).headers["content-type"]
    assert "charset=utf-8" in media or media in {"application/json", "application/problem+json"}


def test_accounts_are_found_by_name_and_by_email(client: TestClient, clinic: Clinic) -> None:
    admin = clinic.user("admin", "مدیر")
    clinic.patient("یوسف کاظمی", "yusef@example.org")
    clinic.patient("زهرا", "zahra@example.org")

    def found(text: str) -> list[str]:
        answer = client.get("/api/admin/users", params={"q": text}, headers=admin.headers)
        return [one["full_name"] for one in data_of(answer)]

    assert found("كاظمي") == found("YUSEF@example") == ["یوسف کاظمی"]
    assert found("example.org") == ["مدیر", "یوسف کاظمی", "زهرا"]
    assert found("کسی نیست") == []


def test_found_accounts_go_on_behind_the_first_page(client: TestClient, clinic: Clinic) -> None:
    admin = clinic.user("admin", "مدیر")
    for number in range(3):
        clinic.patient(f"علی {number}")
        clinic.patient(f"زهرا {number}")
    seen: list[str] = []
    query: dict[str, str] | None = {"q": "علی", "limit": "2"}
    while query:
        page = client.get("/api/admin/users", params=query, headers=admin.headers).json()
        seen += [one["full_name"] for one in page["data"]]
        query = query | {"cursor": page["next"]} if page["next"] else None
    assert seen == ["علی 0", "علی 1", "علی 2"]
