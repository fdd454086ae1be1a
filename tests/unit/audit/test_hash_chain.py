"""The seals of the audit trail: every change of it is found, and an erasure leaves it whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, select, update

from tajriba.audit.hash_chain import digest_of
from tajriba.audit.service import Entry, record
from tajriba.audit.tables import audit
from tajriba.audit.verification import Verdict, verify
from tajriba.kit.database.transactions import WriteTx
from tests.kit.fakes.fake_clock import FakeClock

Groups = list[list[Entry]]

entries = st.builds(
    Entry,
    actor_id=st.none() | st.integers(1, 5),
    action=st.sampled_from(["patient.update", "record.read"]),
    subject=st.sampled_from(["patient", "user"]),
    subject_id=st.integers(1, 5),
    after=st.none() | st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=2),
)
trails = st.lists(st.lists(entries, min_size=1, max_size=3), min_size=1, max_size=4)
places = st.floats(0, 1, exclude_max=True)


@contextmanager
def written(groups: Groups) -> Iterator[WriteTx]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        audit.create(connection)
        tx = WriteTx(connection, FakeClock()())
        for group in groups:
            record(tx, *group)
        yield tx


def ids(tx: WriteTx) -> list[int]:
    return [row.id for row in tx.all(select(audit.c.id).order_by(audit.c.id))]


def picked(tx: WriteTx, place: float) -> int:
    found = ids(tx)
    return found[int(place * len(found))]


CHANGES: dict[str, Any] = {
    "at": 1,
    "actor_id": 99,
    "action": "other",
    "subject": "other",
    "subject_id": 99,
    "before": '{"other":1}',
    "after": '{"other":1}',
    "salt": "00" * 16,
    "digest": "0" * 64,
    "seal": "0" * 64,
}


@given(trails)
def test_what_was_written_is_found_whole(groups: Groups) -> None:
    with written(groups) as tx:
        count = sum(map(len, groups))
        last = tx.scalar(select(audit.c.seal).order_by(audit.c.id.desc()).limit(1))
        assert verify(tx) == Verdict(count, 0, 0, 0, last, None, expected_found=True)


@given(trails, places, st.sampled_from(sorted(CHANGES)))
def test_any_change_is_found(groups: Groups, place: float, column: str) -> None:
    with written(groups) as tx:
        one = picked(tx, place)
        tx.run(update(audit).where(audit.c.id == one).values({column: CHANGES[column]}))
        assert verify(tx).broken == one


@given(trails, places)
def test_a_missing_entry_is_found(groups: Groups, place: float) -> None:
    with written(groups) as tx:
        one = picked(tx, place)
        last = verify(tx).seal
        tx.run(delete(audit).where(audit.c.id == one))
        left = [other for other in ids(tx) if other > one]
        assert verify(tx).broken == (left[0] if left else None)
        assert not verify(tx, last).expected_found or left


@given(trails, places)
def test_an_erasure_leaves_the_chain_whole(groups: Groups, place: float) -> None:
    with written(groups) as tx:
        seal = verify(tx).seal
        one = audit.c.id == picked(tx, place)
        gone = {"actor_id": None, "subject_id": 0, "before": None, "after": None, "salt": None}
        tx.run(update(audit).where(one).values(gone))
        verdict = verify(tx, seal)
        assert (verdict.broken, verdict.erased, verdict.expected_found) == (None, 1, True)


def test_entries_of_before_there_were_seals_come_first() -> None:
    before = {"at": 1, "action": "patient.create", "subject": "patient", "subject_id": 1}
    with written([]) as tx:
        tx.run(audit.insert().values(**before))
        record(tx, Entry(1, "patient.update", "patient", 1))
        assert (verify(tx).unsealed, verify(tx).broken) == (1, None)
        tx.run(audit.insert().values(**before))
        assert verify(tx).broken == 3


def test_the_same_words_have_another_digest_each_time() -> None:
    assert digest_of("a", 1, "said") != digest_of("b", 1, "said")
    with written([[Entry(1, "patient.update", "patient", 1)] * 2]) as tx:
        assert len({row.digest for row in tx.all(select(audit.c.digest))}) == 2
