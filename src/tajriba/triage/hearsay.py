"""Dangers that somebody read, saw or learns of, and has not. Pure.

Doubt is resolved to the safe side: whoever names a part of their own body has it.
"""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.triage.not_present import PEOPLE
from tajriba.triage.word_forms import infinitive, is_one_of

_MEDIA: Final = word_set("""
    فیلم سریال کتاب رمان داستان اخبار تلویزیون اینترنت گوگل اینستا اینستاگرام پادکست مقاله بروشور
    مستند روزنامه برنامه
    film movie series novel book article leaflet documentary podcast news internet website tv
    thriller drama show
""")
_STUDIES: Final = word_set("""
    پایان تحقیق کلاس درس امتحان کنکور دانشجو دانشجوی دانشگاه پروژه آموزش اولیه امداد
    thesis research exam class lecture course essay homework assignment
""")
_CHARACTERS: Final = word_set("""
    شخصیت شخصیتش قهرمان قهرمانش نقش کارآگاه قاتل character characters villain hero heroine detective
    protagonist
""")
"""Whoever something happens to in a story."""
_IN: Final = word_set("تو توی در از in on from the")
_FOR: Final = word_set("برای واسه for")
_ABOUT: Final = word_set("درباره مورد راجع about")
_TOLD: Final = word_set("""
    گفتن دیدن شنیدن آمدن نوشته نوشتن نوشت خوندم خواندم خونده میگفت
    says said saw read reads watched reading watching heard
""")
_LEARNT: Final = word_set("read reads reading heard hearing learned learnt learning")
_LEARNT_FA: Final = word_set("خواندن شنیدن")
_READ: Final = word_set(
    "میخونم میخوانم خوندم بخونم یاد بدونم بدانم حفظ reading studying learning revising"
)
_DEAD: Final = frozenset({"died", "killed"})
_OF: Final = frozenset({"of", "from", "by"})
_OF_A: Final = tuple([one] for one in _OF)
_DEAD_FA: Final = word_set("فوت درگذشت مرحوم مرحومه")
_DIED_FA: Final = word_set("مرد مرده مردن مردند")
_OWN: Final = word_set("my خودم دارم الان منم now today")
_NEAR: Final = 4


def is_story(words: Sequence[str]) -> bool:
    """Return whether a clause tells what stands in a book or in the news, or is learned for an
    exam."""
    if not _OWN.isdisjoint(words):
        return False
    return _stands_in(words) or _is_studied(words) or _is_fiction(words)


def is_topic(words: Sequence[str], start: int) -> bool:
    """Return whether the sign at word `start` is what a film, a book or a lesson is about, or what
    somebody read or heard about."""
    if _ABOUT.isdisjoint(words[max(start - _NEAR, 0) : start]):
        return False
    return any(is_one_of(word, _MEDIA | _STUDIES) for word in words) or _is_learnt(words)


def is_cause_of_death(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether the sign at words `start` to `end` is what somebody died of."""
    if not _DEAD.isdisjoint(words[:start]):
        return words[start - 1] in _OF or words[start - 2 : start - 1] in _OF_A
    after = words[end : end + _NEAR]
    return any(word in _DEAD_FA or word in _DIED_FA for word in after)


def _is_learnt(words: Sequence[str]) -> bool:
    """Return whether somebody only learns of a thing, and names nobody who has it."""
    if not (_OWN | PEOPLE).isdisjoint(words):
        return False
    return any(word in _LEARNT or infinitive(word) in _LEARNT_FA for word in words)


def _stands_in(words: Sequence[str]) -> bool:
    if _IN.isdisjoint(words):
        return False
    stands = any(
        not _IN.isdisjoint(words[max(at - 2, 0) : at]) and is_one_of(word, _MEDIA)
        for at, word in enumerate(words)
    )
    return stands and any(word in _TOLD or infinitive(word) in _TOLD for word in words)


def _is_fiction(words: Sequence[str]) -> bool:
    """Return whether a clause tells what happens to somebody in a film or a book."""
    if _CHARACTERS.isdisjoint(words):
        return False
    return any(is_one_of(word, _MEDIA) for word in words)


def _is_studied(words: Sequence[str]) -> bool:
    return not _READ.isdisjoint(words) and any(
        not _FOR.isdisjoint(words[max(at - 2, 0) : at]) and is_one_of(word, _STUDIES)
        for at, word in enumerate(words)
    )
