"""Reading who waits to be published, and storing the atoms that close."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import and_, bindparam, delete, exists, insert, select

from tajriba.evidence.accounting.counted_values import WHOLE
from tajriba.evidence.keys import Level
from tajriba.evidence.publication.atoms import MIXED, Atom, Change, Part, Value, Waiting
from tajriba.evidence.sums import SUMS, WINDOW_DAYS
from tajriba.evidence.tables import (
    PLACE,
    evidence_atom,
    evidence_entry,
    evidence_member,
    evidence_published,
    evidence_waiting,
)
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx, inserting
from tajriba.patients.consent.service import consenting
from tajriba.patients.vouching import vouched

_VALUE: Final = ("part", "patient_id", "report_id", "day", "stratum", *SUMS)
_PATIENTS: Final = SUMS.index("patients")
_waiting, _member = evidence_waiting.c, evidence_member.c

_waiting_patients = Prepared(
    lambda _: (
        select(_waiting.patient_id)
        .where(_waiting.recommendation_id == bindparam("recommendation_id"))
        .distinct()
    )
)
_who_waits = Prepared(
    lambda _: (
        select(_waiting.since, _waiting.looked_up, *(_waiting[name] for name in _VALUE))
        .where(_waiting.recommendation_id == bindparam("recommendation_id"))
        .order_by(_waiting.part, _waiting.patient_id)
    )
)
_what_is_published = Prepared(
    lambda _: (
        select(*(_member[name] for name in _VALUE))
        .join(
            evidence_waiting,
            and_(*(_member[name] == _waiting[name] for name in PLACE)),
        )
        .where(_waiting.recommendation_id == bindparam("recommendation_id"))
    )
)
_what_is_old = Prepared(
    lambda _: select(*(_member[name] for name in _VALUE)).where(
        _member.recommendation_id == bindparam("recommendation_id"),
        _member.day <= bindparam("start"),
    )
)
_what_shows = Prepared(
    lambda _: select(
        evidence_published.c.level,
        evidence_published.c.sub,
        evidence_published.c.part,
        evidence_published.c.patients,
    ).where(
        evidence_published.c.level.between(bindparam("remedy"), bindparam("cell")),
        evidence_published.c.ref == bindparam("recommendation_id"),
        evidence_published.c.day > bindparam("start"),
    )
)
_every_waiting = Prepared(
    lambda _: select(_waiting.recommendation_id).distinct().order_by(_waiting.recommendation_id)
)
_add_atom = inserting(evidence_atom, ["recommendation_id", "part", "stratum", "day", "anew", *SUMS])
_add_entries = Prepared(
    lambda insert: insert(evidence_entry), ["atom_id", "patient_id", "before", "after", "fresh"]
)
_KEPT: Final = ("report_id", "day", "stratum", *SUMS)
_put_members = Prepared(
    lambda insert: (statement := insert(evidence_member)).on_conflict_do_update(
        index_elements=PLACE, set_={name: statement.excluded[name] for name in _KEPT}
    ),
    [*PLACE, *_KEPT],
)
_drop_members = Prepared(
    lambda _: delete(evidence_member).where(*(_member[name] == bindparam(name) for name in PLACE)),
    PLACE,
)
_drop_waiting = Prepared(
    lambda _: delete(evidence_waiting).where(
        *(_waiting[name] == bindparam(name) for name in PLACE)
    ),
    PLACE,
)
_drop_old = Prepared(
    lambda _: delete(evidence_member).where(
        _member.recommendation_id == bindparam("recommendation_id"),
        _member.part == bindparam("part"),
        _member.stratum == bindparam("stratum"),
        _member.day <= bindparam("start"),
    ),
    ["recommendation_id", "part", "stratum", "start"],
)


def waiting_of(tx: ReadTx) -> list[int]:
    """Return the recommendations of which anybody's value waits."""
    return [int(row[0]) for row in tx.fetch(_every_waiting)]


def parts_of(tx: ReadTx, recommendation_id: int, *, everybody: bool) -> Iterator[Part]:
    """Yield what waits of each part of a recommendation, of those who count for others.

    Who is published already still counts, vouched for or not: else their value would stand for
    good. Who agrees no longer is barred, and so is what they said before they agreed again: what is
    published of it is taken back.
    """
    start = tx.today - WINDOW_DAYS
    of: dict[str, Any] = {"recommendation_id": recommendation_id}
    ids = sorted(row[0] for row in tx.fetch(_waiting_patients, **of))
    agreed = consenting(tx, ids, "published")
    counting = set(agreed) if everybody else vouched(tx, sorted(agreed))
    before = _by_part(tx.fetch(_what_is_published, **of))
    if not (counting or before):
        return
    expired = _by_part(tx.fetch(_what_is_old, **of, start=start))
    levels = {"remedy": Level.RECOMMENDATION.value, "cell": Level.CELL.value}
    live, shown = _showing(tx.fetch(_what_shows, **of, **levels, start=start))
    barred: defaultdict[int, set[int]] = defaultdict(set)
    waiting: defaultdict[int, list[Waiting]] = defaultdict(list)
    for since, looked_up, part, *row in tx.fetch(_who_waits, **of):
        patient_id, report_id = row[0], row[1]
        if 0 < report_id <= agreed.get(patient_id, report_id):
            barred[part].add(patient_id)
        if patient_id in before[part] or patient_id in counting - barred[part]:
            waiting[part].append(Waiting(_value(row), since, bool(looked_up)))
    for part, those in sorted(waiting.items()):
        yield Part(
            part=part,
            today=tx.today,
            start=start,
            waiting=those,
            before=before[part],
            expired=list(expired[part].values()),
            live=live[part],
            shown=shown[part],
            barred=barred[part],
        )


