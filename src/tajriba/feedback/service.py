"""Storing and reading reports. What follows for the evidence is in `evidence` and `loop`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select, update

from tajriba.feedback.answers import NULLABLE, Answers, SideEffect
from tajriba.feedback.schemas import FeedbackIn, FeedbackRevision, FeedbackView
from tajriba.feedback.side_effect_codes import EffectIds, forget_names
from tajriba.feedback.success import is_success
from tajriba.feedback.tables import BOUND_BY, feedback
from tajriba.kit.clock import DAY_MS, day_of, iso, to_ms
from tajriba.kit.database.encrypted_columns import decrypt_text, encrypt_text, encrypted_columns
from tajriba.kit.database.transactions import ReadTx, WriteTx, inserting
from tajriba.kit.errors import NotFound, bad_field
from tajriba.kit.i18n import Lang
from tajriba.knowledge.vocabulary.terms import in_language

OBSERVED_BACK_MS = 30 * DAY_MS
CLOCK_SKEW_MS = 5 * 60_000
"""A phone's clock may be ahead by this much; its report then counts as of now."""


class Stored(NamedTuple):
    """A report as the evidence needs it, with its columns for reading and the audit trail."""

    id: int
    patient_id: int
    diagnosis_id: int
    recommendation_id: int
    cohort: int
    day: int
    answers: Answers
    success: bool
    effects: tuple[int, ...]
    dated: bool
    observed_at: int
    created_at: int
    updated_at: int

    def shown(self) -> dict[str, Any]:
        """Return the report as its patient is shown it, ready for JSON."""
        return {
            "id": self.id,
            "recommendation_id": self.recommendation_id,
            "diagnosis_id": self.diagnosis_id,
            "patient_id": self.patient_id,
            **self.answers.shown(),
            "observed_at": iso(self.observed_at),
            "created_at": iso(self.created_at),
            "updated_at": iso(self.updated_at),
        }

    def shown_in(self, lang: Lang) -> dict[str, Any]:
        """The same, with side effects that have a name by the name that a language has for them."""
        said = self.shown()
        for effect in said["side_effects"]:
            effect["name"] = in_language(effect["name"], lang)
        return said

    def view(self) -> FeedbackView:
        """Return the report as shown, checked against what is documented."""
        return FeedbackView.model_validate(self.shown())


_COLUMNS = [column for column in feedback.c if column.name not in ("id", "withdrawn_at")]
_NAMES = [column.name for column in _COLUMNS]
_insert = inserting(feedback, _NAMES)


def observed_ms(tx: ReadTx, body: FeedbackIn) -> int:
    """Return when a report was observed; raises `Invalid` for the future or over 30 days back."""
    if body.observed_at is None:
        return tx.now
    observed = to_ms(body.observed_at)
    if observed > tx.now + CLOCK_SKEW_MS:
        raise bad_field("observed_at", "observed_in_future")
    if observed < tx.now - OBSERVED_BACK_MS:
        raise bad_field("observed_at", "observed_too_old", days=30)
    return min(observed, tx.now)


@dataclass(frozen=True, slots=True)
class Course:
    """Whose report it is, of what, and the number of the patient's cohort."""

    patient_id: int
    diagnosis_id: int
    recommendation_id: int
    cohort: int


def store(
    tx: WriteTx,
    course: Course,
    body: FeedbackIn,
    observed_at: int,
    known: EffectIds,
) -> Stored:
    """Insert a report and return it."""
    answers = body.answers()
    return insert(
        tx,
        Stored(
            id=0,
            patient_id=course.patient_id,
            diagnosis_id=course.diagnosis_id,
            recommendation_id=course.recommendation_id,
            cohort=course.cohort,
            day=day_of(observed_at),
            answers=answers,
            success=is_success(answers),
            effects=known.of(answers.side_effects),
            dated=True,
            observed_at=observed_at,
            created_at=tx.now,
            updated_at=tx.now,
        ),
    )


def insert(tx: WriteTx, new: Stored) -> Stored:
    """Insert a report whose id is not known yet, and return it with its id."""
    return new._replace(id=tx.insert(_insert, **_row(tx, new)))


def _row(tx: ReadTx, stored: Stored) -> dict[str, Any]:
    row = stored._asdict()
    del row["id"], row["answers"]
    row |= stored.answers._asdict()
    row["side_effects"] = _json([list(one) for one in stored.answers.side_effects])
    row["effects"] = _json(stored.effects)
    bound = _bound_by(stored)
    return row | {
        name: encrypt_text(tx, feedback.c[name], row[name], *bound) for name in _ENCRYPTED
    }


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_ENCRYPTED = tuple(encrypted_columns(feedback))
_TEXTS = (*_ENCRYPTED, "effects")
_bound_by = attrgetter(*BOUND_BY)
_PLAIN = [name for name in Stored._fields if name not in ("answers", "effects")]


def stored_of(tx: ReadTx, row: Any) -> Stored:
    """Return the report in a row of the table; raises `DataUnreadable`."""
    said = {name: getattr(row, name) for name in Answers._fields}
    bound = _bound_by(row)
    said |= {name: decrypt_text(tx, feedback.c[name], said[name], *bound) for name in _ENCRYPTED}
    said["side_effects"] = tuple([SideEffect(*one) for one in orjson.loads(said["side_effects"])])
    return Stored(
        **{name: getattr(row, name) for name in _PLAIN},
        answers=Answers(**said),
        effects=tuple(orjson.loads(row.effects)),
    )


