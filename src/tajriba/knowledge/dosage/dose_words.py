"""The words of which doses and frequencies are made: units, pieces, times, parts of a day."""

from typing import Final

from tajriba.kit.text import search_key
from tajriba.knowledge.dosage.household_measures import MEASURES

MEALS_A_DAY: Final = 3.0


def _keyed(words: dict[str, float]) -> dict[str, float]:
    return {search_key(word): grams for line, grams in words.items() for word in line.split()}


GRAMS: Final = _keyed(
    {
        "g gr gm gram grams gramme grammes گرم گرمی": 1.0,
        "mg milligram milligrams میلیگرم میلیگرمی": 1e-3,
        "mcg µg microgram micrograms میکروگرم": 1e-6,
        "kg kilo kilos kilogram kilograms کیلو کیلوگرم": 1e3,
        "مثقال mithqal mithqals mesghal mesqal": 4.6,
        "درم درهم dirham dirhams dirhem": 3.2,
    }
)
"""Grams of a unit; a mithqal is 4.6 g, a dirham 3.2 g."""

SPLIT_UNITS: Final = {"میلی": 1e-3, "میکرو": 1e-6, "کیلو": 1e3}


def _set(words: str) -> frozenset[str]:
    return frozenset(map(search_key, words.split()))


PIECES: Final = _set(
    "کپسول قرص ساشه عدد دانه بسته capsule capsules tablet tablets pill pills sachet sachets"
    " پیمانه scoop scoops"
)
COUNTABLE: Final = PIECES | (MEASURES - {"cup", "ml"})
SIGNS: Final = frozenset({"x", "×", "*"})
TIMES: Final = _set("بار مرتبه دفعه نوبت وعده times time") | SIGNS
COUNTS: Final = _keyed(
    {"once qd od": 1, "twice bid bd": 2, "thrice tid tds": 3, "qid qds": 4, "hourly ساعتی": 24}
)
HOURS: Final = _set("ساعت hour hours hr hrs h")
EVERY: Final = _set("هر every each per q")
DAILY: Final = _set("روزانه روزی daily nightly هرروز هرشب")
DAY: Final = _set("روز شب صبح بامداد شبانهروز day night morning evening")
BEFORE_DAY: Final = _set("هر در every each per a")
DURATIONS: Final = _set(
    "دقیقه روز شب هفته ماه سال درجه minute minutes min day days night nights week weeks month"
    " months"
)
UNMEASURED: Final = _set(
    "مشت مشتی دلخواه handful handfuls pinch pinches ounce ounces oz pound pounds lb lbs"
)
"""Amounts that nobody knows in grams; beside a mass that is read they may be the larger part."""
UNBOUNDED: Final = _set(
    "least minimum increase increasing increased double doubled doubling weight e"
    " حداقل دستکم بیش بیشتر افزایش وزن ازای"
)
"""Amounts without an end, that grow, or that hang on the body: "at least", "per weight", "1e3"."""
KILOGRAMS: Final = frozenset(unit for unit, grams in GRAMS.items() if grams == 1e3)
VAGUE: Final = _set("several many few constantly needed needs necessary چند چندین نیاز لزوم دلخواه")
ALSO: Final = _set("یا و سپس بعد or and then plus")
WEEKLY: Final = _set("هفته هفتهای هفتگی week weekly ماه ماهی month monthly")
MEALS: Final = _set("وعده غذا meal meals")
PARTS_OF_DAY: Final = tuple(
    map(
        _set,
        (
            "صبح صبحها بامداد ناشتا صبحانه morning mornings breakfast",
            "ظهر ظهرها ناهار نهار noon midday lunch",
            "عصر عصرها afternoon",
            "غروب evening evenings",
            "شب شبها شام خواب night nights nightly bedtime dinner supper",
        ),
    )
)
