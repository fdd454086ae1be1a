"""Atoms: which of the patients whose counted values have changed are published together. Pure.

An atom has at least 5 distinct patients who say something that was never published before. What
else it changes (a value replaced, withdrawn or too old) goes along. Why no combination of atoms
tells of fewer than 5 patients: docs/adr/0030-atoms.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tajriba.evidence.accounting.counted_values import OPTIONAL, WHOLE
from tajriba.evidence.sums import MIN_PATIENTS, RECENT_DAYS, SUMS, Counts

MIXED: Final = 0
"""The stratum of those who were published with patients of any."""

ENOUGH: Final = 20
"""From so many published patients on, another says more as one of a stratum."""

PATIENCE: Final = RECENT_DAYS
"""How many days a patient then waits for others of the same stratum."""

_SUCCESSES, _RATING = SUMS.index("successes"), SUMS.index("rating_sum")


class Value(NamedTuple):
    """What a patient counts in a part: by which report, of which day. `report_id` 0 is nothing."""

    patient_id: int
    report_id: int
    day: int
    stratum: int
    counts: Counts


class Waiting(NamedTuple):
    """A patient's value as it is now, and since which day it waits. One that was not `looked_up`
    is of no account where a later report's is published."""

    value: Value
    since: int
    looked_up: bool


class Change(NamedTuple):
    """What an atom changes of one patient. `fresh` tells whether `after` says something that was
    never published."""

    before: Value | None
    after: Value | None
    fresh: bool

    @property
    def patient_id(self) -> int:
        """Whose value it is."""
        return ((self.after or self.before) or _NOBODY).patient_id


_NOBODY = Value(0, 0, 0, 0, ())


class Atom(NamedTuple):
    """Changes that are published together, in one stratum of a part."""

    stratum: int
    changes: Sequence[Change]

    @property
    def delta(self) -> Counts:
        """What it adds to the sums of its stratum."""
        sums = [0] * len(SUMS)
        for before, after, _ in self.changes:
            for value, sign in ((before, -1), (after, 1)):
                if value is not None:
                    sums = [one + sign * more for one, more in zip(sums, value.counts, strict=True)]
        return tuple(sums)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a remedy: who waits, what of them is published (`before`), whose published value
    is too old, how many patients show, which strata still show, and who agrees no longer."""

    part: int
    today: int
    start: int
    waiting: Sequence[Waiting]
    before: Mapping[int, Value]
    expired: Sequence[Value]
    live: Set[int]
    shown: int
    barred: Set[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The atoms that close, and whose waiting is over without a trace in any figure."""

    atoms: list[Atom] = field(default_factory=list)
    settled: list[Change] = field(default_factory=list)


def plan_atoms(part: Part) -> Plan:
    """Return which atoms of a part close now."""
    plan = Plan()
    fresh: defaultdict[int, list[Change]] = defaultdict(list)
    along: defaultdict[int, list[Change]] = defaultdict(list)
    late: defaultdict[int, list[Change]] = defaultdict(list)
    for one in part.waiting:
        change = _change(part, one)
        stratum = _stratum(part, one, change)
        if _is_silent(part, change):
            plan.settled.append(change)
        elif not change.fresh:
            along[stratum].append(change)
        elif change.before is None and one.since <= part.today - PATIENCE:
            late[stratum].append(change)
        else:
            fresh[stratum].append(change)
    known = {one.value.patient_id for one in part.waiting}
    for value in part.expired:
        if value.patient_id not in known and value.stratum in part.live:
            along[value.stratum].append(Change(value, None, fresh=False))
    for stratum in sorted({*fresh, *late} - {MIXED}):
        if _closes(part.part, together := fresh[stratum] + late[stratum]):
            plan.atoms.append(Atom(stratum, together + along[stratum]))
            fresh[stratum] = late[stratum] = []
    mixed = fresh[MIXED] + [one for each in late.values() for one in each]
    if part.shown < ENOUGH:
        mixed += [one for mark, each in fresh.items() if mark for one in each if not one.before]
    if _closes(part.part, mixed):
        plan.atoms.append(Atom(MIXED, mixed + along[MIXED]))
    return plan


def _change(part: Part, one: Waiting) -> Change:
    before = part.before.get(one.value.patient_id)
    if before is not None and before.stratum not in part.live:
        before = None
    if one.value.patient_id in part.barred:
        return Change(before, None, fresh=False)
    if before is not None and not one.looked_up and _when(one.value) < _when(before):
        return Change(before, before, fresh=False)
    stands = one.value.report_id > 0 and one.value.day > part.start
    after = one.value if stands else None
    if before is None or after is None:
        return Change(before, after, fresh=after is not None)
    newer = after.report_id > before.report_id
    revised = after.report_id == before.report_id and after.counts != before.counts
    return Change(before, after, fresh=newer or revised)


def _when(value: Value) -> tuple[int, int]:
    return value.day, value.report_id


def _stratum(part: Part, one: Waiting, change: Change) -> int:
    """Return where a change belongs: where the patient is published, else their own stratum."""
    if change.before is not None:
        return change.before.stratum
    return one.value.stratum if part.part == WHOLE else MIXED


def _is_silent(part: Part, change: Change) -> bool:
    """Return whether no figure would change: of a side effect, who named it names it again."""
    before, after, fresh = change
    if before is None or after is None:
        return before is after
    return before.counts == after.counts and (not fresh or part.part > WHOLE)


def _closes(part: int, fresh: Iterable[Change]) -> bool:
    """Return whether enough patients are fresh, who do not all say the same."""
    counts = [one.after.counts for one in fresh if one.after]
    if len(counts) < MIN_PATIENTS:
        return False
    if part > WHOLE:
        return True
    told = (_SUCCESSES, _RATING) if part == WHOLE else (SUMS.index(OPTIONAL[part].sum),)
    return all(len({one[place] for one in counts}) > 1 for place in told)
