"""What grows, and how it ends: every table of the schema stands here once.

`tests/architecture/test_retention.py` holds that no table is forgotten, and docs/operations.md to
what stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal

from sqlalchemy import ColumnElement, Table, and_, func, or_, select

from tajriba.accounts.tables import (
    daily_count,
    email_link,
    oidc_sign_in,
    passkey_challenge,
    refresh_token,
    session,
)
from tajriba.feedback.tables import idempotency
from tajriba.kit.clock import DAY_MS, day_of
from tajriba.lab.training.tables import job
from tajriba.patients.tables import care, registration
from tajriba.predictions.tables import model, ranking
from tajriba.realtime.tables import ticket

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class KeptDays:
    """For how many days what grows is kept; each is a setting, `TAJRIBA_KEEP_…_DAYS`."""

    events: int
    audit: int
    sessions: int
    idempotency: int
    rankings: int
    invitations: int
    jobs: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Rows that are deleted once they are `over`, given the moments before which rows are old."""

    table: Table
    over: Callable[["Moments"], Condition]


@dataclass(frozen=True, slots=True)
class Moments:
    """Now, and what was kept long enough if it is from before (ms)."""

    now: int
    events: int
    audit: int
    sessions: int
    idempotency: int
    rankings: int
    invitations: int
    jobs: int

    @classmethod
    def of(cls, now: int, kept: KeptDays) -> "Moments":
        """Return the moments of a policy."""
        days = {one.name: getattr(kept, one.name) for one in fields(KeptDays)}
        return cls(now, **{name: now - count * DAY_MS for name, count in days.items()})


def _session_is_over(moments: Moments) -> Condition:
    """What it was ended by stays in the log of events, whose topic names it."""
    before = min(moments.sessions, moments.events)
    return or_(session.c.ended_at < before, session.c.expires_at < before)


def _token_is_over(moments: Moments) -> Condition:
    over = select(session.c.id).where(_session_is_over(moments))
    return or_(refresh_token.c.used_at < moments.sessions, refresh_token.c.session_id.in_(over))


def _invitation_is_over(moments: Moments) -> Condition:
    """One that nobody accepted; the last row stays, so that no other gets its number."""
    newest = select(func.max(care.c.id)).scalar_subquery()
    old = care.c.created_at < moments.invitations
    return and_(care.c.status == "pending", old, care.c.id < newest)


def _ranking_is_over(moments: Moments) -> Condition:
    """The last of each diagnosis stays: the next one is compared with it."""
    later = ranking.alias()
    newer = select(later.c.id).where(
        later.c.diagnosis_id == ranking.c.diagnosis_id, later.c.id > ranking.c.id
    )
    return and_(ranking.c.created_at < moments.rankings, newer.exists())


def _job_is_over(moments: Moments) -> Condition:
    """The last stays, and the one that says up to which report was ever read."""
    read = select(func.max(job.c.read_to)).scalar_subquery()
    return and_(
        job.c.finished_at < moments.jobs,
        job.c.id < select(func.max(job.c.id)).scalar_subquery(),
        or_(job.c.read_to.is_(None), job.c.read_to < read),
    )


def _model_is_over(moments: Moments) -> Condition:
    """One that never served; the last stays, since the next is numbered after it."""
    newest = select(func.max(model.c.id)).scalar_subquery()
    old = model.c.trained_at < moments.jobs
    return and_(model.c.state == "kept", old, model.c.id < newest)


ENDS: Final = (
    Ends(ticket, lambda moments: ticket.c.expires_at < moments.now),
    Ends(email_link, lambda moments: email_link.c.expires_at < moments.now),
    Ends(passkey_challenge, lambda moments: passkey_challenge.c.expires_at < moments.now),
    Ends(oidc_sign_in, lambda moments: oidc_sign_in.c.expires_at < moments.now),
    Ends(daily_count, lambda moments: daily_count.c.day < day_of(moments.now)),
    Ends(registration, lambda moments: registration.c.expires_at < moments.now),
    Ends(refresh_token, _token_is_over),
    Ends(session, _session_is_over),
    Ends(idempotency, lambda moments: idempotency.c.created_at < moments.idempotency),
    Ends(care, _invitation_is_over),
    Ends(ranking, _ranking_is_over),
    Ends(job, _job_is_over),
    Ends(model, _model_is_over),
)
"""What is looked through for rows that are over, those that refer to others first."""

Kind = Literal["pruned", "person", "bounded", "kept"]
"""`pruned`: rows go after a time; `person`: they are kept as long as the person, and go with them;
`bounded`: one for each thing that there is; `kept`: for good, since others rest on it."""

GROWTH: Final[Mapping[str, Kind]] = {
    **{one.table.name: "pruned" for one in ENDS},
    "event": "pruned",
    "audit": "pruned",
    "work": "pruned",
    "erasure": "pruned",
    "user": "person",
    "second_factor": "person",
    "recovery_code": "person",
    "passkey": "person",
    "identity": "person",
    "patient": "person",
    "consent": "person",
    "diagnosis": "person",
    "plan_item": "person",
    "safety_hold": "person",
    "safety_alert": "person",
    "feedback": "person",
    "report_reading": "person",
    "diary_day": "person",
    "intake": "person",
    "prediction": "person",
    "announced": "person",
    "evidence_day": "person",
    "evidence_waiting": "person",
    "evidence_member": "person",
    "evidence_atom": "kept",
    "evidence_entry": "kept",
    "evidence_closing": "kept",
    "evidence_noisy_atom": "kept",
    "evidence_noisy_entry": "kept",
    "evidence_published": "bounded",
    "evidence_history": "kept",
    "side_effect": "bounded",
    "data_key": "bounded",
    "counter": "bounded",
    "installation": "bounded",
    "herb": "bounded",
    "condition": "bounded",
    "recommendation": "kept",
    "name": "bounded",
    "term_mapping": "kept",
    "knowledge_state": "bounded",
}
"""What becomes of the rows of each table. Invitations that nobody accepted are pruned; consent that
was given is kept as long as the person."""
