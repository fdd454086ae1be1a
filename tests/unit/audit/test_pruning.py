"""The oldest entries of the audit trail go, and the rest still proves itself."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from tajriba.audit.hash_chain import digest_of, new_salt, seal_of
from tajriba.audit.pruning import LEAST_DAYS, PRUNE, prune_audit
from tajriba.audit.service import Entry, record
from tajriba.audit.tables import audit
from tajriba.audit.verification import verify
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import WriteTx
from tests.unit.audit.test_hash_chain import Groups, ids, picked, places, trails, written

YEARS = 2 * LEAST_DAYS * DAY_MS


def later(tx: WriteTx) -> WriteTx:
    """Return a transaction of two years later."""
    return WriteTx(tx.connection, tx.now + YEARS)


@given(trails, trails, st.integers(1, 12))
def test_what_is_left_still_proves_itself(old: Groups, new: Groups, most: int) -> None:
    with written(old) as tx:
        count, after = sum(map(len, old)), later(tx)
        noted = verify(tx).seal
        for group in new:
            record(after, *group)
        last = verify(after).seal
        pruned = prunings = 0
        while some := prune_audit(after, after.now - LEAST_DAYS * DAY_MS, most):
            pruned, prunings = pruned + some, prunings + 1
            verdict = verify(after, last)
            assert (verdict.broken, verdict.pruned, verdict.expected_found) == (None, pruned, True)
        assert pruned == count
        assert verify(after).entries == sum(map(len, new)) + prunings
        assert verify(after, noted).expected_found


@given(trails, places)
def test_an_entry_that_is_taken_out_is_still_found(groups: Groups, place: float) -> None:
    with written(groups) as tx:
        after = later(tx)
        for group in groups:
            record(after, *group)
        prune_audit(after, after.now - LEAST_DAYS * DAY_MS, 1000)
        one = picked(after, place)
        after.run(delete(audit).where(audit.c.id == one))
        assert verify(after).broken is not None or one > max(ids(after))


def test_entries_of_before_there_were_seals_go_too() -> None:
    with written([]) as tx:
        old = {"at": 1, "action": "patient.create", "subject": "patient", "subject_id": 1}
        for _ in range(3):
            tx.run(audit.insert().values(**old))
        assert prune_audit(tx, tx.now - YEARS, 2) == 2
        verdict = verify(tx)
        assert (verdict.unsealed, verdict.pruned, verdict.broken) == (1, 2, None)


def test_nothing_younger_than_a_year_is_pruned() -> None:
    with written([[Entry(1, "patient.update", "patient", 1)]]) as tx:
        with pytest.raises(ValueError, match="a year"):
            prune_audit(tx, tx.now, 10)
        assert prune_audit(tx, tx.now - LEAST_DAYS * DAY_MS, 10) == 0
        assert verify(tx).entries == 1


@pytest.mark.parametrize(
    "after",
    [
        {"seal": "", "until": 1_795_348_800_000, "pruned": 1},
        {"seal": "", "until": "long ago", "pruned": 1},
        {},
    ],
)
def test_a_forged_pruning_is_found(after: dict[str, Any]) -> None:
    with written([[Entry(1, "patient.update", "patient", 1)] * 3]) as tx:
        tx.run(delete(audit).where(audit.c.id == 1))
        record(tx, Entry(None, PRUNE, "audit", 0, after=after))
        assert verify(tx).broken == ids(tx)[-1]


@pytest.mark.parametrize("after", [None, "{", "[]"])
def test_a_pruning_that_was_changed_is_found(after: str | None) -> None:
    with written([[Entry(1, "patient.update", "patient", 1)] * 3]) as tx:
        year = later(tx)
        assert prune_audit(year, year.now - LEAST_DAYS * DAY_MS, 2) == 2
        one = audit.c.action == PRUNE
        year.run(update(audit).where(one).values(after=after))
        assert verify(year).broken == year.scalar(select(audit.c.id).where(one))


def test_a_pruning_that_was_made_anew_has_another_seal() -> None:
    """Who may write can seal what they like; a seal that was noted elsewhere tells."""
    with written([[Entry(1, "patient.update", "patient", 1)] * 3]) as tx:
        year = later(tx)
        record(year, Entry(1, "patient.update", "patient", 1))
        prune_audit(year, year.now - LEAST_DAYS * DAY_MS, 10)
        noted = verify(year).seal
        row = year.first(select(audit).where(audit.c.action == PRUNE))
        assert row is not None
        salt, told = new_salt(), orjson.dumps(orjson.loads(row.after) | {"pruned": 1}).decode()
        digest = digest_of(salt, None, 0, None, told)
        before = year.scalar(select(audit.c.seal).where(audit.c.id == row.id - 1))
        seal = seal_of(before, row.at, PRUNE, "audit", digest)
        forged = {"after": told, "salt": salt, "digest": digest, "seal": seal}
        year.run(update(audit).where(audit.c.id == row.id).values(**forged))
        assert not verify(year, noted).expected_found
