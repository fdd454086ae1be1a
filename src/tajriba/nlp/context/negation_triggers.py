"""The words that say of a thing that it is absent, somebody else's, over or feared. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.stopwords import UNNAMED

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""Phrases by their first word."""


def phrases(text: str) -> Phrases:
    """Return phrases that are written one a line, by their first word."""
    found: defaultdict[str, tuple[tuple[str, ...], ...]] = defaultdict(tuple)
    for line in fold(text).strip().split("\n"):
        first, *rest = line.split()
        found[first] += ((first, *rest),)
    return dict(found)


CONTRAST: Final = word_set("but however although though except besides اما ولی لیکن بلکه جز البته")
AND: Final = word_set("and و")
SUBJECTS: Final = word_set("i im ive my mine خودم من now الان حالا امروز امشب دیشب دیروز")
BEFORE: Final = phrases("""no
not
never had
never been on
never taken
denies
deny
dont think about
do not think about
dont think of
without
wo
negative for
neg for
free of
free from
dont have
doesnt have
didnt have
havent
hasnt
nor
neither
nope
نه
خیر
نخیر
بدون
فاقد
هیچ
هیچگونه
no known
no history of
didnt
doesnt
didnt make me
doesnt make me
didnt give me
didnt cause
doesnt cause
didnt get
dont get""")
NONE_OF: Final = word_set("هیچ هیچگونه")
"""Words that go with a verb that denies: «هیچ مزه‌ای حس نمیکنم» denies once."""
DENYING: Final = word_set("denies deny denied")
LACKING: Final = word_set("بدون فاقد without wo")
TWICE: Final = word_set("not no never cant cannot couldnt dont wont nothing nobody hardly")
"""Before "without" or "free of" these say that a thing is there."""
FREE: Final = frozenset({"free"})
LISTING: Final = AND | word_set("or any a the یا هیچ هر هم")
LISTS: Final = word_set("no denies deny denied without")
"""With these a list begins that "or" ends, and all of it is denied."""
OR: Final = word_set("or nor یا")
BETWEEN: Final = UNNAMED | word_set(
    "sign signs evidence any more thoughts thought ideation plan"
    " current acute new recent active obvious significant"
    " علائم علایم نشانه کوچکترین اثری آثار"
)
AFTER: Final = phrases("""absent
ruled out
denied
negative
free
نفی میکند
نفی میکنه
نفی کرد
انکار میکند
انکار میکنه""")
WELL: Final = phrases("""سالمه
سالم است
سالم هست
سالم بود
سالمن
نرماله
نرمال است
نرمال هست
نرمال بود
نرمالن
طبیعیه
طبیعی است
طبیعی بود
خوبه
خوب است
خوبن
is normal
are normal
was normal
were normal
normal
is fine
are fine
is ok
are ok
healthy""")
"""What says of an organ or a figure that nothing is wrong with it, of a food that it is borne."""
GONE: Final = phrases("""is gone
has gone
gone away
went away
disappeared
از بین رفت
از بین رفته
دیگه نیست
دیگر نیست
is better
got better
cured""")
STOPPED: Final = phrases("""dont take
do not take
doesnt take
not taking
not on
not using
dont use
stopped
stopped taking
discontinued
quit
no longer
used to take
used to be on
ترک کردم
قطع کردم
قطع کرده
قطع کردهام
قطع شد
قطع شده
قطع کرد
قطع کردن
قطع گردید
قطعش کردم
قطعش کرد
قطعش کرده
ترکش کردم
کنار گذاشتم
گذاشتم کنار
ولش کردم
came off
weaned off
gave up""")
UNTAKEN: Final = word_set("dont do doesnt not")
"""First words of those that say that a medicine is not taken, not that it was stopped."""
IF: Final = word_set("اگه اگر وقتی if when unless without بدون")
"""Before a denial of taking a medicine: "if I don't take it", «بدون … نمی‌خوابم»."""
WITH: Final = word_set("با قرص دارو with on")
"""Before what says that a figure is well: it is so by treatment."""
NOT_STOPPED: Final = word_set("""
    not never havent hasnt didnt cannot cant if will wants want should might may going plan planning
""")
LONG_AGO: Final = phrases("""last year
last winter
last spring
last summer
last autumn
years ago
year ago
months ago
in childhood
as a child
as a kid
when i was
used to
previously
formerly
in the past
with my first
last pregnancy
previous pregnancy
first pregnancy
بارداری قبلی
بارداری قبلیم
حاملگی قبلی
زایمان قبلی
زایمان قبلیم
سال پیش
سال قبل
سالها پیش
ماه پیش
ماه قبل
پارسال
قبلا
سابقا
در گذشته
بچگی
در کودکی
دوران کودکی
زمان کودکی
بچه بودم
بچه که بودم
بچه که بود""")
RECOVERED: Final = phrases("""fully recovered
resolved
خوب شد
خوب شده
خوب شدم
بهبود یافت
بهبود یافته
بهبود یافتم
بهبود پیدا کرد
بهبود پیدا کردم
درمان شد
درمان شدم
درمان شده
برطرف شد
برطرف شده
رفع شده
رفع شد
جوش خورده""")
PAST: Final = {
    word: (*LONG_AGO.get(word, ()), *RECOVERED.get(word, ())) for word in {**LONG_AGO, **RECOVERED}
}
IN_YEAR: Final = word_set("in سال")
YEARS_PAST: Final = (range(1300, 1404), range(1930, 2025))
"""Years, Persian and Gregorian, that are over for good."""
FEARED: Final = phrases("""fear of
afraid of
scared of
worried about
worry about
anxious about
phobia
in case of
in case i
in case we
in case my
dreamt
dreamed
in a dream
in my dream
in a movie
in the movie
in a film
on tv
تو فیلم
در فیلم
تو سریال
در سریال
خواب دیدم
risk of
to prevent
help prevent
prevents
prevention of
ترس از
میترسم
نگران
نگرانم
اگر
اگه
استفاده میشه
استفاده میشود
خطر
پیشگیری از
جلوگیری از
نکنه
مبادا
if i ever
احتمال""")
ALLERGY: Final = word_set("""
    allergy allergies allergic sensitive sensitivity intolerance intolerant reaction
    حساسیت حساسیتی حساس حساسم آلرژی آلرژیک واکنش
""")


def places_of(known: Phrases, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where phrases stand in words: first, and behind the last."""
    if known.keys().isdisjoint(words):
        return []
    return [
        (at, at + len(phrase))
        for at, word in enumerate(words)
        for phrase in known.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    ]


TRIGGER_WORDS: Final = frozenset(
    word
    for triggers in (BEFORE, AFTER, WELL, GONE, STOPPED, PAST, FEARED)
    for alike in triggers.values()
    for phrase in alike
    for word in phrase
)
"""Every word of every phrase."""
