"""`tajriba user …`: what it does, what it says, and how it ends."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tajriba.accounts.administration import list_users
from tajriba.accounts.email.email_links import HANDED_MS, reset_password_by_link
from tajriba.accounts.errors import BadLink
from tajriba.accounts.passwords.password_hash import hash_password, verify_password
from tajriba.accounts.schemas import Principal
from tajriba.accounts.second_factor.authenticator import begin, confirm
from tajriba.accounts.second_factor.factors import has_second_factor
from tajriba.accounts.second_factor.totp import STEP_SECONDS, code_at
from tajriba.accounts.service import find_account, live_sessions, open_session
from tajriba.cli.main import app as program
from tajriba.cli.prepared_database import prepared_database
from tajriba.database import open_database
from tajriba.kit.clock import system_clock
from tajriba.kit.database.transactions import Database
from tajriba.settings import Settings
from tests.kit.databases import Stores
from tests.kit.fakes.fake_clock import FakeClock

EMAIL = "sara@example.org"


@pytest.fixture(scope="module")
def migrated(stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database as `tajriba serve` leaves it at its first start, copied by each test."""
    url = stores.new(tmp_path_factory.mktemp("migrated"))
    with prepared_database(Settings(database_url=url), create=True):
        return url


@pytest.fixture
def database(
    stores: Stores, migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The database on which the commands run, open as by a server that runs beside them."""
    url = stores.copy(migrated, tmp_path)
    monkeypatch.setenv("TAJRIBA_DATABASE_URL", url)
    database = open_database(Settings())
    yield database
    database.close()
    stores.drop(url)


def run(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(program, ["user", *arguments], input=said)


def fits(database: Database, password: str) -> bool:
    account = database.read_now(find_account, EMAIL)
    assert account is not None
    return verify_password(password, account.password_hash)


def test_a_password_that_is_piped_in_is_taken_and_never_shown(database: Database) -> None:
    made = run("create", EMAIL, "--role", "practitioner", said="a-long-password\n")

    assert made.exit_code == 0, made.output
    assert "a-long-password" not in made.output
    assert fits(database, "a-long-password")
    (user,) = database.read_now(list_users, "", 0, 10)
    assert (user.role, user.full_name) == ("practitioner", "sara")


def test_without_one_a_link_is_printed_by_which_the_owner_sets_it(database: Database) -> None:
    made = run("create", EMAIL, "--role", "admin", "--name", "دکتر سارا رضایی")

    assert made.exit_code == 0, made.output
    _, _, first = made.output.strip().rpartition("#")
    reset = run("reset-password", EMAIL)
    assert reset.exit_code == 0, reset.output
    _, _, second = reset.output.strip().rpartition("#")
    database.write_now(reset_password_by_link, second, hash_password("a-password-of-her-own"))
    assert fits(database, "a-password-of-her-own")
    with pytest.raises(BadLink):
        database.write_now(reset_password_by_link, first, hash_password("another-password"))


@pytest.mark.usefixtures("database")
def test_a_link_to_set_the_first_password_is_good_for_an_hour() -> None:
    made = run("create", EMAIL, "--role", "admin")
    _, _, secret = made.output.strip().rpartition("#")
    clock = FakeClock(system_clock() + HANDED_MS["reset"])
    with closing(open_database(Settings(), clock)) as later, pytest.raises(BadLink):
        later.write_now(reset_password_by_link, secret, hash_password("another-password"))


def test_a_patient_gets_a_record_too(database: Database) -> None:
    assert run("create", EMAIL, "--role", "patient").exit_code == 0
    assert run("create", EMAIL, "--role", "patient").exit_code == 1
    assert len(database.read_now(list_users, "", 0, 10)) == 1


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "said", "complaint"),
    [
        (["create", "no-email", "--role", "admin"], "", "not an e-mail"),
        (["create", EMAIL, "--role", "admin"], "short\n", "8 to 200"),
        (["create", EMAIL, "--role", "king"], "", "king"),
        (["create", EMAIL], "", "--role"),
    ],
)
def test_bad_arguments_end_with_2(arguments: list[str], said: str, complaint: str) -> None:
    refused = run(*arguments, said=said)
    assert refused.exit_code == 2
    assert complaint in refused.output


def test_resetting_a_password_ends_every_session(database: Database) -> None:
    run("create", EMAIL, "--role", "admin", said="a-long-password\n")
    (user,) = database.read_now(list_users, "", 0, 10)
    session = database.write_now(open_session, user.id, 30)

    done = run("reset-password", EMAIL, said="another-password\n")

    assert done.exit_code == 0, done.output
    assert fits(database, "another-password")
    assert not fits(database, "a-long-password")
    assert database.read_now(live_sessions, [session.session_id]) == set()


def test_an_account_is_disabled_enabled_and_given_another_role(database: Database) -> None:
    run("create", EMAIL, "--role", "admin", said="a-long-password\n")
    (user,) = database.read_now(list_users, "", 0, 10)
    session = database.write_now(open_session, user.id, 30)

    assert run("disable", EMAIL).exit_code == 0
    assert database.read_now(live_sessions, [session.session_id]) == set()
    assert database.read_now(list_users, "", 0, 10)[0].disabled
    assert run("enable", EMAIL).exit_code == 0
    assert run("role", EMAIL, "researcher").exit_code == 0

    (user,) = database.read_now(list_users, "", 0, 10)
    assert (user.disabled, user.role) == (False, "researcher")
    assert run("disable", "nobody@example.org").exit_code == 1


@pytest.mark.usefixtures("database")
def test_nobody_has_no_password() -> None:
    refused = run("reset-password", "nobody@example.org")
    assert refused.exit_code == 1
    assert "does not exist" in refused.output


def test_a_terminal_is_not_asked(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tajriba.cli.commands.user.at_terminal", lambda: True)
    made = run("create", EMAIL, "--role", "admin", said="not-to-be-read\n")
    assert made.exit_code == 0
    assert not fits(database, "not-to-be-read")


@pytest.mark.parametrize("url", ["nowhere", "amqp://nowhere", "redis://", "rediss://nowhere:x"])
def test_a_wrong_broker_is_named_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAJRIBA_BROKER_URL", url)
    refused = run("reset-password", EMAIL)
    assert refused.exit_code == 2
    assert "TAJRIBA_BROKER_URL" in refused.output
    assert "nowhere" not in refused.output


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAJRIBA_SECRET_KEY", "short")
    refused = run("reset-password", EMAIL)
    assert refused.exit_code == 2
    assert "TAJRIBA_SECRET_KEY" in refused.output
    monkeypatch.delenv("TAJRIBA_SECRET_KEY")
    monkeypatch.setenv("TAJRIBA_DATABASE_URL", "mysql://nowhere")
    refused = run("reset-password", EMAIL)
    assert refused.exit_code == 2
    assert "sqlite:///PATH" in refused.output


def test_a_link_is_printed_that_sets_a_password(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAJRIBA_PUBLIC_URL", "https://clinic.example")
    assert run("create", EMAIL, "--role", "patient").exit_code == 0
    assert run("link", "nobody@example.org", "--to", "reset").exit_code == 1
    made = run("link", EMAIL, "--to", "reset")
    assert made.exit_code == 0, made.output
    place, _, secret = made.output.split()[-1].partition("#")
    assert place == "https://clinic.example/reset-password"
    database.write_now(reset_password_by_link, secret, hash_password("another-long-password"))
    assert fits(database, "another-long-password")


def test_a_lost_authenticator_is_removed(database: Database) -> None:
    assert run("create", EMAIL, "--role", "practitioner").exit_code == 0
    assert run("remove-second-factor", EMAIL).exit_code == 1
    (user,) = database.read_now(list_users, "", 0, 10)
    doctor = Principal(user.id, "practitioner", "")
    secret = database.write_now(begin, doctor)
    now = database.read_now(lambda tx: tx.now)
    database.write_now(confirm, doctor, code_at(secret, now // 1000 // STEP_SECONDS))
    assert database.read_now(has_second_factor, user.id)
    assert run("remove-second-factor", EMAIL).exit_code == 0
    assert not database.read_now(has_second_factor, user.id)
