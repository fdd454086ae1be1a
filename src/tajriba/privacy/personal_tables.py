"""Which rows of which tables are of a person, and which columns of them the person is not given.

Every table of the schema stands here once, so that no new one is forgotten
(`tests/architecture/test_personal_tables.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, ScalarSelect, String, Table, and_, cast, exists, or_, select

from tajriba.accounts.tables import identity, passkey, session, user
from tajriba.audit.tables import audit
from tajriba.diagnoses.tables import diagnosis, plan_item, safety_alert, safety_hold
from tajriba.events.tables import event
from tajriba.feedback.tables import diary_day, feedback, idempotency, intake, report_reading
from tajriba.knowledge.tables import recommendation, term_mapping
from tajriba.lab.training.tables import job
from tajriba.patients.tables import care, consent, patient
from tajriba.predictions.tables import prediction, ranking
from tajriba.privacy.tables import erasure


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data it is; `patient_id` is 0 for who has no patient record."""

    user_id: int
    patient_id: int


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of a table that are of a person, under the name that an export gives them.

    `withheld` says of each column that an export leaves out, why; `json` names the columns whose
    text is JSON.
    """

    name: str
    table: Table
    mine: Callable[[Person], ColumnElement[bool]]
    json: frozenset[str] = frozenset()
    withheld: Mapping[str, str] = field(default_factory=dict)


_COPY: Final = "a copy of another column, in the form in which it is searched"
_SECRET: Final = "a secret, kept as a one-way hash"
_KEY: Final = "what proves an authenticator, of use to nobody else"
_STRANGER: Final = "it may tell of another person"
_COUNT: Final = "it counts what everybody did"


_SEALS: Final = {
    "id": _COUNT,
    **dict.fromkeys(("salt", "digest", "seal"), "a seal of the audit trail"),
}


def _diagnoses(who: Person) -> ScalarSelect[int]:
    return select(diagnosis.c.id).where(diagnosis.c.patient_id == who.patient_id).scalar_subquery()


def _care_received(who: Person) -> ColumnElement[bool]:
    """Invitations to an e-mail are told to who has proved that it is theirs."""
    proved = exists().where(user.c.id == who.user_id, user.c.email_verified_at.is_not(None))
    return and_(care.c.patient_id == who.patient_id, or_(care.c.accepted_at.is_not(None), proved))


def _topics(who: Person) -> ColumnElement[bool]:
    """The topics that only one person's facts go to, and what practitioners were told of them."""
    id_, care_of = diagnosis.c.id, care.c.practitioner_id
    diagnoses = select("diagnosis:" + cast(id_, String)).where(
        diagnosis.c.patient_id == who.patient_id
    )
    sessions = select("session:" + session.c.id).where(session.c.user_id == who.user_id)
    cared = select("care:" + cast(care_of, String) + ":" + cast(care.c.patient_id, String)).where(
        care.c.patient_id == who.patient_id
    )
    practices = select("practice:" + cast(care_of, String)).where(
        care.c.patient_id == who.patient_id
    )
    told_of = f'{{"patient_id":{who.patient_id},'
    told = and_(event.c.topic.in_(practices), event.c.data.startswith(told_of, autoescape=True))
    return or_(*(event.c.topic.in_(mine) for mine in (diagnoses, sessions, cared)), told)


def _about(who: Person) -> ColumnElement[bool]:
    """The entries of the audit trail whose subject is a person, or of a patient's record."""
    reports = select(feedback.c.id).where(feedback.c.patient_id == who.patient_id)
    cared = select(care.c.id).where(_care_received(who))
    subjects = {
        "user": audit.c.subject_id == who.user_id,
        "patient": audit.c.subject_id == who.patient_id,
        "diagnosis": audit.c.subject_id.in_(_diagnoses(who)),
        "feedback": audit.c.subject_id.in_(reports),
        "care": audit.c.subject_id.in_(cared),
    }
    return or_(*(and_(audit.c.subject == one, mine) for one, mine in subjects.items()))


