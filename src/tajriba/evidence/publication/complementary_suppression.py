"""Complementary suppression: which cells of a recommendation may be published with it, so that no
difference of figures is about fewer than five patients. Pure.

A cell is a recommendation among all patients who have one thing in common: a mark of
`patients/cohort.py`. The cells of one axis part the recommendation; what no cell of an axis shows
is its rest. The rules stand in docs/evidence.md, "Publication".
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from operator import sub
from typing import Final, NamedTuple, TypeVar

from tajriba.evidence.sums import MIN_PATIENTS
from tajriba.patients.cohort import AXES, axis_of, marks_of

_Key = TypeVar("_Key", bound=Hashable)
_Both = dict[tuple[int, int], "Count"]

REST: Final = 0
"""Stands for the rest of an axis among its marks."""


class Count(NamedTuple):
    """Reports, and the patients whose latest report of the recommendation is among them."""

    reports: int = 0
    patients: int = 0


NOTHING: Final = Count()


@dataclass(frozen=True, slots=True)
class SuppressionInput:
    """A recommendation of now, and its cohorts; the cells that others have seen of it, and who
    changed each of its cells since it was published last."""

    whole: Count
    cohorts: Mapping[int, Count]
    shown: Set[int]
    changed: Mapping[int, Set[int]]


class SuppressionDecision(NamedTuple):
    """The marks whose cells advance, and whether the recommendation may."""

    marks: list[int]
    may: bool


def suppress_complementary(suppression_input: SuppressionInput) -> SuppressionDecision:
    """Return what may advance: as many cells as do not tell of one to four patients.

    A cell needs 5 patients who changed it. The larger cells of an axis go first, mizaj before the
    other axes. The recommendation itself waits where its rest on an axis would tell of a few.
    """
    if not needs_suppression_check(suppression_input.shown, suppression_input.changed):
        return SuppressionDecision([], may=True)
    ready = ready_in(suppression_input.changed)
    sizes = _sizes(suppression_input.cohorts)
    ready.sort(key=lambda mark: (_place(mark), -sizes[mark], mark))
    view = _View(suppression_input, sizes, ready)
    while ready and (offender := view.offender()) is not None:
        ready.remove(offender)
        view = _View(suppression_input, sizes, ready)
    return SuppressionDecision(ready, not any(map(view.rest_is_few, _PLACES)))


def needs_suppression_check(shown: Set[int], changed: Mapping[int, Set[int]]) -> bool:
    """Return whether the cohorts must be known to settle what may advance.

    They need not where no cell is ready, and who changed the cells that show are enough to hide
    among on each axis.
    """
    late: dict[int, set[int]] = {_place(mark): set() for mark in shown}
    for mark in shown:
        late[_place(mark)].update(changed.get(mark, ()))
    few = any(len(who) < MIN_PATIENTS for who in late.values())
    return few or bool(ready_in(changed))


def ready_in(changed: Mapping[int, Set[int]]) -> list[int]:
    """Return the marks whose cells 5 distinct patients changed."""
    return [mark for mark, who in changed.items() if len(who) >= MIN_PATIENTS]


_PLACES: Final = range(len(AXES))
_PAIRS: Final = tuple(combinations(_PLACES, 2))


@lru_cache(maxsize=1024)
def _place(mark: int) -> int:
    return AXES.index(axis_of(mark))


def _sizes(cohorts: Mapping[int, Count]) -> defaultdict[int, int]:
    """Return how many patients there are in each cell."""
    found: defaultdict[int, int] = defaultdict(int)
    for number, count in cohorts.items():
        for mark in marks_of(number):
            found[mark] += count.patients
    return found


class _View:
    """What others would see if these cells advanced with the recommendation now."""

    def __init__(
        self, suppression_input: SuppressionInput, sizes: Mapping[int, int], advancing: list[int]
    ) -> None:
        self._advance = tuple(advancing)
        self._input = suppression_input
        visible = set(suppression_input.shown).union(advancing)
        visible -= {mark for mark in advancing if sizes[mark] < MIN_PATIENTS}
        late = visible.difference(advancing)
        self._shows = {_place(mark) for mark in visible}
        self._late = {
            mark: suppression_input.changed[mark]
            for mark in late
            if mark in suppression_input.changed
        }
        self._groups = _grouped(suppression_input, visible)

    def offender(self) -> int | None:
        """Return the last cell that advances and has a part in what tells of a few, or None."""
        moving = {_place(mark) for mark in self._advance}
        for place in sorted(moving):
            if self.rest_is_few(place):
                return self._advancing(place, REST)[-1]
        for one, other in _PAIRS:
            if one in moving or other in moving:
                for mark, crossed in self._few_between(one, other):
                    involved = self._advancing(one, mark) + self._advancing(other, crossed)
                    if involved:
                        return involved[-1]
        return None

    def rest_is_few(self, place: int) -> bool:
        """Return whether the recommendation less an axis' cells would tell of a few."""
        if place not in self._shows:
            return False
        rest = _total(count for seen, count in self._groups.items() if seen[place] == REST)
        return _is_few(rest, self._late_of(place, REST))

    def _few_between(self, one: int, other: int) -> Iterator[tuple[int, int]]:
        """Yield the cells of two axes whose difference, or sum less the whole, tells of a few."""
        if not {one, other} <= self._shows:
            return
        rows, columns, both = self._crossed(one, other)
        whole = self._input.whole
        for (mark, row), (crossed, column) in product(rows.items(), columns.items()):
            common = both.get((mark, crossed), NOTHING)
            patients = row.patients + column.patients - 2 * common.patients
            if MIN_PATIENTS <= patients <= whole.patients - MIN_PATIENTS:
                continue
            apart = Count(row.reports + column.reports - 2 * common.reports, patients)
            rest = Count(whole.reports - apart.reports, whole.patients - patients)
            late = self._late_of(one, mark) | self._late_of(other, crossed)
            if _is_few(apart, late) or _is_few(rest, late):
                yield mark, crossed

    def _crossed(self, one: int, other: int) -> tuple[dict[int, Count], dict[int, Count], _Both]:
        """Return the counts of the cells of two axes, and of what is common to two of them."""
        rows: defaultdict[int, list[Count]] = defaultdict(list)
        columns: defaultdict[int, list[Count]] = defaultdict(list)
        both: defaultdict[tuple[int, int], list[Count]] = defaultdict(list)
        for seen, count in self._groups.items():
            mark, crossed = seen[one], seen[other]
            rows[mark].append(count)
            columns[crossed].append(count)
            both[mark, crossed].append(count)
        return _totals(rows), _totals(columns), _totals(both)

    def _late_of(self, place: int, mark: int) -> set[int]:
        """Return who changed a cell that shows and does not advance; of a rest, any of its axis."""
        if mark != REST:
            return set(self._late.get(mark, ()))
        return set().union(*(who for one, who in self._late.items() if _place(one) == place))

    def _advancing(self, place: int, mark: int) -> list[int]:
        """Return which cells that advance have a part in a cell, or in the rest of its axis."""
        return [one for one in self._advance if _place(one) == place and mark in (REST, one)]


