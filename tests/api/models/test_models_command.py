"""`tajriba model …`, beside no server."""

import json

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner, Result

from tajriba.audit.tables import audit
from tajriba.cli.main import app as command_line
from tajriba.database import open_database
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.predictions.tables import model
from tajriba.settings import Settings
from tests.kit.clinics.model_training import of_habit, serve
from tests.kit.fakes.fake_clock import FakeClock


class Command:
    """Runs `tajriba model` on the test's database, and looks into it between."""

    def __init__(self, settings: Settings) -> None:
        self.database = open_database(settings, FakeClock())

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(command_line, ["model", *words])

    def shown(self) -> dict[str, object]:
        answer = self("show")
        assert answer.exit_code == 0, answer.output
        found: dict[str, object] = json.loads(answer.stdout)
        return found


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("TAJRIBA_DATABASE_URL", settings.database_url)
    return Command(settings)


@pytest.fixture(autouse=True)
def _closed(command: Command) -> object:
    yield
    command.database.close()


def actions(tx: ReadTx) -> list[str]:
    rows = tx.all(select(audit.c.action).where(audit.c.action.startswith("model.")))
    return [row.action for row in rows]


def test_a_model_is_trained_shown_listed_and_taken_back(command: Command) -> None:
    assert command.shown()["version"] == "1"
    of_habit(command.database)
    answer = command("retrain")
    assert answer.exit_code == 0, answer.output
    assert "Model 2.1 was better and serves now." in answer.stdout
    assert command.shown()["version"] == "2.1"
    listed = command("list").stdout
    assert "2.1" in listed
    assert "champion" in listed
    assert command("rollback", "1").stdout == "Model 1 serves.\n"
    assert command("rollback", "1").stdout == "Model 1 serves already.\n"
    assert command.shown()["version"] == "1"
    assert command("rollback", "2.1").stdout == "Model 2.1 serves.\n"
    wanted = ["model.retrain", "model.promote", "model.rollback", "model.rollback"]
    assert command.database.read_now(actions) == wanted


def test_an_empty_database_says_that_there_is_too_little(command: Command) -> None:
    answer = command("retrain")
    assert answer.exit_code == 0
    assert "too few reports" in answer.stdout


def test_what_can_not_serve_is_refused_in_a_sentence(command: Command) -> None:
    answer = command("rollback", "2.7")
    assert answer.exit_code == 1
    assert answer.stderr.endswith("\nThere is no model 2.7.\n")
    serve(command.database)
    serve(command.database)

    def spoil(tx: WriteTx) -> None:
        tx.run(update(model).where(model.c.version == "2.1").values(artifact="{}"))

    command.database.write_now(spoil)
    answer = command("rollback", "2.1")
    assert answer.exit_code == 1
    assert "can't be read: schema None is not 2" in answer.stderr
    assert "unreadable" in command("list").stdout
    assert command.shown()["version"] == "2.2"


def test_a_failed_training_ends_with_1(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    answer = command("retrain")
    assert answer.exit_code == 1
    assert "The training failed (exit 1)." in answer.stdout
