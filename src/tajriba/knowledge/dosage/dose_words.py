"""The words of which doses and frequencies are made: units, pieces, times, parts of a day. Pure."""

import re
from typing import Final

from tajriba.kit.text import search_key
from tajriba.knowledge.dosage.household_measures import MEASURES
from tajriba.knowledge.dosage.numerals import tokens_of

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
    {
        "once qd od یکبار": 1,
        "twice bid bd دوبار": 2,
        "thrice tid tds سهبار": 3,
        "qid qds چهاربار": 4,
        "پنجبار": 5,
        "ششبار": 6,
    }
)
HOURLY: Final = _set("hourly ساعتی")
HOURS: Final = _set("ساعت hour hours hr hrs h")
EVERY: Final = _set("هر every each per q")
ALTERNATING: Final = _set("alternate alternating")
ALTERNATE: Final = _set("other second third") | ALTERNATING
IN_BETWEEN: Final = [search_key(word) for word in ["در", "میان"]]
NIGHTLY: Final = _set("nightly هرشب")
ABBREVIATED: Final = _set("qd od bid bd tid tds qid qds")
DAILY: Final = _set("روزانه روزی daily هرروز") | NIGHTLY | ABBREVIATED
WHOLE_DAY: Final = _set("روز day شبانهروز شبانه")
DAY: Final = _set("روز شب صبح بامداد شبانهروز day night morning evening")
BEFORE_DAY: Final = _set("هر در every each per a")
MINUTES: Final = _set("دقیقه minute minutes min mins")
PERIODS: Final = _set("هفته ماه week weeks month months")
DAYS: Final = _set("روز شب day days night nights")
DURATIONS: Final = DAYS | PERIODS
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
WEEKLY: Final = _set("هفتهای هفتگی weekly ماهی monthly")
WEEK: Final = _set("هفتهای هفتگی weekly هفته week weeks")
WEEK_DAYS: Final = 7
MONTH_DAYS: Final = 28
"""Days of the shortest month."""
FOR: Final = _set("for during مدت برای")
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
BEFORE_AFTER: Final = _set("before after prior قبل پیش پس بعد")
LIQUIDS: Final = _set("water milk tea آب شیر چای")
UP_TO: Final = _set("up to تا الی")
HARMLESS: Final = (
    _set(
        "the in into at on with by only most max maximum food foods empty"
        " stomach warm hot cold lukewarm boiled powder powdered dry dried fresh ground crushed"
        " whole seed seeds grain grains leaf leaves root roots flower flowers fruit fruits bark"
        " gum resin sleep bed between"
    )
    | _set(
        "از با در را به هنگام همراه حداکثر غذا معده خالی ولرم سرد جوشیده پودر گرد خشک تازه ساییده"
        " کوبیده دانه تخم برگ ریشه گل میوه پوست صمغ بین میان فقط"
    )
    | LIQUIDS
    | FOR
    | BEFORE_AFTER
    | ALSO
)
"""Words that change neither amount nor count, whatever stands beside them."""

_SLASH: Final = re.compile(r"(?<!\d)/|/(?!\d)")


def dose_tokens(text: str) -> list[str]:
    """Return the numbers, words and signs of a dose or frequency; "3 g/day" is 3 g per day."""
    plain = text.replace("+", " plus ").replace("&", " and ")
    return tokens_of(_SLASH.sub(" per ", plain))
