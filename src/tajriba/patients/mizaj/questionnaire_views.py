"""The mizaj questionnaire and its result in the reader's language."""

from collections.abc import Sequence

from tajriba.kit.i18n import Lang, translate
from tajriba.patients.mizaj.questionnaire import (
    CHOICES,
    ITEMS,
    MOISTURE_ITEMS,
    WARMTH_ITEMS,
    Assessment,
    Scale,
)
from tajriba.patients.mizaj.schemas import Item, ItemChoice, MizajView, ScaleView
from tajriba.patients.schemas import PatientView


def questions(lang: Lang) -> list[Item]:
    """Return the items in their order, in the words of a language."""
    return [
        Item(
            code=code,
            axis="warmth" if code in WARMTH_ITEMS else "moisture",
            question=translate(lang, f"mizaj.item.{code}.question"),
            choices=[
                ItemChoice(value=value, text=translate(lang, f"mizaj.item.{code}.{value}"))
                for value in range(1, CHOICES + 1)
            ],
        )
        for code in ITEMS
    ]


def mizaj_view(found: Assessment, patient: PatientView, lang: Lang) -> MizajView:
    """Return what the questionnaire says, and what it can't."""
    return MizajView(
        mizaj=found.mizaj,
        name=translate(lang, f"mizaj.name.{found.mizaj}"),
        warmth=_scale(found.warmth, WARMTH_ITEMS),
        moisture=_scale(found.moisture, MOISTURE_ITEMS),
        limits=translate(lang, "mizaj.limits"),
        patient=patient,
    )


def _scale(scale: Scale, items: Sequence[str]) -> ScaleView:
    least, most = len(items), CHOICES * len(items)
    return ScaleView(points=scale.points, least=least, most=most, leaning=scale.leaning)
