"""Poisonous parts and relatives of a herb over HTTP: they never pass as the part that is used."""

from typing import Any

import pytest

from tests.api.diagnoses.test_doses import write
from tests.kit.clinics.clinic import Clinic, data_of, field_codes

POISONS = {
    "hemp_seed": ["hashish", "حشیش", "چرس", "بنگ", "ganja", "bhang", "weed", "tops", "گل", "resin"],
    "poppy_seed": ["شیره خشخاش", "شیره", "pods", "latex", "milky juice", "straw", "لاتکس"],
    "almond": ["bitter", "تلخ"],
    "apple": ["pips", "هسته"],
    "castor": ["bean", "دانه کرچک"],
    "cucumber": ["squirting", "wild"],
    "lettuce": ["latex", "شیرابه"],
    "fig": ["milk of the stem"],
    "saffron": ["corm", "پیاز"],
    "walnut": ["green husk"],
    "parsley": ["apiol"],
    "nutmeg": ["butter"],
}


def test_a_poisonous_part_or_relative_is_refused_by_name(clinic: Clinic) -> None:
    for herb, words in POISONS.items():
        for preparation in words:
            answer = write(clinic, _name(herb), preparation=preparation)
            assert field_codes(answer) == {"body.preparation": "names_poison"}, preparation


@pytest.mark.parametrize(
    ("herb", "changes", "where", "code"),
    [
        ("hemp_seed", {"preparation": "extract"}, "preparation", "words_unread"),
        ("hemp_seed", {"preparation": "whole plant"}, "preparation", "words_unread"),
        ("poppy_seed", {"preparation": "qwrtz"}, "preparation", "words_unread"),
        ("poppy_seed", {"dose": "0.1 g juju"}, "dose", "dose_unread"),
        ("poppy_seed", {"dose": "0.1 g latex"}, "dose", "names_poison"),
        ("castor", {"preparation": "powder"}, "preparation", "part_undescribed"),
    ],
)
def test_what_is_not_understood_is_refused(
    clinic: Clinic, herb: str, changes: dict[str, Any], where: str, code: str
) -> None:
    answer = write(clinic, _name(herb), **changes)
    assert field_codes(answer) == {f"body.{where}": code}
    assert answer.json()["fields"][0]["message"]


@pytest.mark.parametrize(
    ("herb", "preparation"),
    [
        ("hemp_seed", "powdered seed with water"),
        ("poppy_seed", "تخم خشخاش ساییده"),
        ("almond", "sweet almond kernels, soaked overnight and peeled"),
        ("saffron", "threads steeped in hot water"),
        ("apple", "سیب پخته"),
    ],
)
def test_the_part_that_is_used_passes(clinic: Clinic, herb: str, preparation: str) -> None:
    assert data_of(write(clinic, _name(herb), preparation=preparation), 201)["id"]


def _name(code: str) -> str:
    return code.replace("_", " ")
