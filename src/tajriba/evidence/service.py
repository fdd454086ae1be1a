"""Reading evidence: published snapshots, their rankings and history, and exact own figures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, Literal

from sqlalchemy import Row, and_, bindparam, func, select

from tajriba.evidence.accounting.windows import of_one_patient
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.sums import BEFORE, SUMS, WINDOW_DAYS, Sums, Trend, Window, window_of
from tajriba.evidence.tables import (
    KEY,
    evidence_day,
    evidence_history,
    evidence_published,
)
from tajriba.evidence.wilson_interval import wilson
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx
from tajriba.patients.cohort import MIZAJ_NUMBER


@dataclass(frozen=True, slots=True)
class Published:
    """The snapshot of a key that others may see: each patient counts once, with their latest
    report. `before` is what was published 30 days earlier, as far as trends need it."""

    key: Key
    version: int
    published_at: int
    whole: Sums
    before: Sums
    trend: Trend
    rise: float | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the score."""
        return wilson(self.whole.score, self.whole.patients)


def _visible(today: int) -> Any:
    """A snapshot shows until its window has passed: a date that depends on nobody's reports."""
    return evidence_published.c.day > today - WINDOW_DAYS


_several = PreparedIn(
    lambda refs: select(evidence_published).where(
        evidence_published.c.level == bindparam("level"),
        evidence_published.c.ref.in_(refs),
        evidence_published.c.sub == bindparam("sub"),
        evidence_published.c.part == bindparam("part"),
        evidence_published.c.day > bindparam("start"),
    )
)


def published(tx: ReadTx, keys: Iterable[Key]) -> dict[Key, Published]:
    """Return the visible snapshots of `keys`, in their order; what is withheld is left out."""
    wanted, start = list(keys), tx.today - WINDOW_DAYS
    refs: dict[tuple[int, int, int], dict[int, None]] = {}
    for level, ref, sub, part in wanted:
        refs.setdefault((level, sub, part), {})[ref] = None
    found = {}
    for (level, sub, part), among in refs.items():
        places = {"level": level, "sub": sub, "part": part, "start": start}
        for row in tx.fetch_in(_several, list(among), **places):
            one = _published(row)
            found[one.key] = one
    return {key: found[key] for key in wanted if key in found}


def published_one(tx: ReadTx, key: Key) -> Published | None:
    """Return the visible snapshot of a key, or None where it is withheld."""
    return published(tx, [key]).get(key)


_parts = Prepared(
    lambda _: (
        select(evidence_published)
        .where(*(evidence_published.c[name] == bindparam(name) for name in KEY[:3]))
        .where(
            evidence_published.c.part > bindparam("nothing"),
            evidence_published.c.day > bindparam("start"),
        )
        .order_by(evidence_published.c.total.desc(), evidence_published.c.part)
    )
)


def published_parts(tx: ReadTx, key: Key) -> list[Published]:
    """Return the visible snapshots of the side effects of a key, most frequent first."""
    level, ref, sub, _ = key
    start = tx.today - WINDOW_DAYS
    rows = tx.fetch(_parts, level=level, ref=ref, sub=sub, nothing=0, start=start)
    return [_published(row) for row in rows]


_cells = PreparedIn(
    lambda refs: select(evidence_published).where(
        evidence_published.c.level == bindparam("level"),
        evidence_published.c.ref.in_(refs),
        evidence_published.c.sub.between(bindparam("first"), bindparam("last")),
        evidence_published.c.day > bindparam("start"),
    )
)


def published_by_mizaj(tx: ReadTx, recommendation_ids: Sequence[int]) -> list[Published]:
    """Return the visible snapshots of recommendations among patients of one mizaj each."""
    values = {"level": Level.CELL.value, "first": 1, "last": len(MIZAJ_NUMBER)}
    start = tx.today - WINDOW_DAYS
    rows = tx.fetch_in(_cells, recommendation_ids, **values, start=start)
    return sorted(map(_published, rows), key=attrgetter("key"))


Order = Literal["best", "worst", "rising"]


def ranking(tx: ReadTx, level: Level, order: Order, limit: int, min_total: int) -> list[Published]:
    """Return the first snapshots of a level: best by the lower end of the interval, worst by the
    upper end, rising by the size of a supported rise. One indexed query."""
    snapshot = evidence_published.c
    by: dict[Order, Any] = {
        "best": (snapshot.low.desc(), snapshot.ref),
        "worst": (snapshot.high, snapshot.ref),
        "rising": (snapshot.rise.desc(), snapshot.ref),
    }
    statement = select(evidence_published).where(
        snapshot.level == level.value, snapshot.part == 0, snapshot.total >= min_total
    )
    if order == "rising":
        statement = statement.where(snapshot.rise > 0, snapshot.trend == "improving")
    rows = tx.all(statement.where(_visible(tx.today)).order_by(*by[order]).limit(limit))
    return [_published(row) for row in rows]


