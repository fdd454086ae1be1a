"""Everyday causes of what sounds like danger: nuts are broken, milk teeth fall, cloves numb. Pure.

Doubt is resolved to the safe side: the clause itself must name the everyday cause.
"""

from collections.abc import Collection, Sequence
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.triage.exertion import names_effort
from tajriba.triage.word_forms import infinitive, is_one_of

_STRUCK: Final = frozenset({"struck", "fracture"})
_BREAKING: Final = word_set("شکستن")
_NUTS: Final = word_set("تخمه فندق گردو پسته بادام قند هیزم یخ نبات")
_PRESENT: Final = fold("می")
_I: Final = fold("م")

_FALLING: Final = word_set("افتادن")
_TEETH: Final = word_set("دندان دندون")
_OF_MILK: Final = word_set("شیری لق")
_FROM: Final = word_set("از")

_NUMB: Final = "numbness"
_MOUTH: Final = word_set("زبان زبون لب لثه دهان دهن دندان دندون tongue lip lips gum gums mouth")
_NUMBING: Final = word_set("""
    میخک قرنفل عاقرقرحا بیحسی دندانپزشک دندونپزشک لیدوکایین clove cloves dentist lidocaine
    anaesthetic anesthetic novocaine
""")

_COLD: Final = word_set("سرد یخ cold icy freezing")
_BATH: Final = word_set("دوش استخر آب دریا shower pool plunge bath")
_DRINKING: Final = word_set("خوردن نوشیدن")
_NOW: Final = word_set("الان هنوز یهو ناگهان شدید دیگه now still suddenly severe severely")

_CANNOT: Final = frozenset({"impossible", "cannot_move"})
_SORE: Final = word_set("گرفته کوفته پله sore stiff ache aching stairs downstairs")
_DAY_AFTER: Final = word_set("دیروز پریروز دیشب بعد جلسه yesterday yesterdays after")
_HURT: Final = word_set("""
    پیچ ضربه افتادم شکست شکسته خوردم فلج بیحس یهو ناگهان کمر کمرم
    fell twisted hit broke numb suddenly back
""")


def is_everyday(
    words: Sequence[str], place: range, codes: Collection[str], text: frozenset[str]
) -> bool:
    """Return whether the sign at words `place`, which means `codes`, has an everyday cause that
    its clause names; `text` holds all words that are written with it."""
    if not _STRUCK.isdisjoint(codes):
        verbs = {infinitive(word) for word in words[place.start : place.stop]}
        if not _BREAKING.isdisjoint(verbs):
            return _breaks_nuts(words, place)
        return not _FALLING.isdisjoint(verbs) and _is_tooth(words[: place.start])
    if _NUMB in codes:
        return _names(words, _MOUTH) and _names(text, _NUMBING)
    return not _CANNOT.isdisjoint(codes) and _is_sore(words, text)


def is_in_cold_water(words: Sequence[str]) -> bool:
    """Return whether a clause tells of a cold bath, which takes everybody's breath."""
    if not _NOW.isdisjoint(words) or any(infinitive(word) in _DRINKING for word in words):
        return False
    return not _COLD.isdisjoint(words) and _names(words, _BATH)


def _breaks_nuts(words: Sequence[str], place: range) -> bool:
    """Return whether nuts are broken, or joints cracked: «انگشتامو می‌شکنم» is a habit."""
    before = words[max(place.start - 2, 0) : place.start]
    own = any(
        word.startswith(_PRESENT) and word.endswith(_I) for word in words[place.start : place.stop]
    )
    return own or _names(before, _NUTS)


def _is_tooth(before: Sequence[str]) -> bool:
    """Return whether what falls is a loose tooth, not a child from somewhere."""
    return _FROM.isdisjoint(before) and not _OF_MILK.isdisjoint(before) and _names(before, _TEETH)


def _is_sore(words: Sequence[str], text: frozenset[str]) -> bool:
    """Return whether who cannot walk well is sore of yesterday's sport."""
    if not _HURT.isdisjoint(text) or _DAY_AFTER.isdisjoint(text):
        return False
    return names_effort(sorted(text)) and not _SORE.isdisjoint(words)


def _names(words: Collection[str], names: frozenset[str]) -> bool:
    return any(is_one_of(word, names) for word in words)
