"""Signs of danger in words: what each may be, and whom to call."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tajriba.diagnoses.schemas import UrgentSign
from tajriba.diagnoses.urgency.emergency_numbers import number_of
from tajriba.diagnoses.urgency.urgent_state import UrgentState
from tajriba.kit.i18n import Lang, digits, translate
from tajriba.knowledge.vocabulary.terms import red_flag, unread_symptoms
from tajriba.triage.rules import Urgency


def urgent_signs(state: UrgentState, lang: Lang) -> list[UrgentSign]:
    """Return the signs of danger in words, the most urgent first."""
    return [
        UrgentSign(code=code, urgency=urgency, message=urgent_message(code, urgency, lang))
        for code, urgency in state.signs.items()
    ]


def urgent_message(code: str, urgency: Urgency, lang: Lang) -> str:
    """Return what a sign of danger may be and what to do: whom to call, or to see a doctor."""
    flag = red_flag(code)
    if flag is None:
        return translate(lang, "gate.seek_care")
    sign = flag.name_en if lang == "en" else flag.name_fa
    if urgency == "soon":
        return translate(lang, "gate.see_doctor_soon", sign=sign)
    number = digits(lang, number_of(flag.call))
    return translate(lang, f"gate.call_{flag.call}", sign=sign, number=number)


def unread_caution(symptoms: Sequence[str], lang: Lang) -> str | None:
    """Return which of a complaint's symptoms were not understood, and whom to call if they are
    urgent; None where all were."""
    unread = unread_symptoms(symptoms)
    if not unread:
        return None
    what = translate(lang, "list.separator").join(dict.fromkeys(unread))
    number = digits(lang, number_of("emergency"))
    return translate(lang, "gate.unread_symptoms", what=what, number=number)


def whom_to_call(lang: Lang) -> str:
    """Return the numbers to call in an emergency, in words."""
    emergency = digits(lang, number_of("emergency"))
    crisis_line = digits(lang, number_of("crisis_line"))
    return translate(lang, "whom_to_call.numbers", emergency=emergency, crisis_line=crisis_line)


def urgency_facts(state: UrgentState) -> dict[str, Any]:
    """Return how urgent a diagnosis is as events and snapshots tell it, in both languages."""
    return {"urgent": urgent_facts(state.signs), "withheld": state.withheld}


def urgent_facts(signs: Mapping[str, Urgency]) -> list[dict[str, Any]]:
    """Return signs of danger in both languages, as an event's facts hold them."""
    return [
        {
            "code": code,
            "urgency": urgency,
            "message": {
                "fa": urgent_message(code, urgency, "fa"),
                "en": urgent_message(code, urgency, "en"),
            },
        }
        for code, urgency in signs.items()
    ]


def told(codes: Iterable[str], lang: Lang) -> list[dict[str, Any]]:
    """Return signs that want a doctor now in the words of a language, as an answer shows them."""
    return [
        {"code": code, "urgency": "now", "message": urgent_message(code, "now", lang)}
        for code in codes
    ]
