"""Somebody who sees every published snapshot, and a judge who knows whose reports made it."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

from sqlalchemy import select

from tajriba.evidence.keys import ALL_KEY, Key, Level, Report
from tajriba.evidence.sums import MIN_PATIENTS, WINDOW_DAYS
from tajriba.evidence.tables import KEY, evidence_published
from tajriba.patients.cohort import AXES, Axis, axis_of
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.generators.generated_histories import counts_for

Figures = tuple[int, ...]
Content = dict[int, Counter[Figures]]
"""By patient: what their reports in the window add to a snapshot, how often."""


def content_of(reports: list[Report], key: Key, today: int) -> Content:
    """Return whose reports a snapshot of now would rest on."""
    content: Content = {}
    for one in reports:
        if counts_for(one, key) and today - WINDOW_DAYS < one.day <= today:
            content.setdefault(one.patient_id, Counter())[_figures(one)] += 1
    return content


def _figures(report: Report) -> Figures:
    said = report.answers
    numbers = said.rating, said.symptom_improvement, said.compliance_score or 0
    return (report.success, *numbers)


def whom_it_tells_of(one: Content, others: list[Content]) -> set[int]:
    """Return the patients whose reports remain where `others` are taken from `one`."""
    people = set(one).union(*others)
    return {who for who in people if one.get(who, Counter()) != _sum(others, who)}


def _sum(contents: list[Content], who: int) -> Counter[Figures]:
    total: Counter[Figures] = Counter()
    for content in contents:
        total += content.get(who, Counter())
    return total


def is_few(people: set[int]) -> bool:
    """Return whether something is told of somebody, but of fewer people than may be shown."""
    return 0 < len(people) < MIN_PATIENTS


@dataclass
class DisclosureAttacker:
    """Keeps what was visible, key by key, and what it rested on."""

    world: InMemoryClinic
    versions: dict[Key, int] = field(default_factory=dict)
    seen: dict[Key, Content] = field(default_factory=dict)

    def look(self) -> set[Key]:
        """Look after a step; return the keys that advanced. Fails where one tells of a few."""
        today, reports = self.world.tx.today, self.world.reports()
        advanced = set()
        for row in self.world.tx.all(select(evidence_published)):
            key = Key(*(getattr(row, name) for name in KEY))
            if self.versions.get(key) == row.version:
                continue
            self.versions[key] = row.version
            content = content_of(reports, key, today)
            self._check_shown(key, bool(row.shown), content)
            if row.shown:
                self._check_change(key, content)
                self.seen[key] = content
                advanced.add(key)
            else:
                self.seen.pop(key, None)
        return advanced

    def _check_shown(self, key: Key, shown: bool, content: Content) -> None:
        """Fail where few show, or enough do not; a cell may be withheld, since patients count in
        the cohort of their latest report alone."""
        enough = len(content) >= MIN_PATIENTS
        assert enough if shown else key.level == Level.CELL or not enough, key

    def _check_change(self, key: Key, content: Content) -> None:
        before = self.seen.get(key)
        if before is not None:
            assert not is_few(whom_it_tells_of(content, [before])), ("difference of two", key)

    def check_parents(self, advanced: set[Key]) -> None:
        """Fail where a parent that advanced, less its published children, tells of a few."""
        for key in advanced & set(self._parents()):
            children = [self.seen[one] for one in self._children(key) if one in self.seen]
            assert not is_few(whom_it_tells_of(self.seen[key], children)), ("parent", key)

    def check_cells(self, advanced: set[Key]) -> None:
        """Fail where a recommendation that advanced, less its cells of an axis, tells of a few."""
        for key in advanced:
            if key.level == Level.RECOMMENDATION and not key.part:
                for axis in AXES:
                    cells = self._cells(key.ref, axis)
                    left = whom_it_tells_of(self.seen[key], cells) if cells else set[int]()
                    assert not is_few(left), ("cells", axis, key)

    def check_crossed(self, advanced: set[Key]) -> None:
        """Fail where cells of two axes that advanced together tell of a few by their difference."""
        cells = [key for key in advanced if key.level == Level.CELL]
        for one, other in combinations(cells, 2):
            if one.ref == other.ref and axis_of(one.sub) != axis_of(other.sub):
                left = whom_it_tells_of(self.seen[one], [self.seen[other]])
                assert not is_few(left), ("crossed", one, other)

    def _cells(self, recommendation_id: int, axis: Axis) -> list[Content]:
        return [
            content
            for key, content in self.seen.items()
            if (key.level, key.ref) == (Level.CELL, recommendation_id) and axis_of(key.sub) == axis
        ]

    def _parents(self) -> list[Key]:
        remedies = self.world.remedies
        conditions = {Key(Level.CONDITION, one.condition_id) for one in remedies}
        return [ALL_KEY, *conditions, *(Key(Level.HERB, one.herb_id) for one in remedies)]

    def _children(self, parent: Key) -> list[Key]:
        return [
            Key(Level.RECOMMENDATION, one.id)
            for one in self.world.remedies
            if parent
            in (ALL_KEY, Key(Level.CONDITION, one.condition_id), Key(Level.HERB, one.herb_id))
        ]
