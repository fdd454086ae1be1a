"""Recomputing a recommendation's evidence from raw reports, on request."""

import structlog

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.evidence.views.own_evidence import own_effectiveness
from tajriba.evidence.views.published_views import published_effectiveness
from tajriba.evidence.views.schemas import Effectiveness
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import FieldProblem, Invalid, NotFound
from tajriba.kit.i18n import Lang
from tajriba.knowledge.service import recommendation_facts
from tajriba.loop.schemas import Calculation
from tajriba.loop.verification.verification import differences_of

_log = structlog.get_logger()


def require_calculable(
    tx: ReadTx, principal: Principal, recommendation_id: int, diagnosis_id: int | None
) -> None:
    """Raise what stands in the way: a patient names a diagnosis of theirs, and it must hold the
    recommendation."""
    require_all(tx, [recommendation_id])
    if diagnosis_id is not None:
        _own(tx, principal, recommendation_id, diagnosis_id, "fa")
    elif principal.role == "patient":
        raise Invalid([FieldProblem(["body", "diagnosis_id"], "missing")])


def require_all(tx: ReadTx, recommendation_ids: list[int]) -> None:
    """Raise `NotFound` where any of the recommendations does not exist."""
    if len(recommendation_facts(tx, recommendation_ids)) < len(set(recommendation_ids)):
        raise NotFound


def calculate(
    tx: ReadTx,
    principal: Principal,
    recommendation_id: int,
    diagnosis_id: int | None,
    lang: Lang,
) -> Calculation:
    """Compare the stored evidence with raw feedback; the figures shown are those one may see."""
    own = None
    if diagnosis_id is not None:
        own = _own(tx, principal, recommendation_id, diagnosis_id, lang)
    differing = sum(1 for _ in differences_of(tx, recommendation_id))
    if differing:
        _log.error("evidence_differs", recommendation_id=recommendation_id, rows=differing)
    facts = recommendation_facts(tx, [recommendation_id])[recommendation_id]
    shown = published_effectiveness(tx, facts, lang)
    return Calculation(
        recommendation_id=recommendation_id,
        herb_name=shown.herb_name,
        agreed=differing == 0,
        differences=differing,
        published=shown,
        own=own,
        announced=diagnosis_id is not None,
        calculated_at=iso(tx.now),
    )


def _own(
    tx: ReadTx, principal: Principal, recommendation_id: int, diagnosis_id: int, lang: Lang
) -> Effectiveness:
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    own = own_effectiveness(tx, found, recommendation_id, lang)
    if own is None:
        raise Invalid([FieldProblem(["path", "recommendation_id"], "not_in_plan")])
    return own