def find(tx: ReadTx, feedback_id: int) -> Stored:
    """Return a report; raises `NotFound` for one that is withdrawn or does not exist."""
    row = tx.first(
        select(feedback).where(feedback.c.id == feedback_id, feedback.c.withdrawn_at.is_(None))
    )
    if row is None:
        raise NotFound
    return stored_of(tx, row)


def find_any(tx: ReadTx, feedback_ids: Sequence[int]) -> list[Stored]:
    """Return reports in the order of their ids, withdrawn ones too."""
    statement = select(feedback).where(feedback.c.id.in_(feedback_ids)).order_by(feedback.c.id)
    return [stored_of(tx, row) for row in tx.all(statement)]


def find_unwithdrawn(tx: ReadTx, feedback_ids: Sequence[int]) -> list[Stored]:
    """Return those of the reports that are not withdrawn, in the order of their ids."""
    statement = select(feedback).where(
        feedback.c.id.in_(feedback_ids), feedback.c.withdrawn_at.is_(None)
    )
    return [stored_of(tx, row) for row in tx.all(statement.order_by(feedback.c.id))]


def reports_of(tx: ReadTx, patient_ids: Sequence[int], withdrawn: bool = False) -> Iterator[Stored]:
    """Yield every report of patients that stands, or else every one that is withdrawn."""
    at = feedback.c.withdrawn_at
    which = at.is_not(None) if withdrawn else at.is_(None)
    statement = select(feedback).where(feedback.c.patient_id.in_(patient_ids), which)
    yield from (stored_of(tx, row) for row in tx.all(statement))


def history(
    tx: ReadTx,
    patient_id: int,
    *,
    diagnosis_id: int | None = None,
    recommendation_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Stored]:
    """Return a patient's reports, newest first, with ids below `before`."""
    statement = select(feedback).where(
        feedback.c.patient_id == patient_id, feedback.c.withdrawn_at.is_(None)
    )
    if diagnosis_id is not None:
        statement = statement.where(feedback.c.diagnosis_id == diagnosis_id)
    if recommendation_id is not None:
        statement = statement.where(feedback.c.recommendation_id == recommendation_id)
    if before is not None:
        statement = statement.where(feedback.c.id < before)
    return [
        stored_of(tx, row) for row in tx.all(statement.order_by(feedback.c.id.desc()).limit(limit))
    ]


def withdraw(tx: WriteTx, stored: Stored) -> None:
    """Mark a report as withdrawn, and take its text away."""
    bare = _row(tx, stored._replace(answers=stored.answers.without_text(), effects=()))
    values = {"withdrawn_at": tx.now, **{name: bare[name] for name in _TEXTS}}
    tx.run(update(feedback).where(feedback.c.id == stored.id).values(**values))
    forget_names(tx, stored.effects)


def revise(tx: WriteTx, stored: Stored, revision: FeedbackRevision) -> Stored:
    """Replace the given answers of a report and return it as it is now."""
    given = revision.answers()
    for name in Answers._fields:
        if name not in NULLABLE and name in given and given[name] is None:
            raise bad_field(name, "not_null")
    answers = stored.answers._replace(**given)
    revised = stored._replace(
        answers=answers,
        success=is_success(answers),
        effects=EffectIds(tx).of(answers.side_effects),
        updated_at=tx.now,
    )
    tx.run(update(feedback).where(feedback.c.id == stored.id).values(**_row(tx, revised)))
    forget_names(tx, set(stored.effects) - set(revised.effects))
    return revised


def reports_that_count(tx: ReadTx, patient_id: int, recommendation_id: int) -> Iterator[Stored]:
    """Yield a patient's standing reports of a recommendation, the latest day first, and of a day
    the report that was written last."""
    statement = (
        select(feedback)
        .where(
            feedback.c.patient_id == patient_id,
            feedback.c.recommendation_id == recommendation_id,
            feedback.c.withdrawn_at.is_(None),
        )
        .order_by(feedback.c.day.desc(), feedback.c.id.desc())
    )
    yield from (stored_of(tx, row) for row in tx.connection.execute(statement))


def scan(
    tx: ReadTx,
    recommendation_id: int | None = None,
    diagnoses: tuple[int, int] | None = None,
) -> Iterator[Stored]:
    """Yield every standing report in the order of ids: for recomputing, which alone may scan.

    Only those of a recommendation, or of diagnoses with ids first..last, where that is asked.
    """
    statement = select(feedback).where(feedback.c.withdrawn_at.is_(None)).order_by(feedback.c.id)
    if recommendation_id is not None:
        statement = statement.where(feedback.c.recommendation_id == recommendation_id)
    if diagnoses is not None:
        statement = statement.where(feedback.c.diagnosis_id.between(*diagnoses))
    result = tx.connection.execution_options(stream_results=True).execute(statement)
    for row in result.yield_per(1000):
        yield stored_of(tx, row)


def is_readable(tx: ReadTx) -> bool:
    """Return True where the reports can be read; raises what stands in the way."""
    tx.first(select(feedback.c.id).limit(1))
    return True
