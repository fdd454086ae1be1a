"""What a clause says of no present danger of a person: questions on a remedy, animals that are
ill, illnesses that were operated on, since when and not how old. Pure.

Doubt is resolved to the safe side: whoever asks what helps may have it, whoever asks whether a
named remedy helps, and says of nothing that it is theirs or that it happens, is only asking.
"""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.context.family_words import FAMILY, RELATIVES
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.tokenization import Token
from tajriba.triage.word_forms import infinitive

_FOR: Final = word_set("برای واسه for with")
_HELPS: Final = word_set("خوبه خوبست مفیده موثره خوب مفید موثر good helpful effective help useful")
_IS: Final = word_set("است آیا ایا is does can do")
_WHETHER: Final = word_set("آیا does")
_MAY: Final = word_set("ممکن ممکنه میتونه میتواند can may might could")
_CAUSES: Final = word_set("باعث موجب cause causes")
_CURES: Final = word_set("میکنه میکند cure treat heal help")
_HELPS_NOW: Final = word_set("خوبه خوبست مفیده موثره")
_OPEN: Final = word_set("""
    چی چه چیه چیست چیکار کدام کدوم what which anything something
    من منو my i im ive me our الان شدید شدیدا خیلی یهو ناگهان now severe sudden suddenly bad
    نیست نبود نمیشه not
""")
"""Words of who asks for themselves, or asks what to do."""
_SIGNS: Final = word_set("""
    signs symptoms causes sign symptom difference cause treatment between
    علائم علایم نشانه نشانههای علت درمان تفاوت فرق
""")
_PREVENTING: Final = word_set("""
    prevent prevents preventing prevention avoid avoiding پیشگیری جلوگیری جلوی
""")
_AGAIN: Final = word_set("""
    again another more next second recurrent keep when while now just today
    دوباره دیگه دیگر باز بعدی دومی مجدد الان یهو وقتی شدید
""")
"""Words of who has had what they want to prevent, or has it."""
_DO: Final = word_set("کنم بکنم نکنم بگیرم کنیم بشم نشم")
_ASKING: Final = word_set("what which how know asking چیه چیست چی چه کدومه کدامند چیا بدونم بدانم")
_THESE: Final = word_set("these this i im my me ive این اینا اینها دارم من هستم")
_ENDS_IN_M: Final = word_set("چشم شکم رحم ورم تورم زخم تخم سم جسم اسم کدام تمام بادام")
_NEAR: Final = 3

_ALSO: Final = word_set("هم که")
_GIVING: Final = word_set("دادن آوردن")
_PRESENT: Final = fold("می")
_IF_TAKEN: Final = word_set("بخورم بخوریم بخوره بخورد بنوشم")
_CONFUSED: Final = word_set("گیج گیجم confused muddled")
_WHICH: Final = word_set("کدوم کدام چطور چجوری چند which about how whether")
_REMEDIES: Final = word_set("""
    دارو قرص شربت دمنوش معجون دستور بخورم بخوریم dose doses medicine medicines tea take remedy
    remedies instructions diet
""")
_WHERE: Final = word_set("کجا کجاست کجام where day date name who")
_SHORT: Final = 2
_SLIGHTLY: Final = word_set("کم کمی یکم خرده خورده ذره bit little slightly")
_GROGGY: Final = word_set("گیجم منگم confused muddled foggy")
_FLAVOUR: Final = word_set(
    "مزه مزش مزشم طعم طعمش بو بوش taste tastes tasted smell smells smelled flavour"
)
_SO: Final = word_set("is was are were so very really quite a bit خیلی یه یک کمی کم خیلیم هم ش اش")
_HOW: Final = word_set("بد bad badly")
_DONE_BADLY: Final = word_set("خوابیدن نشستن گذشتن")
_SLEPT: Final = word_set("slept sleep sat")

_PETS: Final = word_set("سگ گربه گرب طوطی خروس مرغ اسب گوسفند گاو بز همستر قناری خوکچه")
"""Without what children are called by, and with the «گرب» of «گربم»."""
_PETS_EN: Final = word_set("dog cat parrot horse rabbit hamster puppy kitten cow sheep goat")
_OUR: Final = ("م", "ام", "مون", "مان", "هام", "همون")
_MINE: Final = word_set("my our")
_OF_PETS: Final = word_set("عشق مینا هندی خونگی خانگی")
"""Behind a pet's name: «مرغ عشقم», «خوکچه هندیم»."""

_ATTACKS: Final = word_set(
    "گاز گازم نیش نیشم چنگ چنگم لیس زخم پنجه bit bite bites bitten scratched licked"
)
_ME: Final = word_set("من منو بهم دستم پام صورتم me i im")

PEOPLE: Final = (
    FAMILY
    | RELATIVES
    | word_set("""
    she son daughter baby child kid wife husband man woman boy girl
    بچه بچم بچهام پسر پسرم پسرمون دختر دخترم دخترمون نوزاد نوزادم شوهرم زنم خانمم همسرم
    """)
)
"""Words for people other than who writes."""
_PATIENTS: Final = PEOPLE - FAMILY - RELATIVES

