"""The log: refusals in it, one JSON line each, whatever is sent."""

import json
import subprocess
import sys
from typing import Any

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from tajriba.app import create_app
from tajriba.kit.http.refusal_log import RefusalLog
from tajriba.settings import Settings
from tests.kit.clinics.clinic import PASSWORD, Clinic
from tests.kit.fakes.fake_clock import FakeClock

HOSTILE = 'a\n{"event": "forged", "level": "error"}\r\x1b[31m\u2028\x00'
_TELL = """
import logging, sys, warnings, structlog
from tajriba.logs import configure
configure("info")
said = sys.stdin.buffer.read().decode()
structlog.get_logger().error("request_failed", path=said)
logging.getLogger("uvicorn.error").warning("said: %s", said)
warnings.warn(said)
try:
    raise ValueError(said)
except ValueError:
    logging.getLogger("asyncio").exception("failed")
"""


def refusals(lines: Any) -> list[dict[str, Any]]:
    return [line for line in lines if line["event"] == "request_refused"]


def test_who_reaches_for_anothers_record_is_noted_once_a_minute(clinic: Clinic) -> None:
    owner, other = clinic.patient(), clinic.patient()
    with capture_logs() as lines:
        for _ in range(3):
            clinic.client.get(f"/api/patients/{owner.patient_id}", headers=other.headers)
        clinic.client.get("/api/admin/users", headers=other.headers)
    found, role = refusals(lines)
    assert found == {
        "event": "request_refused",
        "log_level": "info",
        "code": "not_found",
        "method": "GET",
        "route": "/api/patients/{patient_id}",
        "address": found["address"],
        "user_id": other.user_id,
    }
    assert (role["code"], role["route"]) == ("forbidden", "/api/admin/users")


def test_guesses_and_pages_of_other_sites_are_noted(clinic: Clinic) -> None:
    patient = clinic.patient()
    wrong = {"email": patient.email, "password": "zmark-password"}
    right = wrong | {"password": PASSWORD}
    with capture_logs() as lines:
        clinic.client.post("/api/auth/login", json=wrong)
        clinic.client.post(
            "/api/auth/login", json=right, headers={"Origin": "https://evil.example"}
        )
        clinic.client.post("/api/feedback/submit", content=b"{", headers=patient.headers)
    codes = [line["code"] for line in refusals(lines)]
    assert codes == ["bad_credentials", "origin_refused", "invalid"]
    assert "zmark" not in str(lines)
    assert patient.email not in str(lines)


def test_an_expired_token_is_nothing_to_note(client: TestClient) -> None:
    with capture_logs() as lines:
        client.get("/api/auth/me", headers={"Authorization": "Bearer a.b.c"})
        client.get("/api/herbs/999999")
    assert refusals(lines) == []


def test_many_callers_do_not_fill_the_log() -> None:
    log = RefusalLog()
    with capture_logs() as lines:
        for number in range(400):
            log.note("rate_limited", "GET", "/api/herbs", f"192.0.2.{number}", None)
    assert len(lines) == 300


def test_a_crash_is_told_to_the_log_alone(
    settings: Settings, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tajriba.ops.api.ok", lambda _: 1 / 0)
    app = create_app(settings, clock)
    with (
        TestClient(app, "http://127.0.0.1", raise_server_exceptions=False) as client,
        capture_logs() as lines,
    ):
        answer = client.get("/health/live")
    (line,) = lines
    assert (line["event"], line["error"], line["path"]) == (
        "request_failed", "ZeroDivisionError", "/health/live",
    )  # fmt: skip
    assert answer.json()["code"] == "crash"
    assert not any(word in answer.text for word in ("Zero", "Traceback", ".py", "tajriba"))


def test_nothing_that_is_sent_makes_a_line_of_its_own() -> None:
    """Of our own, of the server and of libraries: JSON with a time in UTC, one line each."""
    told = subprocess.run(
        [sys.executable, "-c", _TELL], input=HOSTILE.encode(), capture_output=True, check=True
    ).stderr.decode()
    lines = [json.loads(line) for line in told.removesuffix("\n").split("\n")]
    assert [line["level"] for line in lines] == ["error", "warning", "warning", "error"]
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert lines[0]["path"] == HOSTILE
    assert lines[1]["event"] == f"said: {HOSTILE}"
    assert [line.get("logger") for line in lines] == [
        None, "uvicorn.error", "py.warnings", "asyncio",
    ]  # fmt: skip
    assert "ValueError" in lines[3]["exception"]
