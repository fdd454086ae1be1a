"""Breath and heartbeat after sport, and breath in tight clothes or a crowd. Pure.

They are quick or short in everybody then.

Doubt is resolved to the safe side: who gets out of breath on stairs is well only if they say that
it passes, and who says that it is bad, sudden or lasts is taken at their word.
"""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.triage.word_forms import is_one_of

_SPORT: Final = word_set("""
    دویدن ورزش باشگاه تمرین کوه کوهنوردی فوتبال والیبال بسکتبال شنا دوچرخه طناب اسکوات مسابقه
    running run ran jogging jog workout gym training exercise exercising sprint sprinting football
    hiking hike marathon treadmill cycling swimming
""")
_OUT: Final = ["out"]
_CONFINED: Final = word_set("""
    لباس یقه شال روسری چادر ماسک کراوات گن کرست آسانسور شلوغ شلوغی جمعیت مترو
    collar collars clothes mask masks crowd crowds elevator elevators corset scarf necktie
""")
_HABIT: Final = word_set("""
    که وقتی میپوشم میزنم میبندم میکنم میشم میگیره هروقت تنگ شلوغ
    when whenever if wearing wear make makes crowds collars feel
""")
_STAIRS: Final = word_set("پله طبقه سربالایی stairs uphill")
_PASSES: Final = word_set("""
    خوب عادی عادیه طبیعی طبیعیه نرمال چاقم تنبلم settles settled normal unfit
    passes goes minute
""")
_BAD: Final = word_set("""
    الان هنوز دیگه دیگر جدیدا تازگیا تازگی قبلا دیشب دیروز امروز یهو ناگهان نه
    شدید شدیدا بدجور وحشتناک
    now still anymore lately suddenly sudden new never worse today before used
    severe severely badly worst
""")
_BUT_NOT: Final = word_set("نمیشه نمیشود نشد نشده not")


def is_after_effort(words: Sequence[str], text: frozenset[str]) -> bool:
    """Return whether a clause tells of what sport, tight clothes or a crowd do to everybody;
    `text` holds all words that are written with it."""
    if not _BAD.isdisjoint(words) or any(_cannot(word) for word in words):
        return False
    if names_effort(words):
        return True
    if any(is_one_of(word, _CONFINED) for word in words) and not _HABIT.isdisjoint(words):
        return True
    stairs = any(is_one_of(word, _STAIRS) for word in words)
    return stairs and not _PASSES.isdisjoint(text) and _BUT_NOT.isdisjoint(text)


def names_effort(words: Sequence[str]) -> bool:
    """Return whether words name a sport: «دویدن», not "run out of air"."""
    return any(
        is_one_of(word, _SPORT) and words[at + 1 : at + 2] != _OUT for at, word in enumerate(words)
    )


def _cannot(word: str) -> bool:
    found = verb_of(word)
    return found is not None and found[1]
