"""How the remedies of a plan relate, and from when each of them is taken. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

Arrangement = Literal["together", "in_turn", "alternatives"]
"""All of them; one after the other, in the plan's order; or one of them instead of the others."""

MOST_DAYS: Final = 365
_DAY_MS: Final = 86_400_000


class Course(NamedTuple):
    """A remedy of a plan: for how many days it is taken, and from when (ms)."""

    recommendation_id: int
    duration_days: int | None
    starts_at: int


def arranged(arrangement: Arrangement, courses: Sequence[Course]) -> dict[int, Course]:
    """Return the courses of a plan by recommendation, with when each of them really starts.

    In turn that is when the days of the one before are over; one without days is taken for as long
    as a plan may say. Else each starts when it came into the plan.
    """
    found: dict[int, Course] = {}
    over = 0
    for one in courses:
        start = max(one.starts_at, over) if arrangement == "in_turn" else one.starts_at
        found[one.recommendation_id] = one._replace(starts_at=start)
        over = start + (one.duration_days or MOST_DAYS) * _DAY_MS
    return found


def started(
    arrangement: Arrangement,
    before: tuple[Arrangement, Mapping[int, Course]],
    recommendation_ids: Sequence[int],
    now: int,
) -> list[int]:
    """Return since when (ms) each remedy counts in a new plan.

    `before` is how the plan was arranged, and its courses. A remedy that is being taken goes on;
    one whose turn had not come counts from now, and so do those that were taken together and shall
    wait for their turn.
    """
    was, courses = before
    waits = arrangement == "in_turn" != was
    return [
        now if one not in courses or (waits and place) else min(courses[one].starts_at, now)
        for place, one in enumerate(recommendation_ids)
    ]
