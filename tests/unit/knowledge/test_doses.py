"""The day's grams, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.catalogue.catalogue import load_catalogue
from tajriba.knowledge.dosage.dose_words import (
    ALTERNATE,
    COUNTABLE,
    COUNTS,
    DAILY,
    DAY,
    EVERY,
    GRAMS,
    HARMLESS,
    HOURLY,
    HOURS,
    MEALS,
    PARTS_OF_DAY,
    PERIODS,
    TIMES,
    UP_TO,
    WEEKLY,
    dose_tokens,
)
from tajriba.knowledge.dosage.doses import DailyDose, amount_in_grams, daily_dose
from tajriba.knowledge.dosage.frequencies import times_a_day
from tajriba.knowledge.dosage.numerals import ARTICLES, number_at


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("۲ گرم", 2),
        ("٢ گرم", 2),
        ("2g", 2),
        ("۵۰۰ میلی‌گرم", 0.5),
        ("۵۰۰ میلی گرم", 0.5),
        ("500 mg", 0.5),
        ("1,000 mg", 1),
        ("۱٬۵۰۰ میلیگرم", 1.5),
        ("0.002 kg", 2),
        ("نیم کیلو گرم", 500),
        ("یک مثقال", 4.6),
        ("دو درهم", 6.4),
        ("نیم تا یک درم", 3.2),
        ("۲ تا ۳ گرم", 3),
        ("3-2 گرم", 3),
        ("1 g to 3 g", 3),
        ("2 or 3 grams", 3),
        ("500 mg to 1 g", 1),
        ("½ g", 0.5),
        ("2½ g", 2.5),
        ("1/2 g", 0.5),
        ("۲/۵ گرم", 2.5),
        ("۲٫۵ گرم", 2.5),
        ("یک و نیم گرم", 1.5),
        ("one and a half grams", 1.5),
        ("half a gram", 0.5),
        ("three quarters of a gram", 0.75),
        ("یک چهارم گرم", 0.25),
        ("بیست و پنج گرم", 25),
        ("twenty five grams", 25),
        ("two hundred and fifty mg", 0.25),
        ("پانصد میلی‌گرم", 0.5),
        ("هزار میلی‌گرم", 1),
        ("۲ کپسول ۵۰۰ میلی‌گرمی", 1),
        ("2 x 500 mg", 1),
        ("صبح ۲ گرم و شب ۳ گرم", 5),
        ("between 2 and 3 g", 3),
        ("2 to 3", None),
        ("2 to 500", None),
        ("2 تا", None),
        ("یک لیوان آب گرم", None),
        ("یک قاشق", None),
        ("100 ml", None),
        ("۰ گرم", None),
        ("گرم", None),
        ("5 g or a handful", None),
        ("5 g per kg", None),
        ("5 g/kg", None),
        ("۵ گرم به ازای هر کیلوگرم وزن", None),
        ("1e3 g", None),
        ("at least 5 g", None),
        ("5 g or more", None),
        ("no more than 5 g", 5),
        ("بیش از ۵ گرم", None),
        ("دست‌کم ۵ گرم", None),
        ("5 g, increasing daily", None),
        ("two 5 g sachets", 10),
        ("دو بستهٔ ۵ گرمی", 10),
        ("۵ گرم و یک مشت", None),
        ("2 g, then 20 as needed", None),
        ("۵ گرم یا ۲ قاشق", None),
        ("3 g + 40", None),
        ("2 g & 2 cups", None),
        ("2 to 3 g or 4 g", 7),
        ("۱ کپسول ۵۰۰ میلی‌گرمی صبح و ۲ کپسول شب", 1),
        ("2 g twice a day and 14 days", 2),
        ("", None),
    ],
)
def test_amount(text: str, grams: float | None) -> None:
    assert amount_in_grams(text) == (None if grams is None else pytest.approx(grams))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("روزی ۳ بار", 3),
        ("سه بار در روز", 3),
        ("روزی دو نوبت پس از غذا", 2),
        ("three times a day", 3),
        ("twice daily", 2),
        ("twice a day after meals", 2),
        ("once", 1),
        ("tid", 3),
        ("3x/day", 3),
        ("هر ۸ ساعت", 3),
        ("هر شش ساعت یک بار", 4),
        ("every 8 hours", 3),
        ("q8h", 3),
        ("every six to eight hours", 4),
        ("every 48 hours", 1),
        ("every hour", 24),
        ("روزانه", 1),
        ("daily", 1),
        ("هر شب پیش از خواب", 1),
        ("صبح و شب", 2),
        ("morning, noon and night", 3),
        ("۲ الی ۳ مرتبه در روز", 3),
        ("پس از هر وعده", 3),
        ("with meals", 3),
        ("هفته‌ای دو بار", 1),
        ("دو هفته، روزی سه بار", 3),
        ("every 0 hours", None),
        ("هنگام نیاز", None),
        ("as needed", None),
    ],
)
def test_times(text: str, times: float | None) -> None:
    assert times_a_day(text) == times


@pytest.mark.parametrize(
    ("dose", "frequency", "expected"),
    [
        ("۲ گرم", "روزی ۳ بار", DailyDose(6, True)),
        ("۶ گرم در روز", "سه نوبت", DailyDose(6, True)),
        ("2 g three times a day", "daily", DailyDose(6, True)),
        ("2 g every morning", "twice a day", DailyDose(4, True)),
        ("2 x 500 mg", "once", DailyDose(1, True)),
        ("2 g", "as needed", DailyDose(2, False)),
        ("2 g", "روزی چند بار", DailyDose(2, False)),
        ("2 g", "several times a day", DailyDose(2, False)),
        ("2 g", "3 x daily", DailyDose(6, True)),
        ("2 g", "روزی ۳ بار، هر بار دو پیمانه", DailyDose(6, False)),
        ("2 g", "twice a day, 3 spoons each time", DailyDose(4, False)),
        ("a cup", "twice a day", DailyDose(None, False)),
        ("1 g every 2 days", "every 2 days", DailyDose(1, True)),
        ("1 g every 2 days", "once", DailyDose(1, True)),
        ("1 g every 2 days", "twice a day", DailyDose(2, True)),
    ],
)
def test_daily_dose(dose: str, frequency: str, expected: DailyDose) -> None:
    assert daily_dose(dose, frequency) == expected


def test_reads_the_shipped_remedies_as_their_authors_do() -> None:
    read = 0
    for remedy in load_catalogue().recommendations:
        for dose, frequency in (
            (remedy.dose.fa, remedy.frequency.fa),
            (remedy.dose.en, remedy.frequency.en),
        ):
            assert times_a_day(frequency) == remedy.frequency.per_day, frequency
            grams = daily_dose(dose, frequency).grams
            if grams is not None:
                read += 1
                assert grams == pytest.approx(remedy.dose.daily_g), (dose, frequency)
    assert read > 100


@given(st.text(), st.text())
def test_never_fails(dose: str, frequency: str) -> None:
    read = daily_dose(dose, frequency)
    assert read.grams is None or 0 < read.grams < float("inf")


_WORDS = [
    "۲", "3", "نیم", "½", "1/2", "تا", "to", "-", "و", "and", "a", "گرم", "g", "mg", "میلی",
    "کیلو", "گرمی", "یک", "twenty", "hundred", "هر", "every", "ساعت", "hours", "بار", "times",
    "x", "×", "روزی", "daily", "week", "صبح", "شب", "0", "99999999999999999999", "0.0000000001",
    "کپسول", "وعده", "meals"
]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS)), st.lists(st.sampled_from(_WORDS)))
def test_never_fails_on_its_own_words(dose: list[str], frequency: list[str]) -> None:
    read = daily_dose(" ".join(dose), " ".join(frequency))
    assert read.grams is None or 0 <= read.grams < float("inf")


@given(st.integers(1, 900), st.integers(1, 12), st.sampled_from(["گرم", "g", "grams", "گرمی"]))
def test_reads_what_is_written_plainly(grams: int, times: int, unit: str) -> None:
    persian = str(grams).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert daily_dose(f"{persian} {unit}", f"روزی {times} بار").grams == grams * times
    assert daily_dose(f"{grams}{unit}", f"{times} times a day").grams == grams * times


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from([" تا ", "-", " to ", " یا ", "–"]))
def test_the_upper_end_of_a_range_counts(low: int, high: int, sign: str) -> None:
    assert amount_in_grams(f"{low}{sign}{high} گرم") == max(low, high)


@pytest.mark.parametrize(
    "dose",
    ["2 g heaped", "2 g for each year of age", "-2 g", "1g2", "2 g 3", "0 g", "2 g or more",
     "2 g یا بیشتر", "> 2 g", "≥2 g", "2 g?", "2 g…", "~2 g", "2 g until it works", "10² g",
     "20 5 g", "2.5.5 g", "2 g, 3 tablespoons", "2 g with 5 g camphor", "a few g", "2 g extract",
     "capsules of 2 g", "2 g as needed", "۲ گرم برای هر سال سن", "۲ گرم سرپر", "2 g double it",
     ".1 to .2 g", "2 g .5 g", ",5 g", "1..2 g", "-.1 g",
     "2 g\u202e", "2 g 😀", "about 2 g or so", "2 g no 5", "more than 2 g", "2 g, 3 a day"],
)  # fmt: skip
def test_a_dose_that_is_not_read_to_its_end_tells_nothing(dose: str) -> None:
    assert daily_dose(dose, "once a day") == DailyDose(None, False)


@given(st.integers(1, 999), st.sampled_from(["", "(", "« "]), st.sampled_from([".", "٫"]))
def test_a_leading_point_is_a_decimal_sign(digits: int, before: str, point: str) -> None:
    read = daily_dose(f"{before}{point}{digits} g", "once a day")
    assert read.certain
    assert read.grams == pytest.approx(float(f"0.{digits}"))


@given(
    st.integers(1, 10_000),
    st.sampled_from(["{} times a week", "هفته‌ای {} بار", "monthly {} times", "در ماه {} مرتبه"]),
)
def test_a_count_of_a_week_or_month_is_never_read_as_less(count: int, words: str) -> None:
    days = 7 if "week" in words or "هفته" in words else 31
    read = daily_dose("1 g", words.format(count))
    assert read.grams is not None
    assert read.grams * days >= count


@pytest.mark.parametrize(
    "frequency",
    ["once daily; may be repeated", "twice a day or more", "روزی دو بار یا بیشتر",
     "twice daily or every hour", "0 times a day", "every 0 hours", "هر وقت درد داشت",
     "once a day, as needed", "until it works", "daily until it works", "for each year of age",
     "twice daily and whenever it hurts", "3 a day", "۳ در روز", "2/day", "twice hourly",
     "ساعتی ۲ بار", "3 times every 8 hours", "هر ۸ ساعت ۲ بار", "twice with each meal",
     "twice in the morning and once at night", "۲ بار صبح و ۲ بار شب", "every 30 minutes",
     "daily every 30 minutes", "twice a day, 50 g each time", "every hour or two a day",
     "5 days a week, 30 times", "once weekly, 5 times", "every week in the morning 30 times",
     "with each glass of water", "3 + 2 times a day", "1 day",
     "every other hour", "یک ساعت در میان", "every half day", "every 0 days", "every other",
     "the other day", "نیم روز در میان", "every day or other", "روزی ۲ بار؟", "once a day x"],
)  # fmt: skip
def test_a_frequency_that_is_not_read_to_its_end_is_not_certain(frequency: str) -> None:
    assert not daily_dose("2 g", frequency).certain


@pytest.mark.parametrize(
    ("frequency", "times"),
    [
        ("every hour for 1 week", 24),
        ("hourly for a week", 24),
        ("three times, for a week", 3),
        ("with meals, for one week", 3),
        ("morning and night for 2 weeks", 2),
        ("روزی دوبار", 2),
        ("3 times a day, every 8 hours", 3),
        ("once in the morning and once at night", 2),
        ("every 8 to 2 hours", 12),
        ("۳۰ دقیقه پیش از غذا روزی ۲ بار", 2),
        ("twice a day on an empty stomach with a glass of warm water", 2),
        ("روزی سه بار با یک لیوان آب گرم", 3),
        ("no more than 3 times a day", 3),
        ("three times a week", 1),
        ("14 times a week", 2),
        ("هفته‌ای ۲۰۰ بار", 29),
        ("weekly 70 times", 10),
        ("28 times a month", 1),
        ("50 times a month", 2),
        ("between 2 and 3 times a day", 3),
        ("2 times to 3 times a day", 3),
        ("once every 2 days", 1),
        ("every 2 days", 1),
        ("every 2 to 3 days", 1),
        ("هر دو روز", 1),
        ("every other day", 1),
        ("every other night", 1),
        ("every third morning", 1),
        ("on alternate days", 1),
        ("یک روز در میان", 1),
        ("روز در میان", 1),
        ("یک شب در میان", 1),
        ("یک هفته در میان", 1),
        ("twice every other day", 2),
        ("یک روز در میان، روزی ۲ بار", 2),
    ],
)
def test_a_frequency_that_is_read_to_its_end_is_certain(frequency: str, times: float) -> None:
    assert daily_dose("2 g", frequency) == DailyDose(2 * times, True)


def test_dose_and_frequency_that_contradict_each_other_are_not_certain() -> None:
    assert not daily_dose("2 g twice", "three times a day").certain
    assert daily_dose("2 g three times a day", "three times a day") == DailyDose(6, True)


def test_a_herb_may_be_named_beside_its_dose() -> None:
    assert not daily_dose("2 g of saffron", "once a day").certain
    named = frozenset({"saffron"})
    assert daily_dose("2 g of saffron", "once a day", None, named) == DailyDose(2, True)


_DOSES = ["2 g", "۲ گرم", "500 mg each time", "نیم گرم در هر بار", "two 5 g sachets", "1-2 g"]
_TIMES = ["once a day", "روزی ۲ بار", "three times a day", "every day", "3x daily"]
_READABLE = frozenset(
    word
    for words in (HARMLESS, COUNTS, DAILY, HOURLY, WEEKLY, MEALS, ARTICLES, TIMES, HOURS, DAY,
                  EVERY, COUNTABLE, GRAMS, ALTERNATE, PERIODS, UP_TO, *PARTS_OF_DAY)
    for word in words
)  # fmt: skip
unread_tokens = st.text(
    st.characters(categories=["Lu", "Ll", "Lo", "Sm", "So"]), min_size=1
).filter(
    lambda text: (
        not _READABLE & set(dose_tokens(text))
        and not any(number_at([token], 0) for token in dose_tokens(text))
        and not set(text) <= set("×~+")
    )
)


@given(st.sampled_from(_DOSES), st.sampled_from(_TIMES), unread_tokens)
def test_an_unread_word_beside_a_dose_never_lets_it_pass(
    dose: str, frequency: str, more: str
) -> None:
    assert daily_dose(dose, frequency).certain
    for beside in ("{0}; {1}", "{1}; {0}"):
        assert daily_dose(beside.format(dose, more), frequency).grams is None
        assert not daily_dose(dose, beside.format(frequency, more)).certain


@given(st.sampled_from(_DOSES), st.sampled_from(_TIMES), st.integers(0, 10**6))
def test_a_number_behind_a_dose_that_counts_nothing_never_lets_it_pass(
    dose: str, frequency: str, more: int
) -> None:
    assert daily_dose(f"{dose}; {more}", frequency).grams is None
    assert not daily_dose(dose, f"{frequency}; {more}").certain


@given(st.sampled_from(_TIMES), st.lists(st.sampled_from([*sorted(_READABLE), "2", "3", "8"])))
def test_more_words_of_a_frequency_never_make_less_of_it(frequency: str, more: list[str]) -> None:
    read = daily_dose("1 g", " ".join([frequency, *more]))
    base = daily_dose("1 g", frequency).grams
    assert not read.certain or (read.grams or 0) >= (base or 0)
