"""Closing noisy atoms as of days of the calendar, and publishing what follows from them.

Every remedy that everybody may read of has an atom of each closing, whether anybody reported or
not: so that there is one tells nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, func, select

from tajriba.evidence.accounting.counted_values import WHOLE
from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.publication.atoms import Value
from tajriba.evidence.publication.noise import Noise, scale_of
from tajriba.evidence.publication.noisy_atoms import (
    YEAR_DAYS,
    Budget,
    Entry,
    Vector,
    closing_day,
    counting,
    figures_of,
    vector_of,
)
from tajriba.evidence.publication.snapshots import hide_others, store
from tajriba.evidence.sums import COORDINATES, SUMS, WINDOW_DAYS, Counts
from tajriba.evidence.tables import (
    evidence_closing,
    evidence_history,
    evidence_noisy_atom,
    evidence_noisy_entry,
    evidence_published,
    evidence_waiting,
)
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import recommendations_of
from tajriba.patients.vouching import who_counts

_waiting, _entry, _atom = evidence_waiting.c, evidence_noisy_entry.c, evidence_noisy_atom.c
_NOTHING: Final[Vector] = (0,) * len(COORDINATES)

_values = Prepared(
    lambda _: (
        select(
            _waiting.recommendation_id,
            *(_waiting[name] for name in ("patient_id", "report_id", "day", "stratum", *SUMS)),
        )
        .where(
            _waiting.part == bindparam("whole"),
            _waiting.report_id > bindparam("nothing"),
            _waiting.day > bindparam("start"),
        )
        .order_by(_waiting.patient_id)
    )
)
_claim = Prepared(
    lambda insert: (
        insert(evidence_closing).on_conflict_do_nothing().returning(evidence_closing.c.day)
    ),
    ["day", "scale", "epsilon", "entries"],
)
_add_atoms = Prepared(
    lambda insert: insert(evidence_noisy_atom), ["recommendation_id", "day", *COORDINATES]
)
_add_entries = Prepared(
    lambda insert: insert(evidence_noisy_entry), ["patient_id", "recommendation_id", "day"]
)


def due(tx: ReadTx, budget: Budget) -> int | None:
    """Return the day as of which atoms close now, None where none do."""
    return closing_day(last_closing(tx), tx.today, budget.days)


def last_closing(tx: ReadTx) -> int | None:
    """Return as of which day atoms closed last; None where none ever has."""
    found = tx.scalar(select(func.max(evidence_closing.c.day)))
    return None if found is None else int(found)


def release(tx: WriteTx, budget: Budget, *, everybody: bool, noise: Noise) -> list[int]:
    """Close the atoms that are due; return the recommendations of which figures show then."""
    first, day, scale = last_closing(tx) is None, due(tx, budget), scale_of(budget)
    if day is None or not _is_ours(tx, day, scale, budget):
        return []
    if first:
        _withdraw_exact_figures(tx)
    remedies = [one for one in recommendations_of(tx) if one.public]
    _close(tx, remedies, day, _counting(tx, remedies, day, budget, everybody), noise, scale)
    return _publish(tx, remedies, day)


def _is_ours(tx: WriteTx, day: int, scale: float, budget: Budget) -> bool:
    """Keep that this transaction closes the atoms of a day; False where another process does."""
    epsilon, entries = budget.epsilon, budget.entries
    return bool(tx.fetch(_claim, day=day, scale=scale, epsilon=epsilon, entries=entries))


def _withdraw_exact_figures(tx: WriteTx) -> None:
    """Have nothing show that was published without noise before."""
    tx.run(delete(evidence_published))
    tx.run(delete(evidence_history))


def _counting(
    tx: ReadTx,
    remedies: Sequence[RecommendationFacts],
    day: int,
    budget: Budget,
    everybody: bool,
) -> dict[Entry, Value]:
    """Return who counts in which atom, with what."""
    public = {one.id for one in remedies}
    by_patient = _values_by_patient(tx, public, day - WINDOW_DAYS)
    known = who_counts(tx, sorted(by_patient), "published", everybody=everybody)
    earlier = _earlier_entries(tx, day)
    return {
        Entry(patient_id, remedy, day): value
        for patient_id, values in by_patient.items()
        if patient_id in known
        for remedy, value in counting(values, earlier[patient_id], budget.entries, day).items()
    }


def _values_by_patient(tx: ReadTx, remedies: set[int], start: int) -> dict[int, dict[int, Value]]:
    rows = tx.fetch(_values, whole=WHOLE, nothing=0, start=start)
    found: dict[int, dict[int, Value]] = {}
    for remedy, patient_id, report_id, on, stratum, *counts in rows:
        if remedy in remedies:
            value = Value(patient_id, report_id, on, stratum, tuple(counts))
            found.setdefault(patient_id, {})[remedy] = value
    return found


def _earlier_entries(tx: ReadTx, day: int) -> defaultdict[int, list[Entry]]:
    columns = (_entry.patient_id, _entry.recommendation_id, _entry.day)
    statement = select(*columns).where(_entry.day > day - YEAR_DAYS)
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for patient_id, remedy, on in map(tuple, tx.all(statement)):
        found[patient_id].append(Entry(patient_id, remedy, on))
    return found


def _close(
    tx: WriteTx,
    remedies: Sequence[RecommendationFacts],
    day: int,
    entries: Mapping[Entry, Value],
    noise: Noise,
    scale: float,
) -> None:
    """Store the atoms with their noise, drawn for all at once, and who counts in them."""
    sums = {one.id: _NOTHING for one in remedies}
    for entry, value in entries.items():
        sums[entry.recommendation_id] = _plus(
            sums[entry.recommendation_id], vector_of(value.counts)
        )
    noisy = iter(noise([one for vector in sums.values() for one in vector], scale))
    tx.many_rows(
        _add_atoms, [(remedy, day, *(next(noisy) for _ in COORDINATES)) for remedy in sums]
    )
    tx.many_rows(_add_entries, [tuple(one) for one in entries])


def _plus(one: Sequence[int], other: Sequence[int]) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _publish(tx: WriteTx, remedies: Sequence[RecommendationFacts], day: int) -> list[int]:
    figures = noisy_figures(tx, day)
    shown: defaultdict[Key, Counts] = defaultdict(lambda: (0,) * len(SUMS))
    for one in remedies:
        if (counts := figures.get(one.id)) is not None:
            for key in _keys_of(one):
                shown[key] = _plus(shown[key], counts)
    for key, counts in shown.items():
        store(tx, key, counts, trends=False)
    hide_others(tx, shown.keys())
    return [one.id for one in remedies if one.id in figures]


def _keys_of(one: RecommendationFacts) -> tuple[Key, ...]:
    """Return a remedy's key, and those of its condition, its herb and all."""
    remedy = Key(Level.RECOMMENDATION.value, one.id)
    condition = Key(Level.CONDITION.value, one.condition_id)
    return remedy, condition, Key(Level.HERB.value, one.herb_id), ALL_KEY


def noisy_figures(tx: ReadTx, day: int) -> dict[int, Counts]:
    """Return what shows of recommendations after the closing of a day: of the atoms of its
    window."""
    statement = (
        select(_atom.recommendation_id, evidence_closing.c.scale, *(_atom[c] for c in COORDINATES))
        .join(evidence_closing, evidence_closing.c.day == _atom.day)
        .where(_atom.day > day - WINDOW_DAYS, _atom.day <= day)
    )
    atoms: defaultdict[int, list[Vector]] = defaultdict(list)
    variance: defaultdict[int, float] = defaultdict(float)
    for remedy, scale, *vector in map(tuple, tx.all(statement)):
        atoms[remedy].append(tuple(vector))
        variance[remedy] += scale**2
    found = {remedy: figures_of(those, variance[remedy]) for remedy, those in atoms.items()}
    return {remedy: counts for remedy, counts in found.items() if counts is not None}
