"""What one report counts for others, part by part: the value of its patient while it is the latest
that stands. Pure.

Part 0 is the report without the answers that may be left out. Each of these is a part of its own,
numbered below 0, and so is each side effect, by its id: so that what is published of a part rests
on those alone who said something of it.
"""

from collections.abc import Iterator
from typing import Final

from tajriba.evidence.keys import Report
from tajriba.evidence.sums import SUMS, Counts, counts_of
from tajriba.feedback.answers import SCALES, Scale
from tajriba.patients.cohort import AXES, marks_of

WHOLE: Final = 0
OPTIONAL: Final[dict[int, Scale]] = {
    -number: scale
    for number, scale in enumerate((one for one in SCALES if not one.required), start=1)
}
"""The parts of answers that may be left out."""

_PATIENTS: Final = SUMS.index("patients")
_TOTAL: Final = SUMS.index("total")
_OF_OPTIONAL: Final = {
    part: (SUMS.index(scale.sum), SUMS.index(scale.count)) for part, scale in OPTIONAL.items()
}
_TURNS: Final = (0, 1, 0, 2, 0, 3, 0, 4)
"""Which axis is a patient's: every other one's is mizaj, which matters most to predictions."""


def counted_values(report: Report) -> Iterator[tuple[int, Counts]]:
    """Yield each part that a report says something of, with what its patient then counts."""
    counts = counts_of(report.answers, report.success)
    counts[_PATIENTS] = 1
    for part, (total, count) in _OF_OPTIONAL.items():
        if counts[count]:
            yield part, _only({total: counts[total], count: counts[count], _PATIENTS: 1})
        counts[total] = counts[count] = 0
    yield WHOLE, tuple(counts)
    for effect in report.effects:
        yield effect, _only({_TOTAL: 1, _PATIENTS: 1})


def _only(values: dict[int, int]) -> Counts:
    return tuple(values.get(place, 0) for place in range(len(SUMS)))


def value_of(report: Report, part: int) -> Counts | None:
    """Return what a report counts in a part, None where it says nothing of it."""
    return dict(counted_values(report)).get(part)


def stratum_of(report: Report) -> int:
    """Return the mark of the one stratum that a patient may count in, 0 where it is unknown.

    A patient has one axis, by their id: else two strata together would tell of few.
    """
    marks = marks_of(report.cohort)
    return marks[_TURNS[report.patient_id % len(_TURNS)] % len(AXES)]
