"""Predicting plans: from the cache where nothing they depend on has changed, else anew."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from tajriba.diagnoses.safety.contraindications import SafeCandidate
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.evidence.keys import Key
from tajriba.evidence.keys import Level as EvidenceLevel
from tajriba.evidence.sums import Sums
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.knowledge.symptom_match import Match
from tajriba.predictions.inputs.cache_key import Basis, CacheKeyInputs, gather, read_cache_key
from tajriba.predictions.inputs.model_inputs import assemble, fits_of
from tajriba.predictions.model import (
    PosteriorSummary,
    Prediction,
    Ranked,
    Scored,
    posterior_summaries,
    rank,
)
from tajriba.predictions.registry.champion import predict_by
from tajriba.predictions.service.cached_plan import (
    AlikeFacts,
    ComponentFacts,
    EffectFacts,
    EvidenceFacts,
    FitFacts,
    HabitFacts,
    NoteFacts,
    PlanFacts,
    PredictedFacts,
)
from tajriba.predictions.service.side_effect_risks import effects_of
from tajriba.predictions.tables import prediction, ranking

KEPT_MS = DAY_MS
"""How long a prediction is kept at most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan's kept prediction: what it came from, when it was made (ms), and itself as JSON."""

    fingerprint: str
    created_at: int
    body: str

    @property
    def model_version(self) -> str:
        """The model that made it."""
        return str(orjson.loads(self.body)["model_version"])


_kept = Prepared(
    lambda _: select(prediction.c.fingerprint, prediction.c.created_at, prediction.c.body).where(
        prediction.c.diagnosis_id == bindparam("diagnosis_id")
    )
)


def kept_prediction(tx: ReadTx, diagnosis_id: int) -> Kept | None:
    """Return the kept prediction of a plan, fresh or stale, or None."""
    rows = tx.fetch(_kept, diagnosis_id=diagnosis_id)
    return Kept(*rows[0]) if rows else None


def is_of_now(tx: ReadTx, kept: Kept | None, seen: CacheKeyInputs) -> bool:
    """Return whether all that a kept prediction came from is as it was."""
    if kept is None or kept.fingerprint != seen.fingerprint:
        return False
    return kept.created_at > tx.now - KEPT_MS


def cached_plan(tx: ReadTx, found: Diagnosis) -> PlanFacts | None:
    """Return the kept prediction of a plan where all it came from is as it was, else None."""
    return _cached(tx, found, read_cache_key(tx, found))


def _cached(tx: ReadTx, found: Diagnosis, seen: CacheKeyInputs) -> PlanFacts | None:
    kept = kept_prediction(tx, found.id)
    if kept is None or not is_of_now(tx, kept, seen):
        return None
    return PlanFacts.model_validate_json(kept.body)


def predict_plan(tx: WriteTx, found: Diagnosis) -> PlanFacts:
    """Return the prediction of a plan, from the cache or anew; a new one is kept."""
    seen = read_cache_key(tx, found)
    plan = _cached(tx, found, seen)
    if plan is None:
        plan = compute(tx, found, gather(tx, found, seen))
        keep_prediction(tx, plan)
    return plan


def keep_prediction(tx: WriteTx, plan: PlanFacts) -> None:
    """Keep a plan's prediction instead of the one before."""
    tx.put(
        prediction,
        ["diagnosis_id"],
        diagnosis_id=plan.diagnosis_id,
        fingerprint=plan.fingerprint,
        created_at=plan.created_at,
        body=plan.model_dump_json(),
    )


def compute(tx: ReadTx, found: Diagnosis, basis: Basis) -> PlanFacts:
    """Predict a plan from its basis, best first at the balanced level."""
    fits = fits_of(tx, found, basis)
    given = assemble(basis, fits)
    predicted = [
        predict_by(basis.champion, given.inputs[one.recommendation_id]) for one in basis.safe
    ]
    items = {
        one.recommendation_id: _item(
            basis,
            one,
            fits[one.recommendation_id],
            made,
            posterior_summary,
            effects_of(tx, basis, one.recommendation_id),
        )
        for one, made, posterior_summary in zip(
            basis.safe, predicted, posterior_summaries(predicted), strict=True
        )
    }
    order = rank(Scored(key, item.scores["balanced"]) for key, item in items.items())
    return PlanFacts(
        diagnosis_id=found.id,
        patient_id=found.patient_id,
        created_at=tx.now,
        fingerprint=basis.fingerprint,
        model_version=basis.champion.version,
        degraded_because=basis.champion.degraded_because,
        mizaj_known=basis.patient.mizaj is not None,
        habit=HabitFacts(**asdict(given.habit)) if given.habit else None,
        alike=tuple(AlikeFacts(axis=one.axis, **asdict(one.wide)) for one in given.alike),
        similar_conditions=sum(
            Key(EvidenceLevel.CONDITION, one.condition_id) in basis.published
            for one in basis.related_conditions
        ),
        items=tuple(items[one.recommendation_id] for one in order),
    )


def _item(
    basis: Basis,
    safe: SafeCandidate,
    fit: Match,
    made: Prediction,
    posterior_summary: PosteriorSummary,
    effects: tuple[EffectFacts, ...],
) -> PredictedFacts:
    key = Key(EvidenceLevel.RECOMMENDATION, safe.recommendation_id)
    shown, own = basis.published.get(key), basis.own.get(safe.recommendation_id)
    return PredictedFacts(
        recommendation_id=safe.recommendation_id,
        scores=posterior_summary.scores,
        low=posterior_summary.low,
        high=posterior_summary.high,
        confidence=posterior_summary.confidence,
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
            symptoms_missed=tuple(sorted(fit.symptoms_missed)),
            opposites=fit.opposites,
        ),
        cautions=tuple(NoteFacts(**asdict(note)) for note in safe.cautions),
        effects=effects,
        published=_evidence(shown.whole) if shown else None,
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
class RankedPlace:
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
    standings: tuple[RankedPlace, ...]


def ranked_places_of(plan: PlanFacts) -> tuple[RankedPlace, ...]:
    """Return the places of a predicted plan at the balanced level."""
    return tuple(
        RankedPlace(
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
        items=orjson.dumps([asdict(one) for one in ranked_places_of(plan)]).decode(),
    )


_COLUMNS = [ranking.c[name] for name in ("id", "created_at", "level", "model_version", "items")]
_last = Prepared(
    lambda _: (
        select(*_COLUMNS)
        .where(ranking.c.diagnosis_id == bindparam("diagnosis_id"))
        .order_by(ranking.c.id.desc())
        .limit(1)
    )
)


def last_ranking(tx: ReadTx, diagnosis_id: int) -> Ranking | None:
    """Return the ranking that was announced last, or None."""
    rows = tx.fetch(_last, diagnosis_id=diagnosis_id)
    return _ranking(rows[0]) if rows else None


def rankings_since(tx: ReadTx, diagnosis_id: int, since: int, limit: int = 500) -> list[Ranking]:
    """Return the announced rankings from time `since` on, oldest first, the last `limit`."""
    statement = select(*_COLUMNS).where(
        ranking.c.diagnosis_id == diagnosis_id, ranking.c.created_at >= since
    )
    rows = tx.all(statement.order_by(ranking.c.id.desc()).limit(limit))
    return [_ranking(row) for row in reversed(rows)]


def _ranking(row: Sequence[Any]) -> Ranking:
    id_, created_at, level, model_version, items = row
    standings = tuple(RankedPlace(**item) for item in orjson.loads(items))
    return Ranking(id_, created_at, level, model_version, standings)
