"""`tajriba watch` as a process, at a served clinic."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from tajriba.accounts.second_factor.totp import STEP_SECONDS, code_at
from tajriba.cli.main import app as program
from tajriba.cli.watch_view import WatchView
from tajriba.client import EffectivenessUpdate, Event
from tajriba.client.shapes import Announced
from tajriba.kit.clock import system_clock
from tests.e2e.served_clinic import Patient, Town, town_in
from tests.kit.clients.remote_client import PASSWORD
from tests.kit.servers.server_process import PROGRAM

SECONDS = 60


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town_in(tmp_path_factory.mktemp("watched")) as town:
        yield town


@pytest.fixture(scope="module")
def maryam(town: Town) -> Patient:
    return town.patient()


class Watching:
    """A running `tajriba watch`."""

    def __init__(self, town: Town, patient: Patient, *options: str, said: str = "") -> None:
        arguments = [str(patient.diagnosis_id), "--url", town.server.address]
        self._process = subprocess.Popen(
            [PROGRAM, "watch", *arguments, "--email", patient.remote.email, *options],
            env=os.environ | {"TAJRIBA_PASSWORD": PASSWORD, "COLUMNS": "120"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(said)
        self._process.stdin.flush()

    def until(self, *signs: str) -> str:
        """Return what it prints until each of the signs was found in some line."""
        assert self._process.stdout is not None
        text, missing = "", set(signs)
        for line in self._process.stdout:
            text += line
            missing = {sign for sign in missing if not re.search(sign, line)}
            if not missing:
                return text
        raise AssertionError(text)

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C; return the exit code and what was complained of."""
        self._process.send_signal(signal.SIGINT)
        _, complaints = self._process.communicate(timeout=SECONDS)
        return self._process.returncode, complaints

    def end(self) -> None:
        """Let nothing of it remain."""
        self._process.kill()
        self._process.communicate(timeout=SECONDS)


@pytest.fixture
def watching(town: Town, maryam: Patient, request: pytest.FixtureRequest) -> Iterator[Watching]:
    one = Watching(town, maryam, *request.param)
    yield one
    one.end()


@pytest.mark.parametrize("watching", [("--lang", "en")], indirect=True)
def test_it_shows_what_is_and_what_comes(watching: Watching, maryam: Patient) -> None:
    shown = watching.until("└")
    assert f"Diagnosis {maryam.diagnosis_id} as it stands" in shown
    assert "Expected success" in shown
    for _ in range(5):
        maryam.report(rating=4)
    told = watching.until("Own reports on .*: 100% successful", "New reports changed the order.")
    assert "rating 4, improvement 4. Own reports: 5" in told
    assert watching.interrupt() == (0, "")


@pytest.mark.parametrize("watching", [("--json",)], indirect=True)
def test_lines_of_json(watching: Watching, maryam: Patient) -> None:
    snapshot = json.loads(watching.until("snapshot"))
    stored = maryam.report(remedy=1)
    event = json.loads(watching.until("feedback_update"))
    assert event["data"]["feedback_id"] == stored["id"]
    assert event["event_id"] > snapshot["event_id"]
    withdrawn = maryam.remote.delete(f"/api/feedback/{stored['id']}")
    assert withdrawn["withdrawn"]
    assert watching.interrupt() == (0, "")


@pytest.mark.parametrize("watching", [()], indirect=True)
def test_persian_unless_told_otherwise(watching: Watching, maryam: Patient) -> None:
    assert "موفقیت مورد انتظار" in watching.until("└")
    stored = maryam.report(remedy=2)
    assert "گزارش دربارهٔ" in watching.until("گزارش دربارهٔ")
    maryam.remote.delete(f"/api/feedback/{stored['id']}")
    assert "پس گرفته شد" in watching.until("پس گرفته شد")
    assert watching.interrupt() == (0, "")


@pytest.mark.parametrize("watching", [("--lang", "en")], indirect=True)
def test_a_server_that_comes_back(watching: Watching, town: Town, maryam: Patient) -> None:
    watching.until("└")
    maryam.report(remedy=1)
    watching.until("Report on")
    port = town.server.port
    town.server.kill()
    town.restart(port)
    maryam.report(remedy=1, rating=2)
    assert "rating 2" in watching.until("Report on")
    code, complaints = watching.interrupt()
    assert (code, "No connection; trying again in" in complaints) == (0, True)


