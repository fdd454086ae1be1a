"""Submitting reports: each commits with everything that follows from it, in one transaction.

What waits is committed as a group. A bad item fails alone; its neighbours do not notice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tajriba.accounts.authorization import Access, require_role
from tajriba.accounts.schemas import Claims, Principal
from tajriba.accounts.service import principal_of
from tajriba.audit.service import Entry, record_all
from tajriba.diagnoses.access import owned_diagnosis
from tajriba.events.service import NewEvent, append
from tajriba.evidence.accounting.ledger import Ledger
from tajriba.evidence.publication.policy import BY_ATOMS, PublicationPolicy
from tajriba.evidence.publication.publish import publish_parents
from tajriba.feedback.cohort_at_report import cohort_now
from tajriba.feedback.errors import IdempotencyConflict
from tajriba.feedback.idempotency_key import AnsweredRequests, Retry
from tajriba.feedback.schemas import FeedbackIn
from tajriba.feedback.service import (
    Course,
    Stored,
    find_any,
    observed_ms,
    store,
)
from tajriba.feedback.side_effect_codes import EffectIds
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.errors import AppError, FieldProblem, Invalid, NotFound, bad_field
from tajriba.knowledge.service import Parents, parents_of
from tajriba.loop.announcement.announcement import announce
from tajriba.loop.announcement.submitted_counts import SubmittedCounts
from tajriba.loop.report_events import (
    feedback_update,
    report_of,
    tell_practitioners,
    worth_telling,
)
from tajriba.loop.submission.harm import harm_of
from tajriba.loop.submission.severe_reports import (
    signs_of_danger,
    take_out_and_tell,
    tell_of_harm,
)
from tajriba.patients.access import OwnPatientId, own_patient_with_traits

PATIENTS_ONLY = Access(frozenset({"patient"}))


@dataclass(frozen=True, slots=True)
class Submission:
    """One request: who, what, and whether it may be a retry. Errors of a batch name the item."""

    claims: Claims
    items: tuple[FeedbackIn, ...]
    retry: Retry | None
    announce_every: int
    policy: PublicationPolicy = BY_ATOMS
    batch: bool = False


class Submitted(NamedTuple):
    """A report that was stored, and the signs in it that want a doctor now."""

    stored: Stored
    dangers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """An item that may be stored."""

    course: Course
    body: FeedbackIn
    observed_at: int
    parents: Parents


def retry_of(key: str | None, body: bytes) -> Retry | None:
    """Return how a request is recognised when it comes again; None without a key."""
    return None if key is None else Retry(key, hashlib.sha256(body).hexdigest())


def submit_group(
    tx: WriteTx, submissions: Sequence[Submission]
) -> Sequence[list[Submitted] | Exception]:
    """Store the submissions and all that follows; return the reports of each, or its error."""
    group = Group(tx)
    outcomes: list[list[Submitted] | Exception] = []
    for submission in submissions:
        try:
            outcomes.append(group.submit(submission))
        except AppError as problem:
            outcomes.append(problem)
    group.finish()
    return outcomes


class Group:
    """What the submissions of one transaction share. Checks come before the first write, so that
    a submission which fails has left no trace."""

    def __init__(self, tx: WriteTx) -> None:
        self.tx = tx
        self.ledger = Ledger(tx)
        self.audit: list[Entry] = []
        self.events: list[NewEvent] = []
        self.worth_telling: list[Stored] = []
        self.effects = EffectIds(tx)
        self.counts = SubmittedCounts(tx)
        self.answered = AnsweredRequests(tx)
        self.published: set[Parents] = set()

    def submit(self, submission: Submission) -> list[Submitted]:
        """Store a submission's reports and return them; raises why they are refused."""
        principal = principal_of(self.tx, submission.claims)
        require_role(PATIENTS_ONLY, principal)
        patient_id, traits = own_patient_with_traits(self.tx, principal)
        if earlier := self._earlier(patient_id, submission.retry):
            return earlier
        cohort = cohort_now(self.tx, patient_id, traits, self.tx.now).number
        if submission.batch:
            checked = self._check_all(patient_id, cohort, submission.items)
        else:
            checked = [self._check(patient_id, cohort, one) for one in submission.items]
        submitted = [self._store(principal, one, submission) for one in checked]
        if submission.retry:
            ids = [one.stored.id for one in submitted]
            self.answered.remember(patient_id, submission.retry, ids)
        return submitted

    def finish(self) -> None:
        """Write what the group has gathered."""
        self.ledger.flush()
        if self.published:
            herb_ids, condition_ids = map(sorted, map(set, zip(*self.published, strict=True)))
            publish_parents(self.tx, herb_ids, condition_ids)
        self.counts.flush()
        self.answered.flush()
        self._flush_events()
        record_all(self.tx, self.audit)

    def _flush_events(self) -> None:
        append(self.tx, self.events)
        tell_practitioners(self.tx, self.worth_telling)
        self.events, self.worth_telling = [], []

    def _earlier(self, patient_id: OwnPatientId, retry: Retry | None) -> list[Submitted] | None:
        found = self.answered.find(patient_id, retry) if retry else None
        if found is None or retry is None:
            return None
        body_hash, feedback_ids = found
        if body_hash != retry.body_hash:
            raise IdempotencyConflict
        reports = find_any(self.tx, feedback_ids)
        return [Submitted(one, signs_of_danger(self.tx, one)) for one in reports]

    def _check_all(
        self, patient_id: OwnPatientId, cohort: int, items: Sequence[FeedbackIn]
    ) -> list[_Checked]:
        checked, problems = [], []
        for index, item in enumerate(items):
            try:
                checked.append(self._check(patient_id, cohort, item))
            except Invalid as problem:
                problems += [_within_batch(field, index) for field in problem.fields]
            except NotFound as problem:
                where = [FieldProblem(["body", "items", index], "not_found")]
                raise NotFound(where, of=problem.of) from problem
        if problems:
            raise Invalid(problems)
        return checked

    def _check(self, patient_id: OwnPatientId, cohort: int, body: FeedbackIn) -> _Checked:
        diagnosis_id, planned = owned_diagnosis(
            self.tx, patient_id, body.diagnosis_id, body.recommendation_id
        )
        parents = parents_of(self.tx, body.recommendation_id)
        if planned is None:
            raise bad_field("recommendation_id", "not_in_plan")
        course = Course(patient_id, diagnosis_id, planned, cohort)
        return _Checked(course, body, observed_ms(self.tx, body), parents)

    def _store(self, principal: Principal, one: _Checked, submission: Submission) -> Submitted:
        stored = store(self.tx, one.course, one.body, one.observed_at, self.effects)
        self.ledger.add(report_of(stored))
        self.events.append(feedback_update(self.tx, self.ledger, stored))
        self.audit.append(created(principal.user_id, stored))
        if worth_telling(stored):
            self.worth_telling.append(stored)
        if self.counts.count(stored.recommendation_id) % submission.announce_every == 0:
            self._announce(stored, one.parents, submission.policy)
        if dangers := signs_of_danger(self.tx, stored):
            self.ledger.flush()
            self._flush_events()
            take_out_and_tell(self.tx, principal.user_id, stored, dangers)
        elif harm := harm_of(stored.answers):
            self.ledger.flush()
            self._flush_events()
            tell_of_harm(self.tx, principal.user_id, stored, harm)
        return Submitted(stored, dangers)

    def _announce(self, stored: Stored, parents: Parents, policy: PublicationPolicy) -> None:
        self.ledger.flush()
        self._flush_events()
        if announce(self.tx, stored.recommendation_id, stored.diagnosis_id, policy):
            self.published.add(parents)


def _within_batch(field: FieldProblem, index: int) -> FieldProblem:
    return FieldProblem(["body", "items", index, *field.where[1:]], field.code, **field.params)


def created(actor_id: int | None, stored: Stored) -> Entry:
    """Return the audit entry of a new report."""
    return Entry(actor_id, "feedback.create", "feedback", stored.id, after=stored.answers.audited())
