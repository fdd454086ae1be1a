"""Which of the signs that a clause names the patient has now. Pure.

Doubt is resolved to the safe side: a sign counts unless words say that it is denied, another's,
over, only feared, asked about, told of, usual after sport or a figure of speech.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tajriba.kit.text import word_set
from tajriba.nlp.context.negation import contexts
from tajriba.nlp.context.negation_triggers import AND, LISTING, OR
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.tokenization import Token
from tajriba.triage.everyday_causes import is_everyday, is_in_cold_water
from tajriba.triage.exertion import is_after_effort, names_effort
from tajriba.triage.figures_of_speech import (
    is_exaggerated,
    is_joke,
    is_of_a_thing,
    is_wish_in_jest,
    may_be_figure,
    names_why,
)
from tajriba.triage.hearsay import is_cause_of_death, is_story, is_topic
from tajriba.triage.measurements import measured
from tajriba.triage.never_before import at_such
from tajriba.triage.not_present import (
    asks_for_signs,
    asks_of_a_remedy,
    asks_what_comes,
    is_of_an_animal,
    is_of_childhood,
    is_of_flavour,
    is_of_how,
    is_prevented,
    is_slight,
    is_undecided,
    tells_since_when,
    was_operated,
)
from tajriba.triage.past import is_long_ago, is_past, may_be_past
from tajriba.triage.signs import Place
from tajriba.triage.vocabulary import Vocabulary

_WORRIED: Final = word_set("worried worry anxious نگران نگرانم")
_MAY_COME: Final = word_set("""
    fear afraid scared if risk might could ترس میترسم اگر خطر احتمال
    کنم بکنم نکنم بشم نشم بشوم بگیرم نگیرم
""")
"""Words with which a worry is of what may come, «نگرانم سکته کنم»; else it is of what is there."""

_NEVER: Final = word_set("never هرگز هیچوقت")
_THE: Final = word_set("the my")
_IN: Final = word_set("in of on to at from with or and nor for")
"""Words with which another thing begins, "no nausea the worst headache", unless these join it."""
_NEVER_OR: Final = word_set("or nor a an any had have been ever even once")
"""Words between the things that one "never" denies."""
_JUST_NOW: Final = word_set("""
    suddenly sudden now just having today tonight yesterday morning hour hours minutes
    امروز امشب دیروز دیشب پریروز پریشب صبح ظهر عصر ساعت دقیقه الان حالا همین میگه میگوید says
    یهو یهویی یکهو ناگهان ناگهانی یکدفعه یدفعه دفعه
""")
PASSED: Final = "passed"
NEVER_BEFORE: Final = "never_before"
"""Signs that grammar alone tells: it passed by itself; it was never so bad."""

_OF_WHOM: Final = frozenset({"years_old", "child", "baby"})
"""Signs that say for whom help is sought."""
_ILLNESS: Final = word_set("بیماری ناراحتی مشکل disease problem problems trouble")
"""Words for what stands in a list: «سکته یا بیماری قلبی»."""
_IS_DOING: Final = word_set("داره دارد دارن")
_IS_OVER: Final = word_set("""
    died passed fine ok okay better recovered فوت مرد مرحوم خوب خوبه خوبم بهتر بهتره