_OPERATED: Final = word_set("عمل جراحی")
_TAKEN_OUT: Final = word_set("removed out")
_BEFORE_OPERATED: Final = word_set("را رو م ام")
_AGE: Final = fold("سالگی")
_YOUNG: Final = word_set("""
    یک دو سه چهار پنج شش شیش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده پونزده شانزده شونزده
    هفده هجده نوزده بیست
""") | frozenset(map(str, range(1, 21)))
"""Ages that most who write of them have left; at others it may be now."""
_AND: Final = fold("و")
_SINCE: Final = word_set("از")
_HAS: Final = word_set("دارم داره دارد هستم الان")


def asks_of_a_remedy(words: Sequence[str], start: int) -> bool:
    """Return whether the thing at word `start` is what somebody asks a named remedy to be for, or
    whether it comes of it."""
    causes = not _CAUSES.isdisjoint(words[:start]) and _OPEN.isdisjoint(words)
    if causes and (words[0] in _WHETHER or not _MAY.isdisjoint(words[:start])):
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


def asks_for_signs(words: Sequence[str], start: int) -> bool:
    """Return whether somebody asks by which signs the thing at word `start` is known."""
    if _SIGNS.isdisjoint(words[max(start - _NEAR, 0) : start]):
        return False
    if any(_is_mine(word) for word in words if word not in _SIGNS) or not _PATIENTS.isdisjoint(
        words
    ):
        return False
    return not _ASKING.isdisjoint(words) and _THESE.isdisjoint(words)


def is_prevented(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether somebody wants that the thing at words `start` to `end` never comes: "how do
    I prevent a stroke?", «از سکته جلوگیری کنیم»; not again."""
    near = [*words[max(start - _NEAR, 0) : start], *words[end : end + _NEAR]]
    if _PREVENTING.isdisjoint(near) or not _AGAIN.isdisjoint(words):
        return False
    return PEOPLE.isdisjoint(words) and not any(_is_mine(word) for word in words if word not in _DO)


def asks_what_comes(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether a question asks if the thing at words `start` to `end` comes of a remedy:
    «تنگی نفس هم می‌دهد؟», «زعفران بخورم سقط می‌کنم؟»."""
    if not _OPEN.isdisjoint(words) or any(map(_is_mine, words)):
        return False
    after = [word for word in words[end:] if word not in _ALSO]
    gives = after[:1] and infinitive(after[0]) in _GIVING and after[0].startswith(_PRESENT)
    return bool(gives) or not _IF_TAKEN.isdisjoint(words[:start])


def _is_mine(word: str) -> bool:
    """Return whether a word is a thing of the speaker's: «سینه‌م», not «می‌کنم»."""
    ended = word.endswith("م") and len(word) > _SHORT and word not in _ENDS_IN_M
    return ended and verb_of(word) is None


def is_undecided(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether who is confused only doesn't know which remedy to take, or how."""
    if _CONFUSED.isdisjoint(name) or not (PEOPLE | _WHERE).isdisjoint(words):
        return False
    return not _WHICH.isdisjoint(words) and not _REMEDIES.isdisjoint(words)


def is_slight(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether who writes is a bit groggy, and says so: who is confused cannot."""
    if _GROGGY.isdisjoint(name) or not (PEOPLE | _WHERE).isdisjoint(words):
        return False
    at = words.index(name[0])
    return not _SLIGHTLY.isdisjoint(words[max(at - 2, 0) : at])


def is_of_flavour(words: Sequence[str], start: int) -> bool:
    """Return whether the strong word at `start` is said of how something tastes or smells."""
    at = start - 1
    while at >= 0 and words[at] in _SO:
        at -= 1
    return at >= 0 and words[at] in _FLAVOUR


def is_of_how(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether «بد» at words `start` to `end` says how somebody slept or sat."""
    if not _HOW.issuperset(words[start:end]):
        return False
    after, before = words[end : end + 1], words[max(start - 1, 0) : start]
    return any(infinitive(one) in _DONE_BADLY for one in after) or not _SLEPT.isdisjoint(
        [*before, *after]
    )


def tells_since_when(words: Sequence[str]) -> bool:
    """Return whether «سه ماهه» tells since when who writes has something, not how old a child
    is."""
    return PEOPLE.isdisjoint(words) and any(
        word.endswith("م") and len(word) > _SHORT and word not in _ENDS_IN_M for word in words
    )


def _is_own(word: str) -> bool:
    """Return whether a word says that something is the speaker's, or happens."""
    if word in _ENDS_IN_M or word in _HELPS or word in _IS:
        return False
    return word.endswith("م") or verb_of(word) is not None


def is_of_an_animal(tokens: Sequence[Token]) -> bool:
    """Return whether a clause tells of an animal that is owned, and not of what it did."""
    words = [token.text for token in tokens]
    if not all(others.isdisjoint(words) for others in (_ATTACKS, _ME, PEOPLE)):
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
    if end < len(tokens) and tokens[end].text in _TAKEN_OUT:
        return True
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
