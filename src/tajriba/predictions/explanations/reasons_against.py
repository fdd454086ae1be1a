"""The reasons against a remedy, in one sentence; `reasoning` gives the reasons for it."""

from collections.abc import Iterable, Iterator
from typing import Final

from tajriba.diagnoses.views import alike
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.vocabulary.terms import complaints
from tajriba.predictions.model import ComponentName
from tajriba.predictions.service.cached_plan import ComponentFacts, EvidenceFacts, PredictedFacts

WORSE: Final = 0.05
"""So much less effective among patients alike than among all is told: one patient in twenty."""


def symptom_names(codes: Iterable[str], lang: Lang) -> list[str]:
    """Return symptoms in the reader's language; a code that is no longer known stays as it is."""
    terms, name = complaints(), "name_en" if lang == "en" else "name_fa"
    return [str(getattr(terms[code], name)) if code in terms else code for code in codes]


def against(item: PredictedFacts, lang: Lang, *, own: bool) -> Iterator[str]:
    """Yield what speaks against a remedy as one sentence, where anything does.

    `own` where the patient reads it.
    """
    parts = list(_parts(item, lang, own))
    if parts:
        what = translate(lang, "list.clauses").join(parts)
        yield translate(lang, "against.sentence", what=what)


def _parts(item: PredictedFacts, lang: Lang, own: bool) -> Iterator[str]:
    yield from _texts(item, lang)
    if _poor(item.published):
        yield translate(lang, "against.published")
    if _poor(item.own):
        yield translate(lang, "against.own" if own else "against.own_patient")
    if _alike_fared_worse(item):
        yield translate(lang, "against.similar")


def _texts(item: PredictedFacts, lang: Lang) -> Iterator[str]:
    if alike(item.fit):
        yield translate(lang, "against.alike")
    if not item.fit.known:
        return
    if item.fit.condition_covered is False:
        yield translate(lang, "against.condition")
    if item.fit.symptoms_missed:
        names = translate(lang, "list.separator").join(
            symptom_names(item.fit.symptoms_missed, lang)
        )
        yield translate(lang, "against.symptoms", names=names)


def _poor(found: EvidenceFacts | None) -> bool:
    return found is not None and 2 * found.successes < found.total


def _alike_fared_worse(item: PredictedFacts) -> bool:
    if not item.similar_patient_count:
        return False
    among_all, alike = _part(item, "historical_effectiveness"), _part(item, "similar_patients")
    return among_all.value - alike.value >= WORSE


def _part(item: PredictedFacts, name: ComponentName) -> ComponentFacts:
    return next(part for part in item.components if part.name == name)