""")


class Told(NamedTuple):
    """A clause with its signs, all words that are written with it, whether it is a question, and
    whether it may hold a figure of speech."""

    tokens: Sequence[Token]
    places: Sequence[Place]
    text: frozenset[str]
    asked: bool
    figurative: bool = False


def present(vocabulary: Vocabulary, told: Told) -> list[Place]:
    """Return the signs that the patient has, of those of a clause."""
    if not told.places:
        return []
    words = [token.text for token in told.tokens]
    aged = any(not vocabulary.ages.isdisjoint(one.codes) for one in told.places)
    if aged and tells_since_when(words):
        told = told._replace(places=_without(told.places, vocabulary.ages))
    found = _of_now(vocabulary, told.tokens, told.places)
    if not found:
        return []
    others = is_of_an_animal(told.tokens) or is_of_childhood(told.tokens) or is_story(words)
    told = told._replace(figurative=may_be_figure(words, told.text))
    return [one for one in found if not _is_no_danger(vocabulary, told, words, one, others=others)]


def _without(places: Sequence[Place], codes: frozenset[str]) -> list[Place]:
    """Return signs without some of what they mean, and without those that mean nothing else."""
    left = [
        one._replace(codes=tuple(code for code in one.codes if code not in codes)) for one in places
    ]
    return [one for one in left if one.codes]


def _of_now(
    vocabulary: Vocabulary, tokens: Sequence[Token], places: Sequence[Place]
) -> list[Place]:
    """Return the signs that are not denied, not another's, not over, not feared."""
    words = {token.text for token in tokens}
    feared = words.isdisjoint(_WORRIED) or not words.isdisjoint(_MAY_COME)
    old = may_be_past(tokens)
    ranges = [range(one.start, one.end) for one in places]
    said, _ = contexts(tokens, ranges, "red_flag", _others(vocabulary, tokens, places))
    of_others = any(about.experiencer == "other" for about in said)
    acute = of_others and _is_happening(vocabulary, tokens, places)
    such = at_such([token.text for token in tokens])
    lately = not words.isdisjoint(_JUST_NOW) and any(
        not vocabulary.vital.isdisjoint(place.codes) for place in places
    )
    never = _never_had(tokens, places)
    found = []
    for place, about in zip(places, said, strict=True):
        if such is None and (about.negated or place.start in never):
            continue
        others = about.experiencer == "other" and not acute
        if others and vocabulary.noticed.isdisjoint(place.codes):
            continue
        over = about.temporality == "past"
        counts = lately or not vocabulary.lasting.isdisjoint(place.codes)
        if over and (not counts or is_long_ago(tokens)):
            continue
        if old and is_past(tokens, place.start):
            continue
        unreal = about.temporality == "hypothetical" and feared
        if unreal and vocabulary.serious.isdisjoint(place.codes):
            continue
        over = over or not _IS_OVER.isdisjoint(token.text for token in tokens[place.end :])
        passed = over and not vocabulary.passing.isdisjoint(place.codes)
        found.append(place._replace(codes=(*place.codes, PASSED)) if passed else place)
    if such is not None:
        found.append(Place(such, such + 1, (NEVER_BEFORE,)))
    return sorted(found)


def _never_had(tokens: Sequence[Token], places: Sequence[Place]) -> frozenset[int]:
    """Return the words that one "never" right before denies: "never fainted or had a fit"."""
    named = {at for place in places for at in range(place.start, place.end)}
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.text in _NEVER or (at in found and (at in named or token.text in _NEVER_OR)):
            found.add(at + 1)
    return frozenset(found)


def _is_no_danger(
    vocabulary: Vocabulary, told: Told, words: Sequence[str], place: Place, *, others: bool
) -> bool:
    """Return whether a sign is asked about, operated on, what a book is about or not meant;
    `others` says that the whole clause is of an animal, of childhood or a story."""
    if not vocabulary.serious.isdisjoint(place.codes):
        in_jest = is_wish_in_jest(words, words[place.start : place.end])
        return is_topic(words, place.start) or in_jest
    return (
        others
        or asks_of_a_remedy(words, place.start)
        or asks_for_signs(words, place.start)
        or is_prevented(words, place.start, place.end)
        or is_cause_of_death(words, place.start, place.end)
        or (told.asked and asks_what_comes(words, place.start, place.end))
        or was_operated(told.tokens, place.end)
        or is_topic(words, place.start)
        or _is_not_meant(vocabulary, told, words, place)
    )


