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


def keys_of(words: str) -> frozenset[str]:
    """Return the words of a text as tokens of doses are compared."""
    return frozenset(map(search_key, words.split()))


PIECES: Final = keys_of(
    "کپسول قرص ساشه عدد دانه بسته capsule capsules tablet tablets pill pills sachet sachets"
    " پیمانه scoop scoops"
)
COUNTABLE: Final = PIECES | (MEASURES - {"cup", "ml"})
SIGNS: Final = frozenset({"x", "×", "*"})
TIMES: Final = keys_of("بار مرتبه دفعه نوبت وعده times time") | SIGNS
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
HOURLY: Final = keys_of("hourly ساعتی")
HOURS: Final = keys_of("ساعت hour hours hr hrs h")
EVERY: Final = keys_of("هر every each per q")
ALTERNATING: Final = keys_of("alternate alternating")
ALTERNATE: Final = keys_of("other second third") | ALTERNATING
IN_BETWEEN: Final = [search_key(word) for word in ["در", "میان"]]
NIGHTLY: Final = keys_of("nightly هرشب")
ABBREVIATED: Final = keys_of("qd od bid bd tid tds qid qds")
DAILY: Final = keys_of("روزانه روزی daily هرروز") | NIGHTLY | ABBREVIATED
WHOLE_DAY: Final = keys_of("روز day شبانهروز شبانه")
DAY: Final = keys_of("روز شب صبح بامداد شبانهروز day night morning evening")
BEFORE_DAY: Final = keys_of("هر در every each per a")
MINUTES: Final = keys_of("دقیقه minute minutes min mins")
PERIODS: Final = keys_of("هفته ماه week weeks month months")
DAYS: Final = keys_of("روز شب day days night nights")
DURATIONS: Final = DAYS | PERIODS
UNMEASURED: Final = keys_of(
    "مشت مشتی دلخواه handful handfuls pinch pinches ounce ounces oz pound pounds lb lbs"
)
"""Amounts that nobody knows in grams; beside a mass that is read they may be the larger part."""
UNBOUNDED: Final = keys_of(
    "least minimum increase increasing increased double doubled doubling weight e"
    " حداقل دستکم بیش بیشتر افزایش وزن ازای"
)
"""Amounts without an end, that grow, or that hang on the body: "at least", "per weight", "1e3"."""
KILOGRAMS: Final = frozenset(unit for unit, grams in GRAMS.items() if grams == 1e3)
VAGUE: Final = keys_of(
    "several many few constantly needed needs necessary چند چندین نیاز لزوم دلخواه"
)
ALSO: Final = keys_of("یا و سپس بعد or and then plus")
WEEKLY: Final = keys_of("هفتهای هفتگی weekly ماهی monthly")
WEEK: Final = keys_of("هفتهای هفتگی weekly هفته week weeks")
WEEK_DAYS: Final = 7
MONTH_DAYS: Final = 28
"""Days of the shortest month."""
FOR: Final = keys_of("for during مدت برای")
MEALS: Final = keys_of("وعده غذا meal meals")
PARTS_OF_DAY: Final = tuple(
    map(
        keys_of,
        (
            "صبح صبحها بامداد ناشتا صبحانه morning mornings breakfast",
            "ظهر ظهرها ناهار نهار noon midday lunch",
            "عصر عصرها afternoon",
            "غروب evening evenings",
            "شب شبها شام خواب night nights nightly bedtime dinner supper",
        ),
    )
)
BEFORE_AFTER: Final = keys_of("before after prior قبل پیش پس بعد")
LIQUIDS: Final = keys_of("water milk tea آب شیر چای")
UP_TO: Final = keys_of("up to تا الی")
HARMLESS: Final = (
    keys_of(
        "the in into at on with by only most max maximum food foods empty"
        " stomach warm hot cold lukewarm boiled powder powdered dry dried fresh ground crushed"
        " whole seed seeds grain grains leaf leaves root roots flower flowers fruit fruits bark"
        " gum resin sleep bed between"
    )
    | keys_of(
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
