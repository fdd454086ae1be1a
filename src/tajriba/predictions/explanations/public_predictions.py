"""Public figures of a remedy's predictions, from published evidence."""

from sqlalchemy import select

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.plans.remedy_access import visible_remedy
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import published
from tajriba.evidence.views.published_views import suppressed
from tajriba.evidence.views.schemas import Suppressed
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.predictions.explanations.schemas import PublicPrediction
from tajriba.predictions.inputs.evidence_counts import Shown
from tajriba.predictions.inputs.model_inputs import evidence_of, similar_conditions_of
from tajriba.predictions.inputs.related_remedies import (
    find_related,
    related_conditions_of,
    related_keys,
)
from tajriba.predictions.model import PredictionInput, posterior_summaries
from tajriba.predictions.registry.champion import champion, predict_by
from tajriba.predictions.schemas import Health
from tajriba.predictions.tables import prediction


def prediction_stats(
    tx: ReadTx, recommendation_id: int, lang: Lang, reader: Principal | None = None
) -> PublicPrediction | Suppressed:
    """Return the pooled published evidence for an unknown patient. Raises `NotFound`, also where
    this reader may not read of the remedy."""
    facts = visible_remedy(tx, reader, recommendation_id)
    serving, related = champion(tx), find_related(tx, [facts], facts.condition_id)
    related_conditions = related_conditions_of(tx, facts.condition_id) if serving.learned else ()
    shown = published(tx, related_keys(related, facts.condition_id, related_conditions))
    own = shown.get(Key(Level.RECOMMENDATION, facts.id))
    if own is None:
        return suppressed(facts, lang)
    counts = Shown.of(shown, tx.today)
    inputs = PredictionInput(
        evidence_of(counts, facts, related, None),
        similar_conditions=similar_conditions_of(counts, facts, related, related_conditions),
    )
    (posterior_summary,) = posterior_summaries([predict_by(serving, inputs)])
    return PublicPrediction(
        recommendation_id=facts.id,
        herb_name=facts.herb_name.in_(lang),
        predicted_effectiveness=posterior_summary.scores["balanced"],
        interval=(posterior_summary.low, posterior_summary.high),
        confidence=posterior_summary.confidence,
        sample_size=own.whole.total,
        patients=own.whole.patients,
        model_version=serving.version,
        last_updated=iso(own.published_at),
    )


def health(tx: ReadTx) -> Health:
    """Return that predictions can be read, and by which model; raises what stands in the way."""
    tx.first(select(prediction.c.diagnosis_id).limit(1))
    serving = champion(tx)
    return Health(model_version=serving.version, degraded=serving.degraded_because is not None)