def frequent_parts(tx: ReadTx, limit: int, min_total: int) -> list[list[Published]]:
    """Return the side effects with the most published reports over all recommendations, most
    frequent first; each by recommendation, likewise."""
    snapshot = evidence_published.c
    shown = and_(
        snapshot.level == Level.RECOMMENDATION.value, snapshot.part > 0, _visible(tx.today)
    )
    total = func.sum(snapshot.total)
    most = tx.all(
        select(snapshot.part)
        .where(shown)
        .group_by(snapshot.part)
        .having(total >= min_total)
        .order_by(total.desc(), snapshot.part)
        .limit(limit)
    )
    by_part: dict[int, list[Published]] = {row.part: [] for row in most}
    each = select(evidence_published).where(shown, snapshot.part.in_(by_part))
    for row in tx.all(each.order_by(snapshot.total.desc(), snapshot.ref)):
        by_part[row.part].append(_published(row))
    return list(by_part.values())


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is published: visible snapshots by level, and when the last was made (ms)."""

    by_level: dict[Level, int]
    last_published: int | None


_COUNTED = [level.value for level in (Level.CONDITION, Level.HERB, Level.RECOMMENDATION)]


def extent(tx: ReadTx) -> Extent:
    """Return how much is published now."""
    snapshot = evidence_published.c
    rows = tx.all(
        select(snapshot.level, func.count().label("n"), func.max(snapshot.published_at).label("at"))
        .where(snapshot.level.in_(_COUNTED), snapshot.part == 0, _visible(tx.today))
        .group_by(snapshot.level)
    )
    return Extent(
        {Level(row.level): int(row.n) for row in rows},
        max((int(row.at) for row in rows), default=None),
    )


def _places(*names: str) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return what takes the columns of these names out of a row of the table."""
    columns = evidence_published.c.keys()
    return itemgetter(*(columns.index(name) for name in names))


_key, _whole = _places(*KEY), _places(*SUMS)
_before = _places(*(f"before_{name}" for name in BEFORE))
_rest = _places("version", "published_at", "trend", "rise")


def _published(row: Sequence[Any]) -> Published:
    """Return the snapshot in a row of the table's columns."""
    version, published_at, trend, rise = _rest(row)
    return Published(
        key=Key(*_key(row)),
        version=version,
        published_at=published_at,
        whole=Sums(*_whole(row)),
        before=Sums(**dict(zip(BEFORE, _before(row), strict=True))),
        trend=trend,
        rise=rise,
    )


@dataclass(frozen=True, slots=True)
class Point:
    """What was published of a key at the end of a UTC day."""

    day: int
    score: float
    interval: tuple[float, float]
    sample_size: int
    patients: int


def history(tx: ReadTx, key: Key, days: int = 365) -> list[Point]:
    """Return the published evidence of a key over time, oldest first."""
    matches = (evidence_history.c[name] == value for name, value in key._asdict().items())
    statement = (
        select(evidence_history)
        .where(*matches, evidence_history.c.day > tx.today - days)
        .order_by(evidence_history.c.day)
    )
    return [point for row in tx.all(statement) if (point := _point(row))]


def _point(row: Row[Any]) -> Point | None:
    rate = row.successes / row.total if row.total else None
    interval = wilson(rate, row.patients)
    if rate is None or interval is None:
        return None
    return Point(row.day, rate, interval, row.total, row.patients)


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """The exact evidence of one recommendation within one diagnosis: one patient's reports."""

    recommendation_id: int
    window: Window
    course: Sums
    effects: dict[int, int]


_own = Prepared(
    lambda _: select(*(evidence_day.c[name] for name in ("sub", "part", "day", *SUMS))).where(
        evidence_day.c.level == bindparam("level"), evidence_day.c.ref == bindparam("ref")
    )
)


def own_evidence(tx: ReadTx, diagnosis_id: int) -> dict[int, OwnEvidence]:
    """Return a diagnosis' exact evidence by recommendation, from its own rows."""
    days: dict[int, dict[int, Sums]] = {}
    course: dict[int, Sums] = {}
    effects: dict[int, dict[int, int]] = {}
    for level in (Level.DIAGNOSIS, Level.COURSE):
        for sub, part, day, *values in tx.fetch(_own, level=level, ref=diagnosis_id):
            sums = Sums(*values)
            if level == Level.DIAGNOSIS:
                days.setdefault(sub, {})[day] = sums
            elif part and sums.total:
                effects.setdefault(sub, {})[part] = sums.total
            elif not part:
                course[sub] = sums
    return {
        sub: OwnEvidence(sub, one_patient(days.get(sub, {}), tx.today), sums, effects.get(sub, {}))
        for sub, sums in course.items()
    }


def one_patient(by_day: dict[int, Sums], today: int) -> Window:
    """Return the window of one patient's daily sums: its reports are of one distinct patient."""
    found = window_of(by_day, today)
    return Window(of_one_patient(found.whole), of_one_patient(found.recent))
