"""The steps lead to the very tables that the code describes."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from tajriba.kit.errors import Unavailable
from tajriba.kit.text import search_key
from tajriba.migrate import config_for, migrate, newest_revision, revision_of
from tajriba.schema import metadata


def look(url: str, at: Callable[[Connection], Any]) -> Any:
    """Return what a function sees in a database."""

    async def run() -> Any:
        scheme, _, rest = url.partition("://")
        driver = "aiosqlite" if scheme == "sqlite" else "asyncpg"
        engine = create_async_engine(f"{scheme}+{driver}://{rest}")
        async with engine.connect() as connection:
            found = await connection.run_sync(at)
        await engine.dispose()
        return found

    return asyncio.run(run())


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def test_a_migrated_database_has_the_described_tables(new_url: str) -> None:
    migrate(new_url)
    assert look(new_url, differences) == []


def test_migrating_again_is_harmless(new_url: str) -> None:
    for _ in range(2):
        migrate(new_url)
        assert look(new_url, revision) == newest_revision()


def run(url: str, work: Callable[[Connection], Any]) -> Any:
    """Return what a function does to a database, in one transaction."""

    def committed(connection: Connection) -> Any:
        found = work(connection)
        connection.commit()
        return found

    return look(url, committed)


SUMS = "total, successes, positives, rating_sum, improvement_sum, compliance_sum, compliance_count"
PACKED = 77
"""A net as it was packed up to step 0004: 77 reports more, and nothing else."""
NET = 2146794843760183855
"""The same as a net modulo 2^61 - 1: 77 times the factor of the total."""
BY_MIZAJ = (
    # Patient 1 reported of remedy 7 as 2 (garm) on day 10 and as 3 on day 11; patient 2 as 2.
    f"INSERT INTO evidence_day (level, ref, sub, part, day, {SUMS}, patients)"
    " VALUES (4, 7, 2, 0, 10, 2, 1, 1, 6, 6, 0, 0, 2), (4, 7, 3, 0, 11, 1, 1, 1, 4, 4, 0, 0, 1),"
    " (3, 7, 0, 0, 10, 2, 1, 1, 6, 6, 0, 0, 1), (3, 7, 0, 0, 11, 1, 1, 1, 4, 4, 0, 0, 1)",
    "INSERT INTO evidence_patient"
    " (patient_id, recommendation_id, mizaj, part, herb_id, condition_id, latest)"
    " VALUES (1, 7, 2, 0, 5, 6, 10), (1, 7, 3, 0, 5, 6, 11), (1, 7, 2, 9, 5, 6, 10),"
    " (2, 7, 2, 0, 5, 6, 10)",
    "INSERT INTO evidence_change (level, ref, sub, part, patient_id, net, latest)"
    f" VALUES (4, 7, 2, 0, 1, {PACKED}, 10), (3, 7, 0, 0, 1, {PACKED}, 10)",
)


def kept_by_mizaj(connection: Connection) -> list[Any]:
    """Bring a database to where cells were of a mizaj alone, and fill it."""
    command.upgrade(config_for(connection), "0003")
    for statement in BY_MIZAJ:
        connection.execute(text(statement))
    return []


def rows_of(*statements: str) -> Callable[[Connection], list[list[tuple[Any, ...]]]]:
    return lambda connection: [
        [tuple(row) for row in connection.execute(text(one))] for one in statements
    ]


COHORTS = rows_of(
    "SELECT level, sub, day, total, patients FROM evidence_day ORDER BY level, sub, day",
    "SELECT patient_id, part, latest, cohort FROM evidence_patient ORDER BY patient_id, part",
    "SELECT cohort, patient_id, latest, mizaj, sex FROM evidence_cell_change",
    "SELECT level, net FROM evidence_change",
)


def upgraded(to: str) -> Callable[[Connection], None]:
    return lambda connection: command.upgrade(config_for(connection), to)


def test_what_was_kept_by_mizaj_is_kept_by_cohort(new_url: str) -> None:
    run(new_url, kept_by_mizaj)
    run(new_url, upgraded("0005"))
    days, patients, cells, changes = look(new_url, COHORTS)
    assert days == [(3, 0, 10, 2, 1), (3, 0, 11, 1, 1), (7, 2, 10, 2, 1), (7, 3, 11, 1, 1)]
    assert patients == [(1, 0, 11, 3), (1, 9, 10, 2), (2, 0, 10, 2)]
    assert (cells, changes) == ([(2, 1, 10, NET, 0)], [(3, NET)])


def test_a_step_back_keeps_the_mizaj(new_url: str) -> None:
    run(new_url, kept_by_mizaj)
    run(new_url, upgraded("0005"))
    run(new_url, lambda connection: command.downgrade(config_for(connection), "0003"))
    days, patients, changes = look(
        new_url,
        rows_of(
            "SELECT level, sub, day, total, patients FROM evidence_day ORDER BY level, sub, day",
            "SELECT patient_id, part, latest, mizaj FROM evidence_patient"
            " ORDER BY patient_id, part",
            "SELECT level, sub, net FROM evidence_change ORDER BY level",
        ),
    )
    assert days[2:] == [(4, 2, 10, 2, 1), (4, 3, 11, 1, 1)]
    assert patients == [(1, 0, 11, 3), (1, 9, 10, 2), (2, 0, 10, 2)]
    assert changes == [(3, 0, NET), (4, 2, NET)]
    migrate(new_url)
    assert look(new_url, differences) == []


CHANGES = [
    [1, 1, 1, 5, 4, 0, 0, 0],
    [1, 0, 0, 1, 1, 3, 1, 0],
    [0, -1, 0, -2, -1, 5, 1, 0],
    [-3, -2, -1, -11, -7, -5, -1, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
]
"""What patients changed, by the sums that there were; the last took everything back."""


def packed(change: list[int]) -> int:
    return sum(value << 8 * place for place, value in enumerate(change))


def kept_packed(connection: Connection) -> list[Any]:
    """Bring a database to where nets were packed, and fill it."""
    command.upgrade(config_for(connection), "0004")
    for patient, change in enumerate(CHANGES):
        values = {"patient": patient, "net": packed(change)}
        for statement in (
            "INSERT INTO evidence_change (level, ref, sub, part, patient_id, net, latest)"
            " VALUES (3, 7, 0, 0, :patient, :net, 10)",
            "INSERT INTO evidence_cell_change (recommendation_id, cohort, patient_id, mizaj, sex,"
            " age, conditions, responses, latest) VALUES (7, 2, :patient, :net, 0, 0, 0, 0, 10)",
        ):
            connection.execute(text(statement), values)
    return []


def test_what_somebody_had_changed_can_still_be_taken_back(new_url: str) -> None:
    run(new_url, kept_packed)
    run(new_url, upgraded("0005"))
    nets, cells = look(
        new_url,
        rows_of(
            "SELECT net FROM evidence_change ORDER BY patient_id",
            "SELECT mizaj FROM evidence_cell_change ORDER BY patient_id",
        ),
    )
    assert nets == cells
    assert [net == 0 for (net,) in nets] == [False, False, False, False, True]
    assert nets[0] != nets[1]


REPORTED = (
    "INSERT INTO feedback (id, patient_id, diagnosis_id, recommendation_id, cohort, day, rating,"
    " symptom_improvement, compliance_score, got_worse, side_effects, success, effects, dated,"
    " observed_at, created_at, updated_at) VALUES"
    " (1, 1, 1, 7, 0, 10, 4, 4, 5, false, '[]', true, '[9]', true, 0, 0, 0),"
    " (2, 1, 1, 7, 0, 12, 2, 1, NULL, false, '[]', false, '[]', true, 0, 0, 0),"
    " (3, 1, 1, 7, 0, 11, 3, 3, NULL, false, '[]', true, '[]', true, 0, 0, 0)"
)


@pytest.mark.embedded
def test_each_patients_latest_report_waits_to_be_published(new_url: str) -> None:
    run(new_url, upgraded("0008"))
    run(new_url, lambda connection: connection.execute(text(REPORTED)).rowcount)
    migrate(new_url)
    (waiting,) = look(
        new_url,
        rows_of(
            "SELECT part, report_id, day, total, successes, rating_sum, compliance_sum, patients"
            " FROM evidence_waiting ORDER BY part"
        ),
    )
    assert waiting == [
        (-1, 1, 10, 0, 0, 0, 5, 1),
        (0, 2, 12, 1, 0, 2, 0, 1),
        (9, 1, 10, 1, 0, 0, 0, 1),
    ]


KEYS = ["عالیہڕضایی", "ګلگاوزبان", "گلگاوزبان", "sørbus"]
"""Keys as they were stored up to step 0008; the second and the third are one name now."""


def kept_by_other_letters(connection: Connection) -> list[Any]:
    """Bring a database to where keys had letters of their own, and fill it."""
    command.upgrade(config_for(connection), "0008")
    for id_, key in enumerate(KEYS, 1):
        for statement in (
            "INSERT INTO patient (id, full_name, name_key, conditions, allergies, medicines,"
            " none_known, version, created_at) VALUES (:id, :key, :key, '', '', '', '', 1, 0)",
            "INSERT INTO name (kind, key, ref_id) VALUES ('herb', :key, :id / 2)",
            "INSERT INTO side_effect (id, key, name) VALUES (:id, :key, :key)",
        ):
            connection.execute(text(statement), {"id": id_, "key": key})
    known = "INSERT INTO side_effect (id, key, name, code) VALUES (9, 'code:rash', 'rash', 'rash')"
    connection.execute(text(known))
    return []


def test_names_of_before_are_found_by_the_letters_of_now(new_url: str) -> None:
    run(new_url, kept_by_other_letters)
    migrate(new_url)
    patients, names, effects = look(
        new_url,
        rows_of(
            "SELECT name_key FROM patient ORDER BY id",
            "SELECT ref_id, key FROM name ORDER BY ref_id, key",
            "SELECT id, key FROM side_effect ORDER BY id",
        ),
    )
    assert [key for (key,) in patients] == [search_key(name) for name in KEYS]
    assert names == [(0, "عالیهرضایی"), (1, "گلگاوزبان"), (2, "sorbus")]
    assert effects == [
        (1, "عالیهرضایی"), (2, "ګلگاوزبان"), (3, "گلگاوزبان"), (4, "sorbus"), (9, "code:rash"),
    ]  # fmt: skip


def test_servers_that_start_at_once_migrate_once(new_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for started in [pool.submit(migrate, new_url) for _ in range(4)]:
            started.result(60)
    assert look(new_url, differences) == []


@pytest.mark.embedded
def test_a_step_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tajriba.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE ranking (id INTEGER)")  # in the way of the first step
    with pytest.raises(Unavailable):
        migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert tables.fetchall() == [("ranking",)]


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    nowhere = f"postgresql://somebody:secret@/tajriba?host={tmp_path}"
    with pytest.raises(Unavailable) as caught:
        migrate(nowhere)
    assert "secret" not in str(caught.value.__cause__)


@pytest.mark.embedded
def test_a_file_that_is_no_database_is_unavailable_and_stays_as_it_was(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("a hakim's notes, in more words than a database begins with\n" * 9)
    before = notes.read_bytes()
    for path in (notes, tmp_path, notes / "below.db"):
        with pytest.raises(Unavailable):
            migrate(f"sqlite:///{path}")
    assert notes.read_bytes() == before


@pytest.mark.embedded
def test_the_quick_look_finds_the_revision_that_alembic_does(tmp_path: Path) -> None:
    path = tmp_path / "tajriba.db"
    assert newest_revision() == ScriptDirectory.from_config(config_for(None)).get_current_head()
    assert revision_of(path) is None
    migrate(f"sqlite:///{path}")
    assert revision_of(path) == newest_revision()


@pytest.mark.embedded
def test_a_database_that_saw_no_step_has_no_revision(tmp_path: Path) -> None:
    path = tmp_path / "tajriba.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
        assert revision_of(path) is None
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        assert revision_of(path) is None
