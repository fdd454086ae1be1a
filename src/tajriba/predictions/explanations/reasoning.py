"""The reasoning of a prediction in words: counts, cohort, match, doubts; it promises no cure."""

from collections.abc import Iterator, Mapping
from typing import Final

from tajriba.diagnoses.safety.check_inputs import Note
from tajriba.diagnoses.views import fit_reasons, note_text
from tajriba.kit.i18n import Lang, translate
from tajriba.predictions.explanations.reasons_against import against
from tajriba.predictions.model import ComponentName
from tajriba.predictions.service.cached_plan import (
    AlikeFacts,
    EffectFacts,
    EvidenceFacts,
    HabitFacts,
    PlanFacts,
    PredictedFacts,
)

DISAGREEMENT: Final = 0.2
"""From this on disagreement is told: components that differ by about a fifth of the scale."""

WIDE: Final = 0.5
"""From this width on the interval itself is told."""


LEANS: Final = 0.1
HABITUAL: Final = 3
"""A habit is told from so many reports on, and such a difference to what was expected."""


def percent(share: float) -> int:
    """Return a share as whole percent."""
    return round(100 * share)


def reasoning(plan: PlanFacts, item: PredictedFacts, lang: Lang, *, own: bool) -> str:
    """Return why a prediction is as it is; `own` where its patient reads it."""
    return " ".join(_sentences(plan, item, lang, own))


def _sentences(plan: PlanFacts, item: PredictedFacts, lang: Lang, own: bool) -> Iterator[str]:
    yield published_words(item.published, lang)
    if item.own:
        key = "own" if own else "own_patient"
        total, successes = item.own.total, item.own.successes
        yield translate(lang, f"predict.{key}", total=total, successes=successes)
    yield _cohort(plan, item, lang, own)
    yield from _learned(plan, lang, own)
    yield from fit_reasons(item.fit, lang)
    if not item.fit.known:
        yield translate(lang, "predict.match_unknown")
    yield from against(item, lang, own=own)
    yield from _doubts(item, lang)
    if plan.degraded_because:
        yield translate(lang, f"predict.degraded_{plan.degraded_because}")
    yield translate(lang, "predict.not_a_promise")


def _learned(plan: PlanFacts, lang: Lang, own: bool) -> Iterator[str]:
    """What a learned model looks at beside model 1, where it matters."""
    if plan.similar_conditions:
        yield translate(lang, "predict.similar_conditions", conditions=plan.similar_conditions)
    yield from _alike(plan, lang)
    if plan.habit is None or plan.habit.total < HABITUAL:
        return
    if lean := _lean(plan.habit, lang):
        key = "own_habit" if own else "habit"
        yield translate(lang, f"predict.{key}", total=plan.habit.total, lean=lean)


def _alike(plan: PlanFacts, lang: Lang) -> Iterator[str]:
    """Who else is alike, beside mizaj; each apart who fared otherwise than was to be expected."""
    usual = []
    for one in plan.alike:
        who = translate(lang, f"predict.alike_{one.axis}")
        if lean := _lean(one, lang):
            yield translate(lang, "predict.alike_lean", who=who, total=one.total, lean=lean)
        else:
            usual.append(who)
    if usual:
        who = translate(lang, "list.separator").join(usual)
        yield translate(lang, "predict.alike", who=who)


def _lean(reports: HabitFacts | AlikeFacts, lang: Lang) -> str | None:
    """Return in words how reports differ from what was expected, None where they hardly do."""
    surplus = (reports.successes - reports.expected) / reports.total
    if abs(surplus) < LEANS:
        return None
    return translate(lang, "predict.habit_above" if surplus > 0 else "predict.habit_below")


def published_words(found: EvidenceFacts | None, lang: Lang) -> str:
    """Return what others reported, or that too few did."""
    if found is None:
        return translate(lang, "predict.none")
    share = percent(found.successes / found.total)
    figures = {"total": found.total, "patients": found.patients, "percent": share}
    return translate(lang, "predict.published", **figures)


def _cohort(plan: PlanFacts, item: PredictedFacts, lang: Lang, own: bool) -> str:
    if not plan.mizaj_known:
        key = "own_mizaj_unknown" if own else "mizaj_unknown"
        return translate(lang, f"predict.{key}")
    if not item.similar_patient_count:
        return translate(lang, "predict.no_similar")
    return translate(lang, "predict.similar", patients=item.similar_patient_count)


def _doubts(item: PredictedFacts, lang: Lang) -> Iterator[str]:
    if item.disagreement >= DISAGREEMENT:
        yield translate(lang, "predict.disagreement")
    if item.high - item.low >= WIDE:
        low, high = percent(item.low), percent(item.high)
        yield translate(lang, "predict.wide", low=low, high=high)


def risk_factors(
    item: PredictedFacts, effects: Mapping[int, str], lang: Lang, *, own: bool
) -> list[str]:
    """Return the contraindication check's cautions, then reported side effects, named by `effects`.

    `own` where the patient reads it.
    """
    cautions = [note_text(Note(one.code, one.what), lang) for one in item.cautions]
    return cautions + [_effect(one, effects[one.part], lang, own) for one in item.effects]


def _effect(one: EffectFacts, name: str, lang: Lang, own: bool) -> str:
    if one.own:
        key = "own_effect" if own else "own_patient_effect"
        return translate(lang, f"predict.{key}", name=name)
    return translate(lang, "predict.side_effect", name=name, count=one.count)


def evidence_source(item: PredictedFacts) -> ComponentName:
    """Return the component that the prediction rests on most: the largest weight * strength."""
    return max(item.components, key=lambda part: part.weight * part.strength).name
