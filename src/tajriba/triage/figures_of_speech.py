"""Figures of speech: who dies of laughter is well, and so is who is killed by prices. Pure.

A strong word is one where its clause says of what, and that is an everyday thing. Doubt is
resolved to the safe side: what is told of a relative, and who fainted just now, is taken at its
word, and so is (by whoever calls this) a clause that names any other sign of danger.
"""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.context.family_words import FAMILY, RELATIVES
from tajriba.triage.word_forms import infinitive, is_one_of

_FAINTING: Final = word_set("غش بیهوش کما faint fainted fainting collapse collapsed passed")
_STRONG: Final = _FAINTING | word_set("""
    سکته خفه کور کر فلج هلاک منفجر مسموم مردن کشتن ترکیدن شکستن
    die died dies dying dead kill killed kills killing stroke attack blind deaf paralysed paralyzed
    choke choked choking burst bursting explode exploded exploding
""")
_BREATH: Final = word_set("نفس breathe breath breathing")
"""What stops of laughter, too."""

_BURDENS: Final = word_set("""
    زندگی گرونی گرانی کار درس قسط بدهی اجاره قرض رئیس صاحبخونه مشکلات گرفتاری روزگار بچه‌داری
    کارم کارام درسا درسام قیمتا
""")
_TAKEN: Final = word_set("بریدن")
"""What cuts everybody's breath off: «گرونی نفس مردم رو بریده»."""
_PERSIAN_BREATH: Final = fold("نفس")
_OBJECT_ENDING: Final = fold("و")
_OBJECT: Final = word_set("رو را")
"""What marks an object."""
_BEAUTY: Final = word_set("قشنگی زیبایی خوشگلی beauty")
_LAUGHTER: Final = word_set("خنده خندیدن laughter laughing laughed laugh")
_ANYBODY: Final = word_set("آدم آدمو آدما")
_JOKES: Final = word_set("شوخی lol haha hahaha kidding joking خخخ خخخخ")
_FEELINGS: Final = word_set("""
    گشنگی گرسنگی تشنگی خستگی خجالت خواب خوابی کنجکاوی حسودی حسادت حرص استرس ترس عصبانیت خوشحالی
    شادی ذوق هیجان نگرانی اضطراب دلتنگی غصه فضولی بیکاری حوصلگی کسالت عشق
    hunger thirst boredom embarrassment curiosity shame joy excitement stress jealousy anticipation
""")
_LIGHT: Final = word_set("""
    خنده خجالت ذوق خوشحالی شادی هیجان کنجکاوی فضولی گشنگی گرسنگی تشنگی خواب گرما سرما
    laughter laughing embarrassment embarrassed excitement joy curiosity hunger thirst heat cold
""")
"""Of which nobody wants to die in earnest, as of grief or shame."""
_DYING: Final = word_set("مردن die dying dead")
_PRICES: Final = word_set("""
    گرونی گرانی قیمت قبض قسط اجاره مخارج شهریه ترافیک
    price prices traffic bill bills rent deadline commute taxes
""")
_NUISANCES: Final = _FEELINGS | _PRICES | word_set("بس بسکه خرج کار درس حرف صدا دست دوری انتظار صف")
"""Things that are why where they stand behind "of": «از دست تو», «از بس»."""
_LOUD: Final = word_set("انفجار ترقه بمب شلیک تیر explosion blast gunshot firecracker")

_OF: Final = word_set("از زیر of from with under")
_OF_THIS: Final = word_set("این اون همه شدت فرط زور بار بی the this that all my sheer")
_NOW: Final = word_set("""
    الان یهو ناگهان امروز امشب دیشب دیروز صبح هنوز now today tonight yesterday suddenly still
""")
_KIN: Final = FAMILY | RELATIVES
_NEAR: Final = 4

_THINGS: Final = word_set("""
    شیشه لیوان بطری قوری کتری بشقاب کاسه فنجون استکان گوشی موبایل عینک گلدون پارچ
    glass bottle cup jar phone screen mug plate
""")
_BREAKING: Final = word_set("شکستن")
_EVERYDAY: Final = _LAUGHTER | _BEAUTY | _BURDENS | _ANYBODY | _NUISANCES | _THINGS
"""Without one of these, and without a joke, nothing here is a figure of speech."""


def may_be_figure(words: Sequence[str], text: frozenset[str]) -> bool:
    """Return whether a clause may hold a figure of speech; `text` holds all words that are written
    with it. Most clauses name nothing everyday."""
    return not _JOKES.isdisjoint(text) or any(is_one_of(word, _EVERYDAY) for word in words)


def is_exaggerated(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether the words of a sign, `name`, are strong ones, and all words of its clause say
    of which everyday thing, or of anybody at all."""
    strong = _is_strong(name)
    if not strong and not any(is_one_of(word, _BREATH) for word in name):
        return False
    laughed = any(is_one_of(word, _LAUGHTER) for word in words)
    if laughed or (not strong and _is_of(words, _PRICES | _BEAUTY)):
        return True
    subject = words[: words.index(name[0])]
    if not strong or not _KIN.isdisjoint(subject):
        return _is_breath_cut(words, name) and any(is_one_of(word, _BURDENS) for word in subject)
    if not _FAINTING.isdisjoint(name) and not _NOW.isdisjoint(words):
        return False
    if not _ANYBODY.isdisjoint(words) or any(is_one_of(word, _PRICES) for word in words):
        return True
    return _LOUD.isdisjoint(words) and _is_of(words, _NUISANCES)


def _is_breath_cut(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether something cuts the breath off, which is its object: «نفسمو بریده»."""
    if not any(infinitive(word) in _TAKEN for word in name):
        return False
    marked = any(
        word.startswith(_PERSIAN_BREATH) and word.endswith(_OBJECT_ENDING) for word in name
    )
    return marked or not _OBJECT.isdisjoint(words)


def is_wish_in_jest(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether a wish to die says that it is of embarrassment or the like."""
    if not any(word in _DYING or infinitive(word) in _DYING for word in name):
        return False
    return _is_of(words, _LIGHT)


def names_why(words: Sequence[str]) -> bool:
    """Return whether words name an everyday thing: the hand of «از دست تو»."""
    return any(is_one_of(word, _NUISANCES) for word in words)


def is_joke(words: Sequence[str], name: Sequence[str], text: frozenset[str]) -> bool:
    """Return whether the words of a sign are strong ones in a text that says to be joking, and
    their clause does not tell of now."""
    return not _JOKES.isdisjoint(text) and _NOW.isdisjoint(words) and _is_strong(name)


def is_of_a_thing(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether what broke is a glass or the like."""
    broke = any(infinitive(word) in _BREAKING for word in name)
    return broke and any(is_one_of(word, _THINGS) for word in words)


def _is_strong(name: Sequence[str]) -> bool:
    return any(word in _STRONG or infinitive(word) in _STRONG for word in name)


def _is_of(words: Sequence[str], names: frozenset[str]) -> bool:
    """Return whether words say that something is of one of these: "of joy", «از گرونی»."""
    return any(is_one_of(_behind(words, at), names) for at, word in enumerate(words) if word in _OF)


def _behind(words: Sequence[str], at: int) -> str:
    """Return the first word behind "of" that is a thing: "of all this traffic"."""
    near = words[at + 1 : at + _NEAR]
    return next((word for word in near if word not in _OF_THIS), "")
