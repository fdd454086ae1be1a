"""Foods that people say to bear, and organs and figures that may be well. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.negation_triggers import ALLERGY
from tajriba.nlp.morphology.stemming import forms, is_apart
from tajriba.nlp.morphology.verbs import verb_forms, verb_of
from tajriba.nlp.tokenization import Token

_HARM: Final = ALLERGY | word_set("""
    مشکل مشکلی ناراحتی ناراحتیی چیزی چیزیم طوریم طوری اذیت problem problems issue issues trouble
""")
_OTHER: Final = word_set("دیگه دیگر جز بجز غیر بقیه other else except")
_EATEN: Final = word_set("eat eats eating drink drinks") | {
    form for form in verb_forms() if verb_of(form) == ("خوردن", False)
}
_DENYING: Final = word_set("no without any بدون هیچ dont doesnt not never")
_NEAR: Final = 3
_MEASURED: Final = word_set("""
    فشار خون قند چربی کلیه کبد قلب تیرویید ریه معده چشم مغز کلسترول اوره
    blood pressure bp sugar glucose cholesterol heart kidney kidneys liver lung lungs thyroid eyes
""")


def borne_until(tokens: Sequence[Token]) -> int:
    """Return before which place of a line all is eaten without harm, 0 where nothing is.

    Whoever says of one thing that they eat it, and anywhere that it harms, does not say so.
    """
    eaten = next((at for at, token in enumerate(tokens) if token.text in _EATEN), None)
    harms = [at for at, token in enumerate(tokens) if token.text in _HARM]
    if eaten is None or not harms or harms[0] < eaten:
        return 0
    if any(token.text in _OTHER for token in tokens):
        return 0
    return tokens[harms[0]].start if all(_is_denied(tokens, at) for at in harms) else 0


def _is_denied(tokens: Sequence[Token], at: int) -> bool:
    verbs = (verb_of(token.text) for token in tokens[at + 1 : at + _NEAR])
    before = (token.text for token in tokens[max(0, at - _NEAR) : at])
    return any(verb is not None and verb[1] for verb in verbs) or not _DENYING.isdisjoint(before)


def is_measured(words: Iterable[str]) -> bool:
    """Return whether words name nothing but organs and figures, of which each may be well."""
    named = (word for word in words if not is_apart(word))
    return all(not _MEASURED.isdisjoint((word, *forms(word))) for word in named)
