"""What everybody may read: published evidence as a prediction, and the model itself."""

from dataclasses import asdict

from sqlalchemy import select

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.schemas import Suppressed
from tajriba.evidence.service import published
from tajriba.evidence.views import facts_of_one, suppressed
from tajriba.kit.clock import iso
from tajriba.kit.db import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.predictions.core import (
    DEFAULT_STRENGTHS,
    WEIGHTS,
    PredictionInput,
    outlooks,
    predict,
)
from tajriba.predictions.explanation import ModelVersion, PublicPrediction
from tajriba.predictions.facts import MODEL_VERSION
from tajriba.predictions.gathering import around_of, evidence_of, keys_around
from tajriba.predictions.models import prediction
from tajriba.predictions.schemas import Health


def prediction_stats(
    tx: ReadTx, recommendation_id: int, lang: Lang
) -> PublicPrediction | Suppressed:
    """Return the pooled published evidence for an unknown patient. Raises `NotFound`."""
    facts = facts_of_one(tx, recommendation_id)
    around = around_of(tx, [facts], facts.condition_id)
    shown = published(tx, keys_around(around, facts.condition_id))
    own = shown.get(Key(Level.RECOMMENDATION, facts.id))
    if own is None:
        return suppressed(facts, lang)
    (outlook,) = outlooks([predict(PredictionInput(evidence_of(shown, facts, around, None)))])
    return PublicPrediction(
        recommendation_id=facts.id,
        herb_name=facts.herb_name.in_(lang),
        predicted_effectiveness=outlook.scores["balanced"],
        interval=(outlook.low, outlook.high),
        confidence=outlook.confidence,
        sample_size=own.window.whole.total,
        patients=own.window.whole.patients,
        model_version=MODEL_VERSION,
        last_updated=iso(own.published_at),
    )


def model_version() -> ModelVersion:
    """Return the model that serves: its weights and constants."""
    return ModelVersion(
        version=MODEL_VERSION,
        kind="fixed_weights",
        degraded=False,
        weights=WEIGHTS,
        strengths=asdict(DEFAULT_STRENGTHS),
        trained_on=0,
    )


def health(tx: ReadTx) -> Health:
    """Return that predictions can be read; raises what stands in the way."""
    tx.first(select(prediction.c.diagnosis_id).limit(1))
    return Health(model_version=MODEL_VERSION, degraded=False)
