"""What a prediction says of itself, from its facts alone."""

from typing import Any

import pytest

from tajriba.kit.i18n import LANGS, Lang
from tajriba.predictions.explanations.reasoning import evidence_source, reasoning, risk_factors
from tajriba.predictions.model import ComponentName
from tajriba.predictions.service.cached_plan import (
    ComponentFacts,
    EffectFacts,
    EvidenceFacts,
    FitFacts,
    NoteFacts,
    PlanFacts,
    PredictedFacts,
)


def part(name: ComponentName, weight: float, strength: float) -> ComponentFacts:
    return ComponentFacts(name=name, value=0.6, weight=weight, sample_size=0, strength=strength)


def item(**given: Any) -> PredictedFacts:
    facts: dict[str, Any] = {
        "recommendation_id": 1,
        "scores": {"conservative": 0.5, "balanced": 0.6, "aggressive": 0.7},
        "low": 0.45,
        "high": 0.75,
        "confidence": 0.7,
        "disagreement": 0.0,
        "components": (
            part("historical_effectiveness", 0.4, 10),
            part("similar_patients", 0.35, 9),
            part("symptom_match", 0.25, 4),
        ),
        "similar_patient_count": 0,
        "fit": FitFacts(known=False, condition_covered=None, symptoms_covered=(), opposites=None),
        "cautions": (),
        "effects": (),
        "published": None,
        "own": None,
    }
    return PredictedFacts(**facts | given)


def said(one: PredictedFacts, lang: Lang = "en", *, own: bool = True, mizaj: bool = True) -> str:
    plan = PlanFacts(
        diagnosis_id=1,
        patient_id=1,
        created_at=0,
        fingerprint="",
        model_version="1",
        mizaj_known=mizaj,
        items=(one,),
    )
    return reasoning(plan, one, lang, own=own)


@pytest.mark.parametrize("lang", LANGS)
def test_whatever_is_known_it_is_called_an_estimate(lang: Lang) -> None:
    ends = {"en": "not the promise of a cure.", "fa": "نه وعدهٔ درمان."}
    for one in (item(), item(disagreement=0.9, similar_patient_count=7)):
        assert said(one, lang).endswith(ends[lang])


def test_what_the_sources_do_not_say_is_told() -> None:
    assert "The sources do not say how this herb fits" in said(item())
    fit = FitFacts(known=True, condition_covered=True, symptoms_covered=("nausea",), opposites=-1.0)
    words = said(item(fit=fit))
    assert "The sources do not say" not in words
    assert "for this very condition" in words
    assert "Nausea" in words
    assert words.index("On the other hand") < words.index("that of the imbalance itself")


def test_counts_name_reports_and_patients() -> None:
    found = EvidenceFacts(successes=15, total=20, patients=12, average_improvement=3.5)
    assert "Of 20 reports by 12 patients, 75% were a success." in said(item(published=found))
    assert "از ۲۰ گزارش ۱۲ بیمار، ۷۵٪" in said(item(published=found), "fa")


def test_disagreement_and_a_wide_interval_are_told() -> None:
    assert "does not agree" not in said(item())
    assert "does not agree" in said(item(disagreement=0.2))
    assert "Little is known" not in said(item())
    assert "anywhere from 20% to 80%" in said(item(low=0.2, high=0.8))


def test_the_source_is_the_component_that_weighs_most() -> None:
    assert evidence_source(item()) == "historical_effectiveness"
    strong = (
        part("historical_effectiveness", 0.4, 10),
        part("similar_patients", 0.35, 20),
        part("symptom_match", 0.25, 4),
    )
    assert evidence_source(item(components=strong)) == "similar_patients"


def test_numbers_of_cautions_are_in_the_digits_of_the_language() -> None:
    codes = {"age": "2", "age_unknown": "2", "adult_dose_unknown": "12"}
    one = item(cautions=tuple(NoteFacts(code=code, what=what) for code, what in codes.items()))
    persian, english = (" ".join(risk_factors(one, {}, lang, own=True)) for lang in ("fa", "en"))
    assert persian.count(" ۲ سال") == 2
    assert " ۱۲ سال" in persian
    assert not any(digit.isascii() and digit.isdigit() for digit in persian)
    assert "2 years" in english


def test_risks_are_cautions_then_side_effects() -> None:
    one = item(
        cautions=(NoteFacts(code="pregnancy", what=""),),
        effects=(
            EffectFacts(part=3, count=2, own=True),
            EffectFacts(part=4, count=8, own=False),
        ),
    )
    names = {3: "Nausea", 4: "Itching"}
    assert risk_factors(one, names, "en", own=False) == [
        "With caution in pregnancy.",
        "Reported before by this patient: Nausea.",
        "Reported side effect: Itching (8 times).",
    ]
    assert risk_factors(one, names, "en", own=True)[1] == "You have reported this before: Nausea."


def test_what_speaks_against_a_remedy_is_one_sentence() -> None:
    assert "On the other hand" not in said(item())
    missed = FitFacts(
        known=True,
        condition_covered=False,
        symptoms_covered=(),
        symptoms_missed=("fever", "nausea"),
        opposites=None,
    )
    poor = EvidenceFacts(successes=4, total=9, patients=6, average_improvement=2.0)
    parts = (
        part("historical_effectiveness", 0.4, 10).model_copy(update={"value": 0.6}),
        part("similar_patients", 0.35, 9).model_copy(update={"value": 0.5}),
        part("symptom_match", 0.25, 4),
    )
    one = item(fit=missed, published=poor, own=poor, components=parts, similar_patient_count=7)
    assert (
        "On the other hand, the sources do not name it for this condition; the sources do not "
        "name it for these symptoms: Fever, Nausea; fewer than half of the reports on it were a "
        "success; fewer than half of your own reports on it were a success; patients of a "
        "similar temperament did worse with it than others."
    ) in said(one)
    persian = said(one, "fa", own=False)
    assert persian.count("در مقابل، ") == 1
    assert "تب، تهوع؛ کمتر از نیمی" in persian
    assert "خود بیمار از آن" in persian


def test_a_fair_record_does_not_speak_against_a_remedy() -> None:
    fair = EvidenceFacts(successes=5, total=10, patients=6, average_improvement=3.0)
    fit = FitFacts(known=True, condition_covered=True, symptoms_covered=(), opposites=None)
    assert "On the other hand" not in said(item(fit=fit, published=fair, own=fair))


OTHERS_WORDS = {
    "en": ("this patient", "the patient"),
    "fa": ("بیمار پیش", "خود بیمار", "مزاج بیمار"),
}


@pytest.mark.parametrize("lang", LANGS)
def test_a_patient_is_spoken_to_and_not_of(lang: Lang) -> None:
    found = EvidenceFacts(successes=1, total=2, patients=1, average_improvement=3.0)
    one = item(own=found, effects=(EffectFacts(part=3, count=2, own=True),))

    def told(own: bool) -> str:
        risks = " ".join(risk_factors(one, {3: "nausea"}, lang, own=own))
        return (said(one, lang, own=own, mizaj=False) + risks).lower()

    assert [word for word in OTHERS_WORDS[lang] if word in told(own=True)] == []
    assert any(word in told(own=False) for word in OTHERS_WORDS[lang])