SECTIONS: Final = (
    Section(
        "account",
        user,
        lambda who: user.c.id == who.user_id,
        withheld={"email_key": _COPY, "password_hash": _SECRET},
    ),
    Section("sessions", session, lambda who: session.c.user_id == who.user_id),
    Section(
        "passkeys",
        passkey,
        lambda who: passkey.c.user_id == who.user_id,
        withheld=dict.fromkeys(("credential_id", "public_key", "sign_count"), _KEY),
    ),
    Section("identities", identity, lambda who: identity.c.user_id == who.user_id),
    Section(
        "record",
        patient,
        lambda who: patient.c.id == who.patient_id,
        json=frozenset({"conditions", "allergies", "medicines", "none_known"}),
        withheld={"name_key": _COPY},
    ),
    Section("care_received", care, _care_received),
    Section(
        "care_given",
        care,
        lambda who: care.c.practitioner_id == who.user_id,
        withheld={"email_key": _STRANGER, "patient_id": _STRANGER},
    ),
    Section("consents", consent, lambda who: consent.c.user_id == who.user_id),
    Section(
        "diagnoses",
        diagnosis,
        lambda who: diagnosis.c.patient_id == who.patient_id,
        json=frozenset({"symptoms"}),
    ),
    Section("plans", plan_item, lambda who: plan_item.c.diagnosis_id.in_(_diagnoses(who))),
    Section(
        "safety_holds",
        safety_hold,
        lambda who: safety_hold.c.patient_id == who.patient_id,
        json=frozenset({"codes"}),
    ),
    Section(
        "safety_alerts",
        safety_alert,
        lambda who: safety_alert.c.patient_id == who.patient_id,
        json=frozenset({"codes"}),
    ),
    Section(
        "reports",
        feedback,
        lambda who: feedback.c.patient_id == who.patient_id,
        json=frozenset({"side_effects", "effects"}),
    ),
    Section(
        "diary",
        diary_day,
        lambda who: diary_day.c.patient_id == who.patient_id,
        json=frozenset({"symptoms"}),
    ),
    Section("intakes", intake, lambda who: intake.c.patient_id == who.patient_id),
    Section(
        "report_replies",
        report_reading,
        lambda who: report_reading.c.patient_id == who.patient_id,
    ),
    Section(
        "reports_read",
        report_reading,
        lambda who: report_reading.c.practitioner_id == who.user_id,
        withheld=dict.fromkeys(("feedback_id", "patient_id", "text"), _STRANGER),
    ),
    Section(
        "idempotency_keys",
        idempotency,
        lambda who: idempotency.c.patient_id == who.patient_id,
        json=frozenset({"feedback_ids"}),
        withheld={"body_hash": "computed from the report"},
    ),
    Section(
        "predictions",
        prediction,
        lambda who: prediction.c.diagnosis_id.in_(_diagnoses(who)),
        json=frozenset({"body"}),
    ),
    Section(
        "rankings",
        ranking,
        lambda who: ranking.c.diagnosis_id.in_(_diagnoses(who)),
        json=frozenset({"items"}),
        withheld={"id": _COUNT},
    ),
    Section(
        "events",
        event,
        _topics,
        json=frozenset({"data"}),
        withheld={"id": _COUNT, "shared": "false in all of them"},
    ),
    Section(
        "changes_of_mine",
        audit,
        _about,
        json=frozenset({"before", "after"}),
        withheld=_SEALS,
    ),
    Section(
        "changes_by_me",
        audit,
        lambda who: and_(audit.c.actor_id == who.user_id, ~_about(who)),
        withheld={"before": _STRANGER, "after": _STRANGER, **_SEALS},
    ),
    Section(
        "remedies_written",
        recommendation,
        lambda who: recommendation.c.author_id == who.user_id,
        json=frozenset({"additions"}),
        withheld={"reviewer_id": _STRANGER, "refusal": _STRANGER},
    ),
    Section(
        "words_mapped",
        term_mapping,
        lambda who: term_mapping.c.author_id == who.user_id,
        json=frozenset({"codes"}),
        withheld={"key": _COPY},
    ),
    Section("erasure_requests", erasure, lambda who: erasure.c.user_id == who.user_id),
    Section("jobs_asked_for", job, lambda who: job.c.asked_by == who.user_id),
)
"""What an export contains, in its order."""

_SUMS: Final = "sums and marks that are computed from the reports, which are exported"
_OF_NOBODY: Final = "it holds nothing of a person"

NOT_EXPORTED: Final[Mapping[str, str]] = {
    "refresh_token": _SECRET,
    "email_link": _SECRET,
    "second_factor": "the secret of an authenticator",
    "recovery_code": _SECRET,
    "passkey_challenge": _SECRET,
    "oidc_sign_in": "of nobody who has an account yet; removed after ten minutes",
    "daily_count": "how often one has done what is limited today; removed after the day",
    "registration": "of nobody who has an account yet; removed after three days",
    "ticket": "secrets that are good for 30 seconds, kept as one-way hashes",
    "announced": "the last of the events of a diagnosis, which are exported",
    "evidence_day": _SUMS,
    "evidence_waiting": _SUMS,
    "evidence_member": _SUMS,
    "evidence_entry": "which reports an atom of many people holds; the reports are exported",
    "evidence_atom": "figures of many people",
    "evidence_closing": _OF_NOBODY,
    "evidence_noisy_atom": "figures of many people, with noise",
    "evidence_noisy_entry": "in which atoms of many people one counts; the reports are exported",
    "evidence_published": "figures of many people",
    "evidence_history": "figures of many people",
    "side_effect": "names of side effects, shared by all; a report says them as they were written",
    "model": "a few numbers learned from many people",
    "data_key": _OF_NOBODY,
    "counter": _OF_NOBODY,
    "work": _OF_NOBODY,
    "installation": _OF_NOBODY,
    "herb": _OF_NOBODY,
    "condition": _OF_NOBODY,
    "name": _OF_NOBODY,
    "knowledge_state": _OF_NOBODY,
}
"""Why a table is in no export."""