def _is_not_meant(vocabulary: Vocabulary, told: Told, words: Sequence[str], place: Place) -> bool:
    """Return whether a sign is a figure of speech or usual after sport, and its clause names no
    other sign of danger."""
    name = words[place.start : place.end]
    effort = not vocabulary.effort.isdisjoint(place.codes)
    how = is_of_how(words, place.start, place.end)
    if how or (told.figurative and is_of_a_thing(words, name)) or is_undecided(words, name):
        return True
    usual = is_everyday(words, range(place.start, place.end), place.codes, told.text)
    if usual or (effort and is_in_cold_water(words)) or is_of_flavour(words, place.start):
        return True
    if is_slight(words, name):
        others = _others_in(vocabulary, told, words, place)
        return not any(_JUST_NOW.isdisjoint(other) for other in others)
    if effort and is_after_effort(words, told.text):
        return all(map(names_effort, _others_in(vocabulary, told, words, place)))
    if told.figurative and (is_exaggerated(words, name) or is_joke(words, name, told.text)):
        others = _others_in(vocabulary, told, words, place)
        return all(is_exaggerated(words, other) or names_why(other) for other in others)
    return False


def _others_in(
    vocabulary: Vocabulary, told: Told, words: Sequence[str], place: Place
) -> list[Sequence[str]]:
    """Return the words of each other sign of a clause that may be a danger itself."""
    return [
        words[one.start : one.end]
        for one in told.places
        if one is not place and not _says_of(vocabulary, one, place)
    ]


def _says_of(vocabulary: Vocabulary, one: Place, place: Place) -> bool:
    """Return whether another sign only says how a sign is, or of which part right before it."""
    part = one.end == place.start and not vocabulary.parts.isdisjoint(one.codes)
    breath = not vocabulary.effort.isdisjoint(one.codes)
    return part or breath or vocabulary.degrees.issuperset(one.codes)


def _is_happening(vocabulary: Vocabulary, tokens: Sequence[Token], places: Sequence[Place]) -> bool:
    """Return whether a clause tells of what happens just now: help is due to a relative, too.

    So it is where it says how old they are, that they are a child, or what was measured.
    """
    words = {token.text for token in tokens}
    if is_long_ago(tokens) and words.isdisjoint(_JUST_NOW):
        return False
    if any(not _OF_WHOM.isdisjoint(place.codes) for place in places):
        return True
    if not words.isdisjoint(_IS_OVER):
        return False
    if not words.isdisjoint(_JUST_NOW) or measured(vocabulary.readings, tokens, places):
        return True
    return any(
        token.text.startswith("نمی")
        or (token.text in _IS_DOING and any(_is_progressive(one.text) for one in tokens[at + 1 :]))
        for at, token in enumerate(tokens)
    )


def _is_progressive(word: str) -> bool:
    return word.startswith("می") and verb_of(word) is not None


def _others(
    vocabulary: Vocabulary, tokens: Sequence[Token], places: Sequence[Place]
) -> frozenset[int]:
    """Return the words with which another thing begins, though no "and" parts it from the one
    before: a complaint of its own, what follows one, and a part or sign that is named again."""
    found = set()
    thing: list[Place] = []
    for place in places:
        between = [token.text for token in tokens[thing[-1].end : place.start]] if thing else []
        listed = not (AND | OR).isdisjoint(between) and (LISTING | _ILLNESS).issuperset(between)
        another = bool(thing) and not listed and _is_another(vocabulary, tokens, thing, place)
        another |= not _THE.isdisjoint(between) and _IN.isdisjoint(between)
        if another:
            found.add(place.start)
        if another or listed:
            thing = []
        thing.append(place)
    return frozenset(found)


def _is_another(
    vocabulary: Vocabulary, tokens: Sequence[Token], thing: Sequence[Place], place: Place
) -> bool:
    said = {code for one in thing for code in one.codes}
    has_part = not vocabulary.parts.isdisjoint(said)
    told = any(_is_complaint(vocabulary, tokens, one) for one in thing)
    if told or (has_part and _is_complaint(vocabulary, tokens, place)):
        return True
    is_part = not vocabulary.parts.isdisjoint(place.codes)
    return not said.isdisjoint(place.codes) or (has_part and is_part)


def _is_complaint(vocabulary: Vocabulary, tokens: Sequence[Token], place: Place) -> bool:
    name = "".join(token.text for token in tokens[place.start : place.end])
    return vocabulary.whole.issuperset(place.codes) or name in vocabulary.complaints
