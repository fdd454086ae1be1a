"""Reviewing, correcting and withdrawing a remedy: every plan that holds it follows at once."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.plans.plan_holders import patients_with
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.remedies.remedy_creation import Remedy
from tajriba.knowledge.remedies.remedy_review import correct, refuse, review, withdraw
from tajriba.knowledge.schemas import RecommendationView
from tajriba.knowledge.views import recommendation_view
from tajriba.loop.prediction.recheck import recheck_patient


def review_remedy(
    tx: WriteTx, principal: Principal, recommendation_id: int, lang: Lang
) -> RecommendationView:
    """Let a remedy be offered to everybody."""
    review(tx, principal, recommendation_id)
    return recommendation_view(tx, recommendation_id, lang)


def refuse_remedy(
    tx: WriteTx, principal: Principal, recommendation_id: int, reason: str, lang: Lang
) -> RecommendationView:
    """Take a remedy out of every plan until its author has corrected it."""
    refuse(tx, principal, recommendation_id, reason)
    _recheck_holders(tx, principal, recommendation_id)
    return recommendation_view(tx, recommendation_id, lang)


def correct_remedy(
    tx: WriteTx, principal: Principal, recommendation_id: int, remedy: Remedy, lang: Lang
) -> RecommendationView:
    """Give a remedy other words, and check every plan that holds it."""
    correct(tx, principal, recommendation_id, remedy)
    _recheck_holders(tx, principal, recommendation_id)
    return recommendation_view(tx, recommendation_id, lang)


def withdraw_remedy(
    tx: WriteTx, principal: Principal, recommendation_id: int, lang: Lang
) -> RecommendationView:
    """Take a remedy out of every plan; what was reported stays."""
    withdraw(tx, principal, recommendation_id)
    _recheck_holders(tx, principal, recommendation_id)
    return recommendation_view(tx, recommendation_id, lang)


def _recheck_holders(tx: WriteTx, principal: Principal, recommendation_id: int) -> None:
    for patient_id in patients_with(tx, recommendation_id):
        recheck_patient(tx, patient_id, principal.user_id, "knowledge")
