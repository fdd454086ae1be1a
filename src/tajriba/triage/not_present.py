"""What a clause says of no present danger of a person: questions on a remedy, animals that are
ill, illnesses that were operated on. Pure.

Doubt is resolved to the safe side: whoever asks what helps may have it, whoever asks whether a
named remedy helps, and says of nothing that it is theirs or that it happens, is only asking.
"""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.context.negation_triggers import FAMILY, RELATIVES
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.tokenization import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_FOR: Final = _words("برای واسه for with")
_HELPS: Final = _words("خوبه خوبست مفیده موثره خوب مفید موثر good helpful effective help useful")
_IS: Final = _words("است آیا ایا is does can do")
_WHETHER: Final = _words("آیا does")
_CAUSES: Final = _words("باعث موجب cause causes")
_CURES: Final = _words("میکنه میکند cure treat heal help")
_HELPS_NOW: Final = _words("خوبه خوبست مفیده موثره")
_OPEN: Final = _words("""
    چی چه چیه چیست چیکار کدام کدوم what which anything something
    من منو my i im ive me our الان شدید شدیدا خیلی یهو ناگهان now severe sudden suddenly bad
    نیست نبود نمیشه not
""")
"""Words of who asks for themselves, or asks what to do."""
_SIGNS: Final = _words("signs symptoms causes sign symptom علائم علایم نشانه نشانههای علت")
_ASKING: Final = _words("what which how know asking چیه چیست چی چه کدومه کدامند چیا بدونم بدانم")
_THESE: Final = _words("these this i im my me ive این اینا اینها دارم من هستم")
_ENDS_IN_M: Final = _words("چشم شکم رحم ورم تورم زخم تخم سم جسم اسم کدام تمام بادام")
_NEAR: Final = 3

_PETS: Final = _words("سگ گربه گرب طوطی خروس مرغ اسب گوسفند گاو بز همستر قناری خوکچه")
"""Without what children are called by, and with the «گرب» of «گربم»."""
_PETS_EN: Final = _words("dog cat parrot horse rabbit hamster puppy kitten cow sheep goat")
_OUR: Final = ("م", "ام", "مون", "مان", "هام", "همون")
_MINE: Final = _words("my our")
_OF_PETS: Final = _words("عشق مینا هندی خونگی خانگی")
"""Behind a pet's name: «مرغ عشقم», «خوکچه هندیم»."""

_ATTACKS: Final = _words(
    "گاز گازم نیش نیشم چنگ چنگم لیس زخم پنجه bit bite bites bitten scratched licked"
)
_ME: Final = _words("من منو بهم دستم پام صورتم me i im")

_PEOPLE: Final = (
    FAMILY
    | RELATIVES
    | _words("""
    she son daughter baby child kid wife husband man woman boy girl
    بچه بچم بچهام پسر پسرم پسرمون دختر دخترم دخترمون نوزاد نوزادم شوهرم زنم خانمم همسرم
    """)
)

_OPERATED: Final = _words("عمل جراحی")
_BEFORE_OPERATED: Final = _words("را رو م ام")
_AGE: Final = fold("سالگی")
_YOUNG: Final = _words("""
    یک دو سه چهار پنج شش شیش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده پونزده شانزده شونزده
    هفده هجده نوزده بیست
""") | frozenset(map(str, range(1, 21)))
"""Ages that most who write of them have left; at others it may be now."""
_AND: Final = fold("و")
_SINCE: Final = _words("از")
_HAS: Final = _words("دارم داره دارد هستم الان")


def asks_of_a_remedy(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the thing at word `start` is what somebody asks a named remedy to be for, or
    whether it comes of it."""
    words = [token.text for token in tokens]
    if words[0] in _WHETHER and not _CAUSES.isdisjoint(words[:start]) and _OPEN.isdisjoint(words):
        return True
    if words[0] in _WHETHER and not _CURES.isdisjoint(words) and _OPEN.isdisjoint(words):
        return True
    if _FOR.isdisjoint(words[max(start - _NEAR, 0) : start]):
        return False
    if not _OPEN.isdisjoint(words) or _HELPS.isdisjoint(words):
        return False
    if _HELPS_NOW.isdisjoint(words) and _IS.isdisjoint(words):
        return False
    return not any(_is_own(word) for word in words[start:])


def asks_for_signs(tokens: Sequence[Token], start: int) -> bool:
    """Return whether somebody asks by which signs the thing at word `start` is known."""
    if _SIGNS.isdisjoint([token.text for token in tokens[max(start - _NEAR, 0) : start]]):
        return False
    words = [token.text for token in tokens]
    return not _ASKING.isdisjoint(words) and _THESE.isdisjoint(words)


def _is_own(word: str) -> bool:
    """Return whether a word says that something is the speaker's, or happens."""
    if word in _ENDS_IN_M or word in _HELPS or word in _IS:
        return False
    return word.endswith("م") or verb_of(word) is not None


def is_of_an_animal(tokens: Sequence[Token]) -> bool:
    """Return whether a clause tells of an animal that is owned, and not of what it did."""
    words = [token.text for token in tokens]
    if not all(others.isdisjoint(words) for others in (_ATTACKS, _ME, _PEOPLE)):
        return False
    return any(_is_pet(words, at) for at in range(min(2, len(words))))


def _is_pet(words: Sequence[str], at: int) -> bool:
    if words[at] in _PETS_EN:
        return at > 0 and words[at - 1] in _MINE
    after = words[at + 1] if at + 1 < len(words) else ""
    apart = words[at] in _PETS and (after in _OUR or _is_owned(after, _OF_PETS))
    return apart or _is_owned(words[at], _PETS)


def _is_owned(word: str, names: frozenset[str]) -> bool:
    return any(word.removesuffix(own) in names and word.endswith(own) for own in _OUR)


def was_operated(tokens: Sequence[Token], end: int) -> bool:
    """Return whether what ends before word `end` was operated on."""
    after = end + (end < len(tokens) and tokens[end].text in _BEFORE_OPERATED)
    verb = verb_of(tokens[after + 1].text) if after + 1 < len(tokens) else None
    return verb in (("کردن", False), ("شدن", False)) and tokens[after].text in _OPERATED


def is_of_childhood(tokens: Sequence[Token]) -> bool:
    """Return whether a clause tells of what was had as a child."""
    words = [token.text for token in tokens]
    if _AGE not in words or not (_SINCE | _HAS).isdisjoint(words):
        return False
    at = words.index(_AGE)
    return words[at - 1] in _YOUNG and words[at - 2 : at - 1] != [_AND]
