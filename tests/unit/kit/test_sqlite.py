"""What is particular to SQLite: the files that a database consists of."""

from pathlib import Path

from sqlalchemy import text

from tajriba.kit.database.sqlite import SqliteDatabase
from tajriba.kit.database.transactions import WriteTx
from tests.kit.fakes.fake_clock import FakeClock

ROUNDS = 40


def test_a_closed_database_is_one_file(tmp_path: Path, clock: FakeClock) -> None:
    file = tmp_path / "tajriba.db"
    for count in range(ROUNDS):
        database = SqliteDatabase(file, clock)
        database.write_now(WriteTx.run, text(f"CREATE TABLE t{count} (x)"))
        database.read_now(lambda tx: tx.today)
        database.close()
        assert list(tmp_path.iterdir()) == [file], "what was written stands beside the file"