def _grouped(
    suppression_input: SuppressionInput, visible: Set[int]
) -> dict[tuple[int, ...], Count]:
    """Return the counts of those who are alike in all that shows."""
    parts: defaultdict[tuple[int, ...], list[Count]] = defaultdict(list)
    for number, count in suppression_input.cohorts.items():
        parts[tuple(mark if mark in visible else REST for mark in marks_of(number))].append(count)
    unknown = Count(*map(sub, suppression_input.whole, _total(suppression_input.cohorts.values())))
    parts[(REST,) * len(AXES)].append(unknown)
    return _totals(parts)


def _totals(parts: Mapping[_Key, Sequence[Count]]) -> dict[_Key, Count]:
    return {key: counts[0] if len(counts) == 1 else _total(counts) for key, counts in parts.items()}


def _total(counts: Iterable[Count]) -> Count:
    reports = patients = 0
    for count in counts:
        reports += count[0]
        patients += count[1]
    return Count(reports, patients)


def _is_few(count: Count, late: Set[int]) -> bool:
    """Return whether something would be told, and perhaps of fewer than 5 patients.

    The patients of a count and those who are late may be the same.
    """
    if count.patients >= MIN_PATIENTS or len(late) >= MIN_PATIENTS:
        return False
    return count.reports > 0 or bool(late)
