"""Predicted plans in the reader's language."""

from collections.abc import Sequence
from typing import Any

from tajriba.diagnoses.service import plan_of
from tajriba.evidence.views.published_views import effect_labels
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.service import recommendation_facts
from tajriba.predictions.explanations.reasoning import evidence_source, reasoning, risk_factors
from tajriba.predictions.model import Level, Scored, overall_confidence, rank
from tajriba.predictions.schemas import (
    ComponentsView,
    ComponentView,
    OptimizedPlan,
    PlanPrediction,
    Predicted,
    PredictedAtLevel,
)
from tajriba.predictions.service.cached_plan import PlanFacts, PredictedFacts

BEST = 3
"""How many are offered where none reaches the target."""


class Wording:
    """Words the items of a plan; what they need is read once for all of them."""

    def __init__(self, tx: ReadTx, plan: PlanFacts, lang: Lang, *, own: bool) -> None:
        self.plan = plan
        self.lang = lang
        self.own = own
        self.facts = recommendation_facts(tx, [item.recommendation_id for item in plan.items])
        parts = {one.part for item in plan.items for one in item.effects}
        self.effects = effect_labels(tx, sorted(parts), lang) if parts else {}
        self.nothing = None if plan.items else _why_nothing(tx, plan, lang)

    def item(self, item: PredictedFacts, level: Level) -> Predicted:
        """Return one prediction as shown at a level."""
        facts = self.facts[item.recommendation_id]
        shown = Predicted(
            recommendation_id=item.recommendation_id,
            herb_name=self.name(item.recommendation_id),
            predicted_effectiveness=item.scores[level],
            interval=(item.low, item.high),
            confidence=item.confidence,
            reasoning=self.reasoning(item),
            evidence_source=evidence_source(item),
            components=_components(item),
            similar_patient_count=item.similar_patient_count,
            average_improvement=_improvement(item),
            expected_duration_days=facts.duration_days,
            risk_factors=self.risks(item),
        )
        return shown if level == "balanced" else _beside_balanced(shown, item)

    def name(self, recommendation_id: int) -> str:
        """Return the name of a recommendation's herb."""
        return self.facts[recommendation_id].herb_name.in_(self.lang)

    def reasoning(self, item: PredictedFacts) -> str:
        """Return why a prediction is as it is."""
        return reasoning(self.plan, item, self.lang, own=self.own)

    def risks(self, item: PredictedFacts) -> list[str]:
        """Return what to mind."""
        return risk_factors(item, self.effects, self.lang, own=self.own)


def _why_nothing(tx: ReadTx, plan: PlanFacts, lang: Lang) -> str:
    stopped = plan_of(tx, plan.diagnosis_id)
    return translate(lang, "predict.all_stopped" if stopped else "predict.empty_plan")


def _beside_balanced(shown: Predicted, item: PredictedFacts) -> PredictedAtLevel:
    fields = {name: getattr(shown, name) for name in Predicted.model_fields}
    return PredictedAtLevel(**fields, balanced_effectiveness=item.scores["balanced"])


def _components(item: PredictedFacts) -> ComponentsView:
    return ComponentsView(
        **{
            part.name: ComponentView(
                value=part.value, weight=part.weight, sample_size=part.sample_size
            )
            for part in item.components
        }
    )


def _improvement(item: PredictedFacts) -> float | None:
    found = item.published or item.own
    return found.average_improvement if found else None


def plan_view(
    tx: ReadTx, plan: PlanFacts, level: Level, lang: Lang, *, own: bool
) -> PlanPrediction:
    """Return a predicted plan, best first at the level; `own` where its patient reads it."""
    wording = Wording(tx, plan, lang, own=own)
    return PlanPrediction(**_fields(wording, plan.items, level))


def optimized_view(
    tx: ReadTx, plan: PlanFacts, target: float, lang: Lang, *, own: bool
) -> OptimizedPlan:
    """Return those whose balanced prediction reaches the target, else the best three."""
    wording = Wording(tx, plan, lang, own=own)
    reaching = [item for item in plan.items if item.scores["balanced"] >= target]
    return OptimizedPlan(
        **_fields(wording, reaching or plan.items[:BEST], "balanced"),
        target_effectiveness=target,
        selection="target" if reaching else "best",
    )


def _fields(wording: Wording, items: Sequence[PredictedFacts], level: Level) -> dict[str, Any]:
    plan = wording.plan
    by_id = {item.recommendation_id: item for item in items}
    order = rank(Scored(key, item.scores[level]) for key, item in by_id.items())
    return {
        "diagnosis_id": plan.diagnosis_id,
        "patient_id": plan.patient_id,
        "prediction_date": iso(plan.created_at),
        "optimization_level": level,
        "model_version": plan.model_version,
        "overall_confidence": overall_confidence([item.confidence for item in items]),
        "degraded": plan.degraded_because is not None,
        "nothing_to_rank": wording.nothing,
        "predicted_recommendations": [
            wording.item(by_id[one.recommendation_id], level) for one in order
        ],
    }
