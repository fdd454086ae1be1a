"""Revising and withdrawing a report: evidence is corrected and the audit trail written with it."""

from collections.abc import Sequence

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.events.service import NewEvent, append
from tajriba.evidence.accounting.ledger import Ledger
from tajriba.feedback import service as feedback
from tajriba.feedback.access import own_feedback
from tajriba.feedback.answers import PROSE, Answers
from tajriba.feedback.schemas import FeedbackRevision
from tajriba.feedback.service import Stored
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.announcement.announcement import announce_own
from tajriba.loop.report_events import feedback_update, report_of, tell_practitioners
from tajriba.loop.submission.harm import harm_of
from tajriba.loop.submission.severe_reports import (
    signs_of_danger,
    take_out_and_tell,
    tell_of_harm,
)
from tajriba.loop.submission.text_removal import remove_texts


def revise(
    tx: WriteTx, principal: Principal, feedback_id: int, revision: FeedbackRevision
) -> Stored:
    """Replace the given answers of one's own report."""
    before = own_feedback(tx, principal, feedback_id)
    after = feedback.revise(tx, before, revision)
    ledger = Ledger(tx)
    ledger.remove(report_of(before), report_of)
    ledger.add(report_of(after))
    change = (before.answers.audited(), after.answers.audited())
    record(tx, Entry(principal.user_id, "feedback.revise", "feedback", feedback_id, *change))
    told = _tell(tx, ledger, after, withdrawn=False)
    if _lost_text(before.answers, after.answers):
        remove_texts(tx, before, told)
    codes, known = (signs_of_danger(tx, one) for one in (after, before))
    if set(codes) - set(known):
        take_out_and_tell(tx, principal.user_id, after, codes)
    elif harm := harm_of(after.answers).new_since(harm_of(before.answers)):
        tell_of_harm(tx, principal.user_id, after, harm)
    return after


def withdraw(tx: WriteTx, principal: Principal, feedback_id: int) -> None:
    """Take one's own report out of the evidence, and its text out of everything."""
    stored = own_feedback(tx, principal, feedback_id)
    feedback.withdraw(tx, stored)
    ledger = Ledger(tx)
    ledger.remove(report_of(stored), report_of)
    before = stored.answers.audited()
    record(tx, Entry(principal.user_id, "feedback.withdraw", "feedback", feedback_id, before))
    remove_texts(tx, stored, _tell(tx, ledger, stored, withdrawn=True))


def take_back(tx: WriteTx, reports: Sequence[Stored]) -> None:
    """Take reports that are stored no longer out of the evidence, and tell nobody."""
    ledger = Ledger(tx)
    ledger.remove_all([report_of(one) for one in reports], report_of)
    ledger.flush()


def _lost_text(before: Answers, after: Answers) -> bool:
    """Return whether a text of before is there no longer."""
    return before.without_text() != before and any(
        getattr(before, name) != getattr(after, name) for name in (*PROSE, "side_effects")
    )


def _tell(tx: WriteTx, ledger: Ledger, stored: Stored, withdrawn: bool) -> NewEvent:
    ledger.flush()
    told = feedback_update(tx, ledger, stored, withdrawn)
    append(tx, [told])
    tell_practitioners(tx, [stored])
    announce_own(tx, stored.recommendation_id, stored.diagnosis_id)
    return told
