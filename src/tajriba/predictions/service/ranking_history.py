"""The history of announced rankings, and their accuracy against later reports."""

from collections.abc import Sequence
from math import fsum

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.safety.candidate_check import check_candidates
from tajriba.diagnoses.safety.contraindications import SafeCandidate
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.feedback.service import Stored, history
from tajriba.kit.clock import DAY_MS, iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.service import recommendation_facts
from tajriba.predictions.schemas import (
    Accuracy,
    Evolution,
    KeptPlace,
    KeptRanking,
    Movement,
    Outcome,
)
from tajriba.predictions.service.prediction_cache import RankedPlace, Ranking, rankings_since

REPORTS = 1000
RANKINGS = 5000
"""How many of the last ones are compared at most: far more than a course of treatment has."""

Names = dict[int, str]


def evolution(
    tx: ReadTx, principal: Principal, diagnosis_id: int, days: int, lang: Lang
) -> Evolution:
    """Return the rankings of the last `days` days; what is contraindicated now is left out."""
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    rankings = rankings_since(tx, found.id, tx.now - days * DAY_MS)
    names = _safe_names(tx, found, rankings, lang)
    return Evolution(
        diagnosis_id=found.id,
        days=days,
        rankings=[_kept(one, names) for one in rankings],
        movements=[_movement(key, name, rankings) for key, name in names.items()],
    )


def _safe_names(tx: ReadTx, found: Diagnosis, rankings: Sequence[Ranking], lang: Lang) -> Names:
    ids = sorted({place.recommendation_id for one in rankings for place in one.standings})
    verdicts = check_candidates(tx, found.patient_id, ids)
    safe = [one.recommendation_id for one in verdicts if isinstance(one, SafeCandidate)]
    return _names(tx, safe, lang)


def _names(tx: ReadTx, ids: Sequence[int], lang: Lang) -> Names:
    facts = recommendation_facts(tx, ids)
    return {key: facts[key].herb_name.in_(lang) for key in ids}


def _kept(one: Ranking, names: Names) -> KeptRanking:
    return KeptRanking(
        prediction_date=iso(one.created_at),
        optimization_level=one.level,
        model_version=one.model_version,
        places=[
            KeptPlace(
                recommendation_id=place.recommendation_id,
                herb_name=names[place.recommendation_id],
                rank=place.rank,
                score=place.score,
                interval=(place.low, place.high),
                confidence=place.confidence,
            )
            for place in one.standings
            if place.recommendation_id in names
        ],
    )


def _movement(recommendation_id: int, name: str, rankings: Sequence[Ranking]) -> Movement:
    places = [place for one in rankings if (place := _place(one, recommendation_id))]
    first, last = places[0], places[-1]
    return Movement(
        recommendation_id=recommendation_id,
        herb_name=name,
        first_rank=first.rank,
        last_rank=last.rank,
        first_score=first.score,
        last_score=last.score,
        change=last.score - first.score,
    )


def _place(one: Ranking, recommendation_id: int) -> RankedPlace | None:
    places = (place for place in one.standings if place.recommendation_id == recommendation_id)
    return next(places, None)


def accuracy(tx: ReadTx, principal: Principal, diagnosis_id: int, lang: Lang) -> Accuracy:
    """Return each report of a diagnosis, newest first, against the last ranking before it."""
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    reports = history(tx, found.patient_id, diagnosis_id=found.id, limit=REPORTS)
    rankings = rankings_since(tx, found.id, 0, RANKINGS)
    ids = sorted({report.recommendation_id for report in reports})
    names = _names(tx, ids, lang)
    outcomes = [_outcome(report, rankings, names) for report in reports]
    pairs = [
        (one.predicted_effectiveness, float(one.success))
        for one in outcomes
        if one.predicted_effectiveness is not None
    ]
    return Accuracy(
        diagnosis_id=found.id,
        count=len(pairs),
        brier=_mean([(predicted - actual) ** 2 for predicted, actual in pairs]),
        mean_predicted=_mean([predicted for predicted, _ in pairs]),
        success_rate=_mean([actual for _, actual in pairs]),
        outcomes=outcomes,
    )


def _mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def _outcome(report: Stored, rankings: Sequence[Ranking], names: Names) -> Outcome:
    before = [one for one in rankings if one.created_at < report.created_at]
    last = before[-1] if before else None
    place = _place(last, report.recommendation_id) if last else None
    return Outcome(
        feedback_id=report.id,
        recommendation_id=report.recommendation_id,
        herb_name=names[report.recommendation_id],
        reported_at=iso(report.created_at),
        predicted_at=iso(last.created_at) if last and place else None,
        predicted_effectiveness=place.score if place else None,
        success=report.success,
    )
