"""What model 2 is given for one row of a table, counted by hand from the other rows."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from tajriba.kit.mizaj import Mizaj
from tajriba.predictions.fitting.report_columns import ReportRow
from tajriba.predictions.model import (
    CohortCounts,
    Counts,
    Evidence,
    Habit,
    Learned,
    MatchScore,
    Peers,
    PredictionInput,
    SimilarCondition,
    predict_learned,
)
from tajriba.predictions.model.inputs import Part
from tajriba.predictions.model.name_similarity import LEAST_SIMILARITY, rarities, word_similarity

Rows = Sequence[ReportRow]
_AGES = (18, 40, 60)


def reference_scores(rows: Rows, at: int, model: Learned) -> float:
    """Return what is foretold of a row, first by remedy, then by peers and habit."""
    return predict_learned(_with_habit(rows, at, model), model).posterior.mean


def _with_habit(rows: Rows, at: int, model: Learned) -> PredictionInput:
    mine = [j for j, row in enumerate(rows) if row.patient == rows[at].patient and j != at]
    expected = sum(_mean(_with_peers(rows, j, model, own=False), model) for j in mine)
    successes = sum(rows[j].success for j in mine)
    habit = Habit(successes, len(mine), expected) if mine else None
    return replace(_with_peers(rows, at, model, own=True), habit=habit)


def _mean(inputs: PredictionInput, model: Learned) -> float:
    return predict_learned(inputs, model).posterior.mean


def _with_peers(rows: Rows, at: int, model: Learned, *, own: bool) -> PredictionInput:
    wide = _wide(rows, at, lambda j: _mean(_plain(rows, j, own=False), model))
    within = _within(rows, at, lambda j: _mean(_with_wide(rows, j, model), model))
    return replace(_plain(rows, at, own=own), peers=(*wide, *within))


def _with_wide(rows: Rows, at: int, model: Learned) -> PredictionInput:
    wide = _wide(rows, at, lambda j: _mean(_plain(rows, j, own=False), model))
    return replace(_plain(rows, at, own=False), peers=wide)


def _wide(rows: Rows, at: int, expected: Callable[[int], float]) -> tuple[Peers, ...]:
    cells = [cell for cell in _ALIKE if cell(rows[at]) is not None]
    return tuple(_peers(rows, at, cell, expected, wide=True) for cell in cells)


def _within(rows: Rows, at: int, expected: Callable[[int], float]) -> tuple[Peers, ...]:
    cells = [cell for cell in _ALIKE if cell(rows[at]) is not None]
    keys = [_crossed(cell, name) for cell in cells for name in ("herb", "condition")]
    return tuple(_peers(rows, at, key, expected, wide=False) for key in keys)


def _crossed(cell: Callable[[ReportRow], object], name: str) -> Callable[[ReportRow], object]:
    return lambda row: (cell(row), getattr(row, name))


def _peers(
    rows: Rows,
    at: int,
    key: Callable[[ReportRow], object],
    expected: Callable[[int], float],
    *,
    wide: bool,
) -> Peers:
    same = [
        j
        for j, row in enumerate(rows)
        if row.patient != rows[at].patient and key(row) == key(rows[at])
    ]
    successes = sum(rows[j].success for j in same)
    return Peers(Habit(successes, len(same), sum(map(expected, same))), wide)


def _sex(row: ReportRow) -> str | None:
    return row.sex


def _band(row: ReportRow) -> int | None:
    return None if row.age is None else sum(row.age >= age for age in _AGES)


def _standing(row: ReportRow) -> int | None:
    return row.standing


def _responses(row: ReportRow) -> int | None:
    return row.responses


_ALIKE = (_sex, _band, _standing, _responses)


def _plain(rows: Rows, at: int, *, own: bool) -> PredictionInput:
    asked = rows[at]
    others = [row for row in rows if row.patient != asked.patient]
    mine = [
        row
        for j, row in enumerate(rows)
        if row.patient == asked.patient and j != at and row.recommendation == asked.recommendation
    ]

    def counts(keep: Callable[[ReportRow], bool]) -> Counts:
        return _counts([row for row in others if keep(row)], asked.day)

    def remedies(keep: Callable[[ReportRow], bool]) -> tuple[Counts, ...]:
        kept = [row for row in others if keep(row)]
        each = dict.fromkeys(row.recommendation for row in kept)
        return tuple(
            _counts([row for row in kept if row.recommendation == one], asked.day) for one in each
        )

    def pair(row: ReportRow) -> bool:
        return row.herb == asked.herb and row.condition == asked.condition

    return PredictionInput(
        Evidence(
            population=counts(lambda _: True),
            herb=counts(lambda row: row.herb == asked.herb),
            condition=counts(lambda row: row.condition == asked.condition),
            herb_condition=counts(pair),
            recommendation=counts(lambda row: row.recommendation == asked.recommendation),
            own=_counts(mine, asked.day) if own else None,
            herb_remedies=remedies(lambda row: row.herb == asked.herb and not pair(row)),
            condition_remedies=remedies(
                lambda row: row.condition == asked.condition and not pair(row)
            ),
        ),
        CohortCounts(
            asked.mizaj,
            {kind: counts(_taken_by(asked, kind)) for kind in {row.mizaj for row in rows} if kind},
        ),
        MatchScore() if asked.match is None else MatchScore(asked.match, known=True),
        similar_conditions=_similar_conditions(rows, asked, counts),
    )


def _taken_by(asked: ReportRow, mizaj: Mizaj) -> Callable[[ReportRow], bool]:
    return lambda row: row.recommendation == asked.recommendation and row.mizaj == mizaj


def _for(condition: str, herb: Hashable = None) -> Callable[[ReportRow], bool]:
    return lambda row: row.condition == condition and herb in (None, row.herb)


def _similar_conditions(
    rows: Rows, asked: ReportRow, counts: Callable[[Callable[[ReportRow], bool]], Counts]
) -> tuple[SimilarCondition, ...]:
    names = list(dict.fromkeys(row.condition for row in rows))
    rarity = rarities(names)
    shares = {name: word_similarity(asked.condition, name, rarity) for name in names}
    return tuple(
        SimilarCondition(
            share,
            counts(_for(name)),
            counts(_for(name, asked.herb)),
        )
        for name, share in shares.items()
        if name != asked.condition and share >= LEAST_SIMILARITY
    )


def _counts(rows: Rows, day: float | None) -> Counts:
    parts = tuple(
        Part(abs(row.day - day), int(row.success), 1, row.improvement)
        for row in rows
        if row.day is not None and day is not None
    )
    return Counts(
        sum(row.success for row in rows),
        len(rows),
        len({row.patient for row in rows}),
        sum(row.improvement for row in rows),
        parts,
    )
