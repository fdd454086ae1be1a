"""Somebody who sees every published figure at all times, and a judge who knows of whom they are.

The attacker may add up and subtract figures of any times as they like. The judge writes each figure
as a sum of variables, one for each version of what a patient said of a part of a remedy, and asks
whether some combination that is not nothing rests on fewer than five patients.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.sums import MIN_PATIENTS, WINDOW_DAYS
from tajriba.evidence.tables import KEY, evidence_member, evidence_published
from tajriba.knowledge.service import parents_of
from tests.kit.clinics.in_memory_clinic import InMemoryClinic

Variable = tuple[int, int, int, int]
"""patient, report, version of the report, part"""

Form = frozenset[Variable]
"""The sum of these, each once: no figure holds a patient's value twice."""

Matrix = NDArray[np.int64]

PRIME = 2**31 - 1


@dataclass
class DisclosureAttacker:
    """Keeps the form of every figure that was visible at any time."""

    world: InMemoryClinic
    seen: set[Form] = field(default_factory=set)
    shown: dict[Key, tuple[int, Form]] = field(default_factory=dict)
    versions: dict[int, tuple[int, Any]] = field(default_factory=dict)

    def look(self) -> None:
        """Look at all that is published, after each step."""
        self._follow_reports()
        advanced = self._advanced()
        members = self._members() if advanced else {}
        for key, version in sorted(advanced.items(), key=lambda one: _children_first(one[0])):
            if key.level == Level.CELL or key.part:
                form = members[key.ref, key.part, key.sub]
            else:
                form = Form().union(*self._parts(key))
            self.shown[key] = (version, form)
            self.seen.add(form)

    def _follow_reports(self) -> None:
        for one in self.world.reports():
            number, answers = self.versions.get(one.feedback_id, (0, None))
            if answers != one.answers:
                self.versions[one.feedback_id] = (number + 1, one.answers)

    def _advanced(self) -> dict[Key, int]:
        """Return what was published since the last look; forget what has expired."""
        tx = self.world.tx
        columns = [evidence_published.c[name] for name in (*KEY, "version", "day")]
        found = {}
        for *key, version, day in map(tuple, tx.all(select(*columns))):
            place = Key(*key)
            if day <= tx.today - WINDOW_DAYS:
                self.shown.pop(place, None)
            elif self.shown.get(place, (0,))[0] != version:
                found[place] = version
        return found

    def _members(self) -> dict[tuple[int, int, int], Form]:
        found: dict[tuple[int, int, int], set[Variable]] = {}
        for row in self.world.tx.all(select(evidence_member)):
            version, _ = self.versions[row.report_id]
            said = (row.patient_id, row.report_id, version, row.part)
            place = (row.recommendation_id, row.part, row.stratum)
            found.setdefault(place, set()).add(said)
        return {place: Form(those) for place, those in found.items()}

    def _parts(self, key: Key) -> list[Form]:
        return [form for one, (_, form) in self.shown.items() if self._is_part(one, key)]

    def _is_part(self, one: Key, key: Key) -> bool:
        if key.level == Level.RECOMMENDATION:
            return one.level == Level.CELL and one.ref == key.ref
        if one.level != Level.RECOMMENDATION or one.part:
            return False
        of = parents_of(self.world.tx, one.ref)
        ref = of.condition_id if key.level == Level.CONDITION else of.herb_id
        return key.level == Level.ALL or key.ref == ref


def _children_first(key: Key) -> tuple[bool, bool, Key]:
    return key.level not in (Level.CELL, Level.RECOMMENDATION), key.level != Level.CELL, key


def told_of_few(forms: Iterable[Form]) -> set[int] | None:
    """Return up to four patients on whom, or on some of whom, a combination of forms rests; None
    where there is none.

    Exact but for a chance of about one in a thousand million. Patients whom a combination leaves
    out are those in whose variables it is nothing; so it rests on a set of patients alone if the
    variables of all others leave some combination free. A set that misses the patients of as many
    independent variables as there are forms can't be one: only sets that hit them are tried.
    """
    some = [form for form in forms if form]
    variables = sorted(set().union(*some)) if some else []
    rows = np.array([[one in form for one in variables] for form in some], dtype=np.int64)
    if not some:
        return None
    rows = _reduced(rows)[0]
    columns = np.unique(np.vstack([rows, [one[0] for one in variables]]), axis=1)
    matrix, patients = columns[:-1], columns[-1]
    tried: set[frozenset[int]] = set()

    def search(left_out: frozenset[int]) -> set[int] | None:
        if left_out in tried:
            return None
        tried.add(left_out)
        others = np.flatnonzero(~np.isin(patients, list(left_out)))
        _, pivots = _reduced(matrix[:, others])
        if len(pivots) < len(matrix):
            return set(left_out)
        if len(left_out) == MIN_PATIENTS - 1:
            return None
        hit = sorted({int(patients[others[place]]) for place in pivots})
        found = (search(left_out | {one}) for one in hit)
        return next((one for one in found if one is not None), None)

    return search(frozenset())


def _reduced(matrix: Matrix) -> tuple[Matrix, list[int]]:
    """Return the rows in echelon form modulo a prime, without empty ones, and their columns."""
    rows, pivots = matrix % PRIME, list[int]()
    for column in range(rows.shape[1]):
        top = len(pivots)
        below = np.flatnonzero(rows[top:, column])
        if not len(below):
            continue
        rows[[top, top + below[0]]] = rows[[top + below[0], top]]
        rows[top] = rows[top] * pow(int(rows[top, column]), -1, PRIME) % PRIME
        factors = rows[top + 1 :, column : column + 1]
        rows[top + 1 :] = (rows[top + 1 :] - factors * rows[top] % PRIME) % PRIME
        pivots.append(column)
        if len(pivots) == len(rows):
            break
    return rows[: len(pivots)], pivots
