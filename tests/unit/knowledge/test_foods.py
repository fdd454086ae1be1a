"""The foods of which a mizaj is told are as the catalogue has them."""

import json

from tajriba.knowledge.vocabulary.terms import shipped
from tests.architecture.documents import read


def test_foods_have_the_names_and_degrees_of_the_catalogue() -> None:
    herbs = {herb.code: herb for herb in shipped().herbs}
    foods = json.loads(read("client/src/screens/patient/mizaj/foods.json"))
    assert foods
    for food in foods:
        herb = herbs[food["code"]]
        told = next(one for one in herb.opinions if one.preferred)
        assert food == {
            "code": herb.code,
            "fa": herb.name_fa,
            "en": herb.name_en,
            "warmth": told.warmth or 0,
            "moisture": told.moisture or 0,
            "source": told.source,
        }
