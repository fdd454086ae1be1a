"""The explanation of a prediction: its components, the levels of pooling, what would change it."""

from dataclasses import dataclass
from typing import Literal

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.symptom_match import AxisPart, Match
from tajriba.predictions.explanations.plan_views import Wording
from tajriba.predictions.explanations.pooling_levels import layers_of
from tajriba.predictions.explanations.reasoning import evidence_source, percent
from tajriba.predictions.explanations.reasons_against import symptom_names
from tajriba.predictions.explanations.schemas import (
    AxisView,
    ChangeView,
    ComponentOpinion,
    Explanation,
    MatchView,
    PooledView,
    SymptomView,
)
from tajriba.predictions.inputs.cache_key import Basis, gather
from tajriba.predictions.inputs.model_inputs import after_report, assemble, fits_of
from tajriba.predictions.model import (
    BetaPosterior,
    Component,
    PredictionInput,
    posterior_summaries,
    quantiles,
)
from tajriba.predictions.model.posterior_summary import INTERVAL
from tajriba.predictions.registry.champion import predict_by
from tajriba.predictions.schemas import Interval
from tajriba.predictions.service.cached_plan import PlanFacts, PredictedFacts
from tajriba.predictions.service.prediction_cache import compute


@dataclass(frozen=True, slots=True)
class _Case:
    """One recommendation of a plan with all that its prediction came from."""

    basis: Basis
    plan: PlanFacts
    item: PredictedFacts
    inputs: PredictionInput
    fit: Match


def explain(
    tx: ReadTx, principal: Principal, diagnosis_id: int, recommendation_id: int, lang: Lang
) -> Explanation:
    """Explain a prediction as of now. Raises `NotFound` for what is not in the safe plan."""
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    case = _case(tx, found, recommendation_id)
    wording = Wording(tx, case.plan, lang, own=principal.role == "patient")
    return _explanation(case, wording)


def _case(tx: ReadTx, found: Diagnosis, recommendation_id: int) -> _Case:
    basis = gather(tx, found)
    if recommendation_id not in {one.recommendation_id for one in basis.safe}:
        raise NotFound
    plan = compute(tx, found, basis)
    (item,) = (one for one in plan.items if one.recommendation_id == recommendation_id)
    fits = fits_of(tx, found, basis)
    inputs = assemble(basis, fits).inputs[recommendation_id]
    return _Case(basis, plan, item, inputs, fits[recommendation_id])


def _explanation(case: _Case, wording: Wording) -> Explanation:
    item, lang = case.item, wording.lang
    made = predict_by(case.basis.champion, case.inputs)
    return Explanation(
        diagnosis_id=case.plan.diagnosis_id,
        recommendation_id=item.recommendation_id,
        herb_name=wording.name(item.recommendation_id),
        model_version=case.plan.model_version,
        degraded=case.plan.degraded_because is not None,
        levels=item.scores,
        interval=(item.low, item.high),
        confidence=item.confidence,
        disagreement=item.disagreement,
        reasoning=wording.reasoning(item),
        evidence_source=evidence_source(item),
        risk_factors=wording.risks(item),
        components=[_opinion(part) for part in made.components],
        pooling=_pooling(case),
        match=_match(case.fit, lang),
        changes=_changes(case, lang),
    )


def _interval(posterior: BetaPosterior) -> Interval:
    ((low, high),) = quantiles([posterior], INTERVAL)
    return low, high


def _opinion(part: Component) -> ComponentOpinion:
    return ComponentOpinion(
        name=part.name,
        value=part.value,
        weight=part.weight,
        sample_size=part.sample_size,
        interval=_interval(BetaPosterior(part.alpha, part.beta)),
    )


def _pooling(case: _Case) -> list[PooledView]:
    return [
        PooledView(level=name, value=one.mean, strength=one.strength, interval=_interval(one))
        for name, one in layers_of(case.inputs, case.basis.champion.learned)
    ]


def _match(fit: Match, lang: Lang) -> MatchView:
    return MatchView(
        known=fit.known,
        score=fit.score,
        indication=fit.indication,
        opposites=fit.opposites,
        condition_covered=fit.condition_covered,
        symptoms_covered=_symptoms(fit.symptoms_covered, lang),
        symptoms_missed=_symptoms(fit.symptoms_missed, lang),
        warmth=_axis(fit.warmth),
        moisture=_axis(fit.moisture),
    )


def _symptoms(codes: frozenset[str], lang: Lang) -> list[SymptomView]:
    ordered = sorted(codes)
    named = zip(ordered, symptom_names(ordered, lang), strict=True)
    return [SymptomView(code=code, name=name) for code, name in named]


def _axis(part: AxisPart | None) -> AxisView | None:
    if part is None:
        return None
    return AxisView(leaning=part.leaning, strength=part.strength, effect=part.effect)


def _changes(case: _Case, lang: Lang) -> list[ChangeView]:
    """Return the balanced score after one more report of the patient's own, either way."""
    made = [predict_by(case.basis.champion, _after(case, success)) for success in (True, False)]
    better, worse = (one.scores["balanced"] for one in posterior_summaries(made))
    return [_change("success", better, lang), _change("failure", worse, lang)]


def _after(case: _Case, success: bool) -> PredictionInput:
    key = case.item.recommendation_id
    changed = after_report(case.basis, key, success=success)
    return assemble(changed, {key: case.fit}).inputs[key]


def _change(outcome: Literal["success", "failure"], score: float, lang: Lang) -> ChangeView:
    text = translate(lang, f"predict.if_{outcome}", percent=percent(score))
    return ChangeView(next_report=outcome, predicted_effectiveness=score, text=text)
