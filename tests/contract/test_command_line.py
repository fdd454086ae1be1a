"""What holds for every command: settings are checked, the database is named, files are private."""

import os
import resource
import shlex
import socket
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tajriba.cli.http_server import bind
from tajriba.cli.lazy_commands import SUMMARIES, load
from tajriba.cli.main import app as program
from tajriba.migrate import migrate
from tests.kit.databases import Stores
from tests.kit.servers.server_process import PROGRAM, Home

HELP_SECONDS = 0.5
ON_A_DATABASE = [
    "export",
    "import past.csv",
    "user create sara@example.org --role admin",
    "user reset-password sara@example.org",
    "model list",
    "model show",
    "model retrain",
    "model rollback 1",
    "knowledge load",
    "migrate",
    "verify",
    "erase",
    "audit verify",
    "audit show",
]
PAST = "patient_ref,condition,remedy,rating,symptom_improvement\np1,سردرد,نعنا,4,4\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands run, but for a file to import."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "past.csv").write_text(PAST, "utf-8")
    return tmp_path


@pytest.fixture(params=[0o000, 0o022], ids=["open", "usual"])
def home(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Home]:
    """A database's home, under a umask that would let others read."""

    before = os.umask(request.param)
    home = Home(tmp_path)
    yield home
    home.close()
    os.umask(before)


def run(line: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(program, shlex.split(line))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("line", ON_A_DATABASE)
def test_no_command_makes_a_database_that_nobody_meant(folder: Path, line: str) -> None:
    refused = run(line)
    assert refused.exit_code == 2
    assert f"There is no database at {folder}/var/tajriba.db" in refused.stderr
    assert [one.name for one in folder.iterdir()] == ["past.csv"]


def test_a_database_is_made_where_one_is_asked_for(folder: Path) -> None:
    made = run("import past.csv --create")
    assert made.exit_code == 0, made.output
    assert f"Database: {folder}/var/tajriba.db" in made.stderr
    assert mode(folder / "var") == 0o700
    exported = run("export")
    assert exported.exit_code == 0
    assert "سردرد" in exported.stdout


def test_an_empty_server_gets_tables_where_that_is_asked_for(
    stores: Stores, tmp_path: Path
) -> None:
    url = stores.new(tmp_path)
    refused = run("user create sara@example.org --role admin", TAJRIBA_DATABASE_URL=url)
    assert (refused.exit_code, "There is no database at" in refused.stderr) == (2, True)
    made = run("migrate --create", TAJRIBA_DATABASE_URL=url)
    assert made.exit_code == 0, made.output
    again = run("model list", TAJRIBA_DATABASE_URL=url)
    assert again.exit_code == 0, again.output
    assert again.stderr.startswith("Database: ")
    stores.drop(url)


@pytest.mark.parametrize("line", ["serve --port 0", *ON_A_DATABASE])
def test_the_folder_of_a_database_is_never_guessed(folder: Path, line: str) -> None:
    url = f"sqlite:///{folder}/misspelt/tajriba.db"
    create = "" if line.startswith(("serve", "verify", "audit")) else " --create"
    refused = run(line + create, TAJRIBA_DATABASE_URL=url)
    assert refused.exit_code == 2
    assert f"{folder}/misspelt" in refused.stderr
    assert not (folder / "misspelt").exists()


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (["CREATE TABLE song (id)"], "another program"),
        (
            [
                "CREATE TABLE event (id INTEGER, created_at INTEGER)",
                "CREATE TABLE alembic_version (version_num TEXT)",
                "INSERT INTO alembic_version VALUES ('9999')",
            ],
            "9999 of a newer version",
        ),
    ],
)
@pytest.mark.parametrize("line", ["serve --port 0", "migrate --create", "verify"])
def test_a_database_that_is_not_ours_stays_as_it_is(
    folder: Path, line: str, tables: list[str], said: str
) -> None:
    path = folder / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        for one in tables:
            connection.execute(one)
        connection.commit()
    before = path.read_bytes()
    refused = run(line, TAJRIBA_DATABASE_URL=f"sqlite:///{path}")
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TAJRIBA_DATABSE_URL", "sqlite:///x.db", "did you mean TAJRIBA_DATABASE_URL?"),
        ("tajriba_secretkey", "k" * 32, "did you mean TAJRIBA_SECRET_KEY?"),
        ("TAJRIBA_", "1", "is not a setting"),
        ("TAJRIBA_ALLOWED_ORIGINS", "clinic.example", "'clinic.example' is not an origin"),
        ("TAJRIBA_ALLOWED_ORIGINS", "https://a.example, *", "'*' is not an origin"),
        ("TAJRIBA_ALLOWED_ORIGINS", "https://a.example/page", "is not an origin"),
        ("TAJRIBA_ALLOWED_ORIGINS", "https://*.example", "is not an origin"),
    ],
)
def test_a_wrong_variable_is_told_in_a_sentence(
    folder: Path, name: str, value: str, said: str
) -> None:
    refused = run("serve --port 0", **{name: value})
    assert refused.exit_code == 2
    (line,) = refused.stderr.splitlines()
    assert said in line
    assert [one.name for one in folder.iterdir()] == ["past.csv"]


def test_a_start_that_is_refused_frees_its_port(folder: Path) -> None:
    with bind("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    refused = run(f"serve --port {port}", TAJRIBA_DATABASE_URL=f"sqlite:///{folder}/nowhere/t.db")
    assert refused.exit_code == 2
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))
        assert again.getsockname()[1] == port


def test_who_watches_is_told_of_a_misspelt_password() -> None:
    refused = run("watch 1 --email sara@example.org", TAJRIBA_PASWORD="secret-word")
    assert refused.exit_code == 2
    assert "did you mean TAJRIBA_PASSWORD?" in refused.stderr
    assert "secret-word" not in refused.output


def test_an_export_needs_a_folder(folder: Path) -> None:
    assert run("migrate --create").exit_code == 0
    refused = run("export nowhere/all.csv")
    assert (refused.exit_code, "there is no folder nowhere" in refused.stderr) == (2, True)


def test_what_holds_health_records_is_its_owners_alone(home: Home) -> None:
    server = home.serve()
    beside = [home.database, *(Path(f"{home.database}{one}") for one in ("-wal", "-shm"))]
    assert [mode(path) for path in beside] == [0o600] * 3
    (home.folder / "past.csv").write_text(PAST + "p2,سردرد,نعنا,9,4\n", "utf-8")
    (home.folder / "all.csv.partial").write_text("left by an interruption")
    assert home.run("import", "past.csv").returncode == 0
    assert home.run("export", "all.csv").returncode == 0
    assert server.terminate() == 0
    assert mode(home.folder / "past.rejected.csv") == 0o600
    assert mode(home.folder / "all.csv") == 0o600
    assert "سردرد" in (home.folder / "all.csv").read_text("utf-8")


def test_a_database_that_others_could_read_is_closed_to_them(folder: Path) -> None:
    path = folder / "tajriba.db"
    migrate(f"sqlite:///{path}")
    path.chmod(0o644)
    said = run("model list", TAJRIBA_DATABASE_URL=f"sqlite:///{path}")
    assert f"{path} could be read by others" in said.stderr
    assert mode(path) == 0o600


def test_it_says_its_version() -> None:
    assert run("--version").stdout == f"tajriba {version('tajriba')}\n"


def test_help_is_there_at_once() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert all(f" {name} " in shown.stdout for name in SUMMARIES)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent <= HELP_SECONDS


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_commands_line_is_how_its_help_begins(name: str) -> None:
    assert " ".join(load(name).help.split()).startswith(SUMMARIES[name])
