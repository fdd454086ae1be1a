"""What is said of a thing: that it is absent, somebody else's, over, or only feared. Pure.

After NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009): words that say so ("triggers")
reach to the end of their clause, forwards or backwards. Doubt is resolved to the safe side: a
trigger that may belong to something else than the thing reaches nothing.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.context.context import Context, Effect, Trigger, context_of
from tajriba.nlp.context.family_words import FAMILY, HIS, RELATIVES, TOWARDS
from tajriba.nlp.context.negation_triggers import (
    AFTER,
    ALLERGY,
    AND,
    BEFORE,
    BETWEEN,
    CONTRAST,
    DENYING,
    FEARED,
    GONE,
    IF,
    IN_YEAR,
    LACKING,
    LISTING,
    NONE_OF,
    NOT_BEFORE,
    NOT_STOPPED,
    PAST,
    STOPPED,
    SUBJECTS,
    WELL,
    WITH,
    YEARS_PAST,
    Phrases,
    places_of,
)
from tajriba.nlp.context.not_taken import NOT_TAKEN, is_not_taken
from tajriba.nlp.context.tolerance import is_measured
from tajriba.nlp.morphology.verbs import NEGATED, verb_of
from tajriba.nlp.tokenization import Token


def contexts(
    tokens: Sequence[Token], places: Sequence[range], kind: str,
    others: frozenset[int] = frozenset(),
) -> tuple[list[Context], frozenset[int]]:  # fmt: skip
    """Return what is said of the things at `places` of one clause's words, and which words say it.

    `others` are words with which another thing begins though nothing parts it from the one before:
    in "no fever crushing chest pain" only the fever is denied.

    `kind` matters where people use words differently: "stopped" is said of medicines, "no nuts"
    in a line of allergies means that there is an allergy.
    """
    if _SAYING.isdisjoint([token.text for token in tokens]):
        return [Context()] * len(places), frozenset()
    covered = frozenset(at for place in places for at in _apart_from_verb(tokens, place))
    parts = _parts(tokens, covered)
    triggers = [one for part in parts for one in _triggers(tokens, part, covered, kind, others)]
    if kind == "medicine":
        triggers += [
            Trigger("past", part.start, part.stop, before)
            for before, part in pairwise(parts)
            if covered.isdisjoint(part) and is_not_taken([tokens[at].text for at in part])
        ]
    if kind == "red_flag":
        triggers += _undone(tokens, places, covered)
    if not triggers:
        return [Context()] * len(places), frozenset()
    found = [
        context_of([one for one in triggers if place.start in one.reaches]) for place in places
    ]
    used = [one for one in triggers if any(place.start in one.reaches for place in places)]
    return found, frozenset(at for one in used for at in range(one.start, one.end))


def _apart_from_verb(tokens: Sequence[Token], place: range) -> range:
    """Return the words of a thing without the «دارم» at its end, which ends a sentence."""
    verb = verb_of(tokens[place.stop - 1].text) if len(place) > 1 else None
    had = verb is not None and not verb[1] and verb[0] in ("داشتن", "بودن")
    return place[:-1] if had else place


_SAYING: Final = (NEGATED | NOT_TAKEN).union(
    *(BEFORE, AFTER, WELL, GONE, STOPPED, PAST, FEARED), FAMILY, RELATIVES, IN_YEAR
)
"""Words that can begin a trigger: most clauses have none."""


_SEEN: Final = tuple(fold(word) for word in ("خون", "لکه", "ترشح", "چرک", "زردی"))
"""Signs that people look for: who does not see anything else may be losing their sight."""
_NOT_SEEN: Final = ("دیدن", True)


def _parts(tokens: Sequence[Token], covered: frozenset[int]) -> list[range]:
    """Return the parts of a clause that a trigger does not reach across: at contrasts, and at an
    "and" that begins another sentence."""
    cuts = [0]
    for at, token in enumerate(tokens):
        if at in covered or not (token.text in AND or token.text in CONTRAST):
            continue
        follows = tokens[at + 1].text if at + 1 < len(tokens) else ""
        ended = at > 0 and at - 1 not in covered and verb_of(tokens[at - 1].text) is not None
        another = token.text in AND and (ended or follows in SUBJECTS)
        if another or token.text in CONTRAST:
            cuts.append(at)
    return [range(start, end) for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]


def _triggers(
    tokens: Sequence[Token], part: range, covered: frozenset[int], kind: str,
    others: frozenset[int],
) -> list[Trigger]:  # fmt: skip
    found = _family(tokens, part, covered)
    if kind == "medicine":
        found += _everywhere(tokens, part, covered, STOPPED, "past", NOT_STOPPED)
    else:
        found += _everywhere(tokens, part, covered, PAST, "past", frozenset())
    if kind == "reaction":
        found += _everywhere(tokens, part, covered, GONE, "past", frozenset())
    if kind in ("health_state", "allergen"):
        found += _well(tokens, part, covered, kind)
    found += _everywhere(tokens, part, covered, FEARED, "hypothetical", frozenset())
    found += _years(tokens, part, covered)
    if kind != "allergen" or any(tokens[at].text in ALLERGY for at in part):
        found += _negations(tokens, part, covered, kind, others)
    return found


def _at(
    tokens: Sequence[Token], part: range, covered: frozenset[int], phrases: Phrases
) -> list[tuple[int, int]]:
    """Return where phrases stand in a part, apart from the things themselves."""
    found = places_of(phrases, [token.text for token in tokens[part.start : part.stop]])
    places = [range(part.start + start, part.start + end) for start, end in found]
    return [(one.start, one.stop) for one in places if covered.isdisjoint(one)]


def _everywhere(
    tokens: Sequence[Token], part: range, covered: frozenset[int],
    phrases: Phrases, effect: Effect, unless: Collection[str],
) -> list[Trigger]:  # fmt: skip
    return [
        Trigger(effect, start, end, part)
        for start, end in _at(tokens, part, covered, phrases)
        if not any(tokens[at].text in unless for at in range(part.start, start))
    ]


def _years(tokens: Sequence[Token], part: range, covered: frozenset[int]) -> list[Trigger]:
    """Return the years that say when something was over: "in 2010", «سال ۱۳۹۵»."""
    return [
        Trigger("past", at - 1, at + 1, part)
        for at in part[1:]
        if at not in covered
        and tokens[at - 1].text in IN_YEAR
        and tokens[at].number
        and tokens[at].text.isdigit()
        and any(int(tokens[at].text) in years for years in YEARS_PAST)
    ]


def _well(
    tokens: Sequence[Token], part: range, covered: frozenset[int], kind: str
) -> list[Trigger]:
    """Return what says that an organ or a figure is well, or that a food is borne. A disease that
    is well, and a figure that is so by treatment, are there."""
    if any(tokens[at].text in WITH for at in part):
        return []
    return [
        Trigger("negated", start, end, range(part.start, start))
        for start, end in _at(tokens, part, covered, WELL)
        if _said_of_thing(tokens, range(part.start, start), covered)
        and (kind == "allergen" or is_measured(tokens[at].text for at in part if at in covered))
    ]


def _family(tokens: Sequence[Token], part: range, covered: frozenset[int]) -> list[Trigger]:
    found = []
    for at in part:
        word = tokens[at].text
        if word not in FAMILY and word not in RELATIVES:
            continue
        if at in covered or (at - 1 in part and tokens[at - 1].text in TOWARDS):
            continue
        beside = {tokens[near].text for near in (at - 1, at + 1) if near in part}
        if word in FAMILY or beside & HIS:
            found.append(Trigger("other", at, at + 1, part))
    return found


def _negations(
    tokens: Sequence[Token], part: range, covered: frozenset[int], kind: str,
    others: frozenset[int],
) -> list[Trigger]:  # fmt: skip
    found = []
    for start, end in _at(tokens, part, covered, BEFORE):
        rest = _one_thing(range(end, part.stop), covered, others)
        reach = _forward(tokens, range(start, end), rest, covered, kind)
        if reach:
            found.append(Trigger("negated", start, end, reach))
    after = [(start, end) for start, end in _at(tokens, part, covered, AFTER)]
    after += [
        (at, at + 1) for at in part if at not in covered and _denies(tokens, at, covered, kind)
    ]
    for start, end in after:
        sentence = _sentence(tokens, range(part.start, start), covered)
        if _said_of_thing(tokens, sentence, covered):
            found.append(Trigger("negated", start, end, sentence))
    return found


def _sentence(tokens: Sequence[Token], before: range, covered: frozenset[int]) -> range:
    """Return the words before a negation from the last verb on, which ended another sentence."""
    last = next((at for at in reversed(before) if at in covered), before.start)
    ended = (at for at in reversed(range(before.start, last)) if verb_of(tokens[at].text))
    return range(next(ended, before.start - 1) + 1, before.stop)


def _denies(tokens: Sequence[Token], at: int, covered: frozenset[int], kind: str) -> bool:
    """Return whether a verb says that something is not there or did not happen, or that a medicine
    is not taken."""
    found = verb_of(tokens[at].text)
    if found is None or not found[1]:
        return False
    if kind == "medicine" and any(one.text in IF for one in tokens[:at]):
        return False
    if found[0] in ("داشتن", "بودن"):
        return True
    if kind == "reaction" and found[0] in ("کردن", "شدن", "گرفتن"):
        return at - 1 in covered
    taken = found[0] in ("خوردن", "گرفتن") or (
        found[0] == "کردن" and at > 0 and tokens[at - 1].text in ("مصرف", "استفاده")
    )
    return kind == "medicine" and taken


def _undone(
    tokens: Sequence[Token], places: Sequence[range], covered: frozenset[int]
) -> list[Trigger]:
    """Return what says of one sign of danger, and of no other, that it did not happen: «نشدم», or
    was not to be seen: «خون تو ادرارم ندیدم»."""
    found = []
    for place in places:
        if place.stop < len(tokens) and place.stop not in covered:
            verb = verb_of(tokens[place.stop].text)
            if verb in (("کردن", True), ("شدن", True), ("دادن", True)):
                found.append(Trigger("negated", place.stop, place.stop + 1, place))
        if any(tokens[at].text.startswith(_SEEN) for at in place):
            verbs = ((at, verb_of(tokens[at].text)) for at in range(place.stop, len(tokens)))
            at, verb = next((one for one in verbs if one[1]), (place.stop, None))
            if verb == _NOT_SEEN:
                found.append(Trigger("negated", at, at + 1, place))
    return found


def _is_list(tokens: Sequence[Token], trigger: range, rest: range, covered: frozenset[int]) -> bool:
    """Return whether a negation denies all that follows: "denies X and Y", or a clause that is
    «بدون X و Y» and nothing else, in which no verb says that Y is there."""
    first = tokens[trigger.start]
    begins = trigger.start == 0 or tokens[trigger.start - 1].clause != first.clause
    if first.text not in DENYING and not (first.text in LACKING and begins):
        return False
    return not any(
        verb_of(tokens[at].text) or (at not in covered and tokens[at].text not in LISTING)
        for at in rest
    )


def _one_thing(rest: range, covered: frozenset[int], others: frozenset[int]) -> range:
    """Return the words up to where another thing begins than the first of them."""
    first = next((at for at in rest if at in covered), rest.stop)
    stop = next((at for at in rest if at > first and at in others), rest.stop)
    return range(rest.start, stop)


def _forward(
    tokens: Sequence[Token], trigger: range, rest: range, covered: frozenset[int], kind: str
) -> range | None:
    """Return what a negation before a thing reaches: up to "and", and only where nothing else
    stands between that it may be said of ("no relief from …").

    Nobody is treated by what they did not suffer from a remedy, so that there "no X and Y" may be
    read as it is meant.
    """
    if rest and tokens[rest.start].text in NOT_BEFORE:
        return None
    twice = NONE_OF if kind != "medicine" else NONE_OF | LACKING
    if tokens[trigger.start].text in twice and any(tokens[at].text in NEGATED for at in rest):
        return None
    for at in rest:
        if at in covered:
            break
        if tokens[at].text not in BETWEEN or tokens[at].text in AND:
            return None
    else:
        return None
    if kind == "reaction" or _is_list(tokens, trigger, rest, covered):
        return rest
    stop = next((at for at in rest if at not in covered and tokens[at].text in AND), rest.stop)
    return range(rest.start, stop)


def _said_of_thing(tokens: Sequence[Token], before: range, covered: frozenset[int]) -> bool:
    """Return whether a negation after a thing is said of it, not of a word between them."""
    for at in reversed(before):
        if at in covered:
            return True
        if tokens[at].text not in BETWEEN:
            return False
    return False
