"""Words that make a denial one of less than the thing: how, how often, when, how strongly. Pure.

"I don't take warfarin every day" says that it is taken. Of medicines such words are countless, so
that a medicine is not taken only where every word beside it is known to say nothing else.
"""

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.negation_triggers import CONTRAST
from tajriba.nlp.context.reach import ANEW, YES, Clause, is_no
from tajriba.nlp.morphology.verbs import NEGATED, verb_of

_NOW: Final = word_set("""
    now currently presently nowadays still الان الانم حالا اکنون فعلا هنوز هنوزم
""")
_ANEW: Final = _NOW | ANEW
PLAIN: Final = word_set("""
    i im ive id we he she they you am is are was were be been being do did does dont doesnt didnt
    have has had havent hasnt hadnt no not no never none nor neither nothing and or any a an the of
    to it them that at all ever either take takes taking taken took use uses using used on currently
    now presently nowadays moment time this in more anymore longer medicine medicines medication
    medications meds drug drugs tablet tablets tab tabs pill pills capsule capsules therapy
    treatment called named known history hx denies deny denied without wo free prescribed stopped
    quit discontinued previously formerly use thank thanks god luckily fortunately hi hello sorry
    من ما خودم خود او اون این که یه هم را رو ی ها های و یا نه از در تا به کنون بحال حال حاضر الان
    حالا اکنون فعلا دیگه دیگر اصلا ابدا هیچ هیچی هیچوقت وقت هرگز هیچگونه هیچکدام وجه عنوان
    دارو داروی داروها داروهای دارویی قرص قرصهای کپسول آمپول شربت اسم بنام مصرف استفاده تجویز
    خداروشکر شکر خدا خوشبختانه سلام میشه میشود بدون فاقد خیر نخیر
""")
"""What may stand beside a medicine that is not taken at all."""
_LONG: Final = word_set("""
    year years month months january february march april may june july august september october
    november december سال ساله سالهاست سالها ماه ماهه پارسال
""")
_SINCE: Final = word_set("""
    since ago last for from one two three four five six seven eight nine ten یک دو سه چهار پنج
    شش هفت هشت ده پیش قبل
""")
"""With a word of long ago these, and numbers, say since when something is not taken."""
_PARTLY: Final = word_set("""
    always often usually constantly sometimes occasionally regularly properly every everyday daily
    همیشه گاهی اغلب معمولا بعضی مرتب منظم هر هرروز
""")
_WHEN: Final = word_set("""
    since today tonight yesterday night nights morning mornings evening evenings week weeks weekend
    weekends recently lately attack attacks حمله امروز امشب دیشب دیروز شب شبا شبها صبح صبحا صبحها
""")
_THAT: Final = word_set("که")
STRONGLY: Final = word_set("""
    severe severely mild mildly moderate strong strongly bad badly new acute chronic active
    significant fully completely شدید شدیدا خفیف متوسط خیلی زیاد چندان
""")
_ORGANS: Final = word_set("kidney kidneys thyroid کلیه کلیهها کلیههام تیروئید تیرویید")
_LACKING_ORGAN: Final = word_set("""
    i have has got dont doesnt do does no not any a my the without anymore longer now
    من ندارم ندارد نداره ندارن بدون فاقد دیگه دیگر هم اصلا هیچ الان
""")
"""Who has "no kidneys" has lost them: with other words, or in a list, a disease is denied."""
_AS: Final = "as"
_COMPARED: Final = frozenset(
    (one, before)
    for one in word_set("as like مثل مانند اندازه")
    for before in word_set("before usual قبل قبلا سابق گذشته همیشه")
)
"""What is "not as dizzy as before" is still there."""
_LIMITS: Final = {"red_flag": _PARTLY}
_ALL_LIMITS: Final = _PARTLY | _WHEN | STRONGLY
_RECENT: Final = word_set("""
    today tonight yesterday day days week weeks hour hours recently just lately morning
    امروز امشب دیروز دیشب پریروز روز روزه روزی هفته هفتهای تازه اخیرا صبح
""")
_AGAIN: Final = word_set("""
    again back restarted restart resumed resume reinstated temporarily until till paused
    surgery operation dental دوباره مجدد مجددا موقت موقتا عمل جراحی
""")
"""What is stopped with these words, for an operation too, is taken again."""
_SOMETIMES: Final = _NOW | word_set("sometimes occasionally گاهی بعضی")
_TAKING: Final = word_set("on take takes taking took use using started do")
_NONE: Final = NEGATED | word_set("no not nothing none never dont هیچ هیچی نه بدون")