def _value(row: Sequence[Any]) -> Value:
    patient_id, report_id, day, stratum, *counts = row
    return Value(patient_id, report_id, day, stratum, tuple(counts))


def _by_part(rows: Sequence[Any]) -> defaultdict[int, dict[int, Value]]:
    found: defaultdict[int, dict[int, Value]] = defaultdict(dict)
    for part, *row in rows:
        found[part][row[0]] = _value(row)
    return found


def _showing(rows: Sequence[Any]) -> tuple[defaultdict[int, set[int]], defaultdict[int, int]]:
    """Return by part which strata show, and how many patients."""
    live: defaultdict[int, set[int]] = defaultdict(set)
    shown: defaultdict[int, int] = defaultdict(int)
    for level, stratum, part, patients in rows:
        if level == Level.CELL or part != WHOLE:
            live[part].add(stratum if part == WHOLE else MIXED)
            shown[part] += patients
    return live, shown


def close(tx: WriteTx, recommendation_id: int, of: Part, atom: Atom, *, anew: bool) -> None:
    """Store an atom with its entries, and what is published of its patients from now on.

    Who is barred waits on, for the day on which they agree again.
    """
    part = of.part
    if anew:
        start = tx.today - WINDOW_DAYS
        tx.many_rows(_drop_old, [(recommendation_id, part, atom.stratum, start)])
    figures = dict(zip(SUMS, atom.delta, strict=True))
    atom_id = tx.insert(
        _add_atom,
        recommendation_id=recommendation_id,
        part=part,
        stratum=atom.stratum,
        day=tx.today,
        anew=anew,
        **figures,
    )
    entries = [
        (
            atom_id,
            one.patient_id,
            one.before.report_id if one.before else 0,
            one.after.report_id if one.after else 0,
            one.fresh,
        )
        for one in atom.changes
    ]
    tx.many_rows(_add_entries, entries)
    done = [one.patient_id for one in atom.changes if one.patient_id not in of.barred]
    _keep(tx, recommendation_id, part, atom.changes, atom.stratum)
    _end_waiting(tx, recommendation_id, part, done)


def settle(tx: WriteTx, recommendation_id: int, part: int, changes: Sequence[Change]) -> None:
    """End the waiting of those whose change is in no figure."""
    _keep(tx, recommendation_id, part, changes, None)
    done = [one.patient_id for one in changes if one.before or one.after]
    _end_waiting(tx, recommendation_id, part, done)


def take_back(tx: WriteTx, patient_id: int, recommendation_ids: Sequence[int]) -> None:
    """Have what is published of a patient in some remedies wait: the next atom that closes takes it
    back where they agree no longer."""
    mine = (_member.patient_id == patient_id, _member.recommendation_id.in_(recommendation_ids))
    waits = exists().where(*(_member[name] == _waiting[name] for name in PLACE))
    names = [*PLACE, *_KEPT]
    found = tx.all(select(*(_member[name] for name in names)).where(*mine, ~waits))
    rows = [{**row._mapping, "since": tx.today, "looked_up": True} for row in found]
    if rows:
        tx.run(insert(evidence_waiting).values(rows))


def _keep(
    tx: WriteTx, recommendation_id: int, part: int, changes: Sequence[Change], stratum: int | None
) -> None:
    """Keep the values of `changes` as published, in a stratum, or in the one each was in."""
    put, drop = [], []
    for before, after, _ in changes:
        value = after or before
        if value is None:
            continue
        place = (recommendation_id, part, value.patient_id)
        if after is None:
            drop.append(place)
        else:
            kept = before.stratum if stratum is None and before else (stratum or MIXED)
            put.append((*place, after.report_id, after.day, kept, *after.counts))
    tx.many_rows(_put_members, put)
    tx.many_rows(_drop_members, drop)


def _end_waiting(tx: WriteTx, recommendation_id: int, part: int, ids: Sequence[int]) -> None:
    tx.many_rows(_drop_waiting, [(recommendation_id, part, one) for one in ids])
