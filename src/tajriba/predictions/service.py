"""Predicting plans: from the cache where nothing it came from has changed, else anew."""

from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import Row, select

from tajriba.diagnoses.gate import SafeCandidate
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.evidence.core import Sums
from tajriba.evidence.keys import Key
from tajriba.evidence.keys import Level as EvidenceLevel
from tajriba.kit.clock import DAY_MS
from tajriba.kit.db import ReadTx, WriteTx
from tajriba.knowledge.core import Match
from tajriba.predictions.core import Outlook, Prediction, Ranked, Scored, outlooks, predict, rank
from tajriba.predictions.facts import (
    MODEL_VERSION,
    ComponentFacts,
    EffectFacts,
    EvidenceFacts,
    FitFacts,
    NoteFacts,
    PlanFacts,
    PredictedFacts,
)
from tajriba.predictions.gathering import Basis, fits_of, gather, inputs_of
from tajriba.predictions.models import prediction, ranking
from tajriba.predictions.risks import effects_of

KEPT_MS = DAY_MS
"""How long a prediction is kept at most."""


def cached_plan(tx: ReadTx, found: Diagnosis) -> PlanFacts | None:
    """Return the kept prediction of a plan where all it came from is as it was, else None."""
    return _cached(tx, found, gather(tx, found))


def _cached(tx: ReadTx, found: Diagnosis, basis: Basis) -> PlanFacts | None:
    row = tx.first(
        select(prediction.c.fingerprint, prediction.c.created_at, prediction.c.body).where(
            prediction.c.diagnosis_id == found.id
        )
    )
    if row is None or row.fingerprint != basis.fingerprint or row.created_at <= tx.now - KEPT_MS:
        return None
    return PlanFacts.model_validate_json(row.body)


def predict_plan(tx: WriteTx, found: Diagnosis) -> PlanFacts:
    """Return the prediction of a plan, from the cache or anew; a new one is kept."""
    basis = gather(tx, found)
    kept = _cached(tx, found, basis)
    if kept is not None:
        return kept
    plan = compute(tx, found, basis)
    tx.put(
        prediction,
        ["diagnosis_id"],
        diagnosis_id=found.id,
        fingerprint=plan.fingerprint,
        created_at=tx.now,
        body=plan.model_dump_json(),
    )
    return plan


def compute(tx: ReadTx, found: Diagnosis, basis: Basis) -> PlanFacts:
    """Predict a plan from its basis, best first at the balanced level."""
    fits = fits_of(tx, found, basis)
    predicted = [
        predict(inputs_of(basis, one.recommendation_id, fits[one.recommendation_id]))
        for one in basis.safe
    ]
    items = {
        one.recommendation_id: _item(
            basis,
            one,
            fits[one.recommendation_id],
            made,
            outlook,
            effects_of(tx, basis, one.recommendation_id),
        )
        for one, made, outlook in zip(basis.safe, predicted, outlooks(predicted), strict=True)
    }
    order = rank(Scored(key, item.scores["balanced"]) for key, item in items.items())
    return PlanFacts(
        diagnosis_id=found.id,
        patient_id=found.patient_id,
        created_at=tx.now,
        fingerprint=basis.fingerprint,
        model_version=MODEL_VERSION,
        mizaj_known=basis.patient.mizaj is not None,
        items=tuple(items[one.recommendation_id] for one in order),
    )


def _item(
    basis: Basis,
    safe: SafeCandidate,
    fit: Match,
    made: Prediction,
    outlook: Outlook,
    effects: tuple[EffectFacts, ...],
) -> PredictedFacts:
    key = Key(EvidenceLevel.RECOMMENDATION, safe.recommendation_id)
    shown, own = basis.published.get(key), basis.own.get(safe.recommendation_id)
    return PredictedFacts(
        recommendation_id=safe.recommendation_id,
        scores=outlook.scores,
        low=outlook.low,
        high=outlook.high,
        confidence=outlook.confidence,
        disagreement=made.disagreement,
        components=tuple(
            ComponentFacts(
                name=part.name,
                value=part.value,
                weight=part.weight,
                sample_size=part.sample_size,
                strength=part.alpha + part.beta,
            )
            for part in made.components
        ),
        similar_patient_count=made.similar_patient_count,
        fit=FitFacts(
            known=fit.known,
            condition_covered=fit.condition_covered,
            symptoms_covered=tuple(sorted(fit.symptoms_covered)),
            opposites=fit.opposites,
        ),
        cautions=tuple(NoteFacts(**asdict(note)) for note in safe.cautions),
        effects=effects,
        published=_evidence(shown.window.whole) if shown else None,
        own=_evidence(own.window.whole) if own and own.window.whole.total else None,
    )


def _evidence(sums: Sums) -> EvidenceFacts:
    return EvidenceFacts(
        successes=sums.successes,
        total=sums.total,
        patients=sums.patients,
        average_improvement=sums.average_improvement,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """One place of an announced ranking, at the balanced level."""

    recommendation_id: int
    rank: int
    score: float
    low: float
    high: float
    confidence: float

    @property
    def ranked(self) -> Ranked:
        """The place as it is compared."""
        return Ranked(self.recommendation_id, self.rank, self.score)


@dataclass(frozen=True, slots=True)
class Ranking:
    """An announced ranking."""

    id: int
    created_at: int
    level: str
    model_version: str
    standings: tuple[Standing, ...]


def standings_of(plan: PlanFacts) -> tuple[Standing, ...]:
    """Return the places of a predicted plan at the balanced level."""
    return tuple(
        Standing(
            recommendation_id=item.recommendation_id,
            rank=place,
            score=item.scores["balanced"],
            low=item.low,
            high=item.high,
            confidence=item.confidence,
        )
        for place, item in enumerate(plan.items, start=1)
    )


def keep_ranking(tx: WriteTx, plan: PlanFacts) -> None:
    """Keep a ranking that is announced."""
    tx.add(
        ranking,
        diagnosis_id=plan.diagnosis_id,
        created_at=tx.now,
        level="balanced",
        model_version=plan.model_version,
        evidence_version=plan.fingerprint,
        items=orjson.dumps([asdict(one) for one in standings_of(plan)]).decode(),
    )


def last_ranking(tx: ReadTx, diagnosis_id: int) -> Ranking | None:
    """Return the ranking that was announced last, or None."""
    statement = select(ranking).where(ranking.c.diagnosis_id == diagnosis_id)
    row = tx.first(statement.order_by(ranking.c.id.desc()).limit(1))
    return _ranking(row) if row else None


def rankings_since(tx: ReadTx, diagnosis_id: int, since: int, limit: int = 500) -> list[Ranking]:
    """Return the announced rankings from time `since` on, oldest first, the last `limit`."""
    statement = select(ranking).where(
        ranking.c.diagnosis_id == diagnosis_id, ranking.c.created_at >= since
    )
    rows = tx.all(statement.order_by(ranking.c.id.desc()).limit(limit))
    return [_ranking(row) for row in reversed(rows)]


def _ranking(row: Row[Any]) -> Ranking:
    return Ranking(
        id=row.id,
        created_at=row.created_at,
        level=row.level,
        model_version=row.model_version,
        standings=tuple(Standing(**item) for item in orjson.loads(row.items)),
    )