def is_partial(clause: Clause, denial: range, reach: range) -> bool:
    """Return whether a denial is of less than the things that it reaches."""
    if _is_denied(clause, denial.start) or _lacks_organ(clause, denial):
        return True
    beside = places_beside(clause, denial, reach)
    if is_no(clause, denial):
        beside = [at for at in beside if not _is_done(clause.text(at))]
    if clause.kind != "medicine":
        limits = _LIMITS.get(clause.kind, _ALL_LIMITS)
        return any(clause.text(at) in limits for at in beside) or _is_less(clause, denial, beside)
    return not is_plain(clause, beside, PLAIN) or says_again(_told_behind(clause, denial, reach))


def _lacks_organ(clause: Clause, denial: range) -> bool:
    """Return whether nothing but an organ is denied, which may be gone: «کلیه ندارم»."""
    named = [at for at in range(len(clause.tokens)) if at in clause.covered]
    if clause.kind != "health_state" or any(clause.text(at) not in _ORGANS for at in named):
        return False
    if is_no(clause, denial) and named[0] < denial.start:
        return False
    words = (token.text for at, token in enumerate(clause.tokens) if at not in clause.covered)
    return _LACKING_ORGAN.issuperset(words)


def _is_less(clause: Clause, denial: range, beside: Iterable[int]) -> bool:
    """Return whether a thing is there, and less than it was: "not as dizzy", «مثل قبل … ندارم»."""
    if any(at == denial.stop and clause.text(at) == _AS for at in beside):
        return True
    return any(pair in _COMPARED for pair in pairwise(clause.text(at) for at in beside))


def _is_denied(clause: Clause, denial: int) -> bool:
    """Return whether a denial is denied itself: «روزی نیست که … نخورم»."""
    words = [token.text for token in clause.tokens[:denial]]
    return any(word in NEGATED and after in _THAT for word, after in pairwise(words))


def is_plain(clause: Clause, beside: Iterable[int], plain: frozenset[str]) -> bool:
    """Return whether all words at these places are plain, deny, or say since when."""
    words = {clause.text(at) for at in beside}
    if not words.isdisjoint(_LONG):
        words -= _LONG | _SINCE
        words -= {clause.text(at) for at in beside if clause.tokens[at].number}
    return plain.issuperset(words - NEGATED)


def is_over(clause: Clause, end: range, reach: range) -> bool:
    """Return whether medicines that were stopped are out of the body, and not taken again."""
    words = {clause.text(at) for at in places_beside(clause, end, reach)}
    if not words.isdisjoint(_AGAIN) or says_again(_told_behind(clause, end, reach)):
        return False
    return words.isdisjoint(_RECENT) or not words.isdisjoint(_LONG)


def says_again(words: Collection[str]) -> bool:
    """Return whether words that name nothing say that what was denied is taken after all."""
    if not _AGAIN.isdisjoint(words):
        return True
    taken = not _TAKING.isdisjoint(words) or any(map(_is_done, words))
    return taken and not _SOMETIMES.isdisjoint(words) and _NONE.isdisjoint(words)


def _is_done(word: str) -> bool:
    verb = verb_of(word)
    return verb is not None and not verb[1]


def _told_behind(clause: Clause, denial: range, reach: range) -> list[str]:
    """Return the words behind a denial, to where another thing is named."""
    start = max(denial.stop, *(at + 1 for at in reach if at in clause.covered))
    stop = next((at for at in range(start, len(clause.tokens)) if at in clause.covered), None)
    return [token.text for token in clause.tokens[start:stop]]


def places_beside(clause: Clause, denial: range, reach: range) -> list[int]:
    """Return the places of the words beside a denial and its things, to where another is told."""
    named = [at for at in reach if at in clause.covered]
    start, stop = min(denial.start, *named), max(denial.stop - 1, *named) + 1
    told = stop
    while start and start - 1 not in clause.covered and not _parts(clause.text(start - 1)):
        start -= 1
    while stop < len(clause.tokens) and stop not in clause.covered:
        if clause.text(stop) in CONTRAST:
            break
        stop += 1
    if stop in clause.covered:
        stop = next((at for at in range(told, stop) if clause.text(at) in _ANEW), stop)
    return [at for at in range(start, stop) if at not in clause.covered and at not in denial]


def _parts(word: str) -> bool:
    return word in CONTRAST or word in YES or verb_of(word) is not None