def shown(event: Event) -> str:
    """Return what is printed of an event."""
    console = Console(file=StringIO(), width=120)
    WatchView(console, "en", 1).show(event)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_what_has_no_words_yet() -> None:
    told = Event("not_[bold]known", 1, 7, "2026-11-22T10:30:00.000Z", {})
    assert shown(told) == "10:30:00  not_[bold]known\n"


def test_figures_that_are_gone() -> None:
    data: Announced = {
        "recommendation_id": 1, "herb_name": "Mint", "old_effectiveness": 0.5,
        "effectiveness_score": None, "interval": None, "confidence": 0.5, "sample_size": 0,
        "trend": "stable", "improvement": None, "scope": "diagnosis",
    }  # fmt: skip
    told = EffectivenessUpdate("effectiveness_update", 1, 7, "2026-11-22T10:30:00.000Z", data)
    assert "There are no figures on Mint any more." in shown(told)


def run(*arguments: str, password: str = PASSWORD) -> tuple[int, str]:
    found = CliRunner(env={"TAJRIBA_PASSWORD": password}).invoke(program, ["watch", *arguments])
    return found.exit_code, found.stderr


def test_whoever_may_not_is_told(town: Town, maryam: Patient) -> None:
    url, other = town.server.address, town.patient()
    mine = ("--url", url, "--lang", "en", "--email", maryam.remote.email)
    assert run("999999", *mine)[0] == 1
    code, said = run(str(other.diagnosis_id), *mine)
    assert (code, "does not exist, or you have no access" in said) == (1, True)
    code, said = run("1", *mine, password="not the password")
    assert (code, "password is wrong" in said) == (1, True)


def recovery_codes(one: Patient) -> list[str]:
    """Add an authenticator, and return the codes that stand in for it."""
    secret = one.remote.post("/api/auth/second-factor", {"password": PASSWORD})["secret"]
    code = code_at(secret, system_clock() // 1000 // STEP_SECONDS)
    codes: list[str] = one.remote.post("/api/auth/second-factor/confirm", {"code": code})["codes"]
    return codes


def test_a_second_factor_is_given_or_asked_for(town: Town) -> None:
    zahra = town.patient()
    given, typed, *_ = recovery_codes(zahra)
    for options, said in ((("--code", given), ""), ((), f"{typed}\n")):
        watching = Watching(town, zahra, "--lang", "en", *options, said=said)
        try:
            assert "Expected success" in watching.until("└")
            code, complaints = watching.interrupt()
        finally:
            watching.end()
        assert (code, "Code of your authenticator" in complaints) == (0, bool(said))
    mine = ("--url", town.server.address, "--lang", "en", "--email", zahra.remote.email)
    code, complaints = run(str(zahra.diagnosis_id), *mine, "--code", given)
    assert (code, "code is wrong" in complaints.lower()) == (1, True)


def test_it_asks_for_what_is_missing(town: Town) -> None:
    arguments = ["watch", "1", "--url", town.server.address, "--lang", "en"]
    said = "a@example.org\nwrong-password\n"
    asked = CliRunner(env={"TAJRIBA_PASSWORD": ""}).invoke(program, arguments, input=said)
    assert asked.exit_code == 1
    assert "E-mail:" in asked.stderr
    assert "Password:" in asked.stderr
    assert "wrong-password" not in asked.output


@pytest.mark.parametrize("url", ["clinic.example", "ftp://clinic.example", "http://", "http://["])
def test_a_bad_address(url: str) -> None:
    code, said = run("1", "--url", url, "--lang", "en", "--email", "a@example.org")
    assert (code, "must be like https://" in said) == (2, True)


def test_nobody_there() -> None:
    code, said = run("1", "--url", "http://127.0.0.1:9", "--lang", "en", "--email", "a@example.org")
    assert (code, "can't be reached" in said) == (1, True)
