"""What is said of a thing: that it is absent, somebody else's, over, or only feared. Pure.

After NegEx (Chapman et al. 2001) and ConText (Harkema et al. 2009): words that say so ("triggers")
reach to the end of their clause, forwards or backwards. Doubt is resolved to the safe side: a
trigger that may belong to something else than the thing reaches nothing.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tajriba.nlp.context.context import Context, Effect, Trigger, context_of
from tajriba.nlp.context.family import family
from tajriba.nlp.context.family_words import FAMILY, RELATIVES
from tajriba.nlp.context.limits import is_over, is_partial
from tajriba.nlp.context.negation_triggers import (
    AFTER,
    ALLERGY,
    AND,
    BEFORE,
    CONTRAST,
    DENYING,
    FEARED,
    FREE,
    GONE,
    IF,
    IN_YEAR,
    LACKING,
    LISTING,
    NONE_OF,
    NOT_STOPPED,
    PAST,
    STOPPED,
    SUBJECTS,
    TWICE,
    UNTAKEN,
    WELL,
    WITH,
    YEARS_PAST,
    Phrases,
    places_of,
)
from tajriba.nlp.context.not_taken import NOT_TAKEN, is_not_taken
from tajriba.nlp.context.past_use import past_use
from tajriba.nlp.context.reach import (
    Clause,
    ahead,
    before,
    certain,
    is_no,
    is_said_of_last,
    is_said_of_next,
    side_of,
)
from tajriba.nlp.context.tolerance import is_measured
from tajriba.nlp.context.undone import undone
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
    texts = [token.text for token in tokens]
    if _SAYING.isdisjoint(texts):
        return [Context()] * len(places), frozenset()
    covered = frozenset(at for place in places for at in _apart_from_verb(tokens, place))
    clause = Clause(tokens, texts, covered, others, kind)
    parts = _parts(clause)
    triggers = [one for part in parts for one in _triggers(clause, part)]
    if kind == "medicine":
        triggers += [
            Trigger("past", part.start, part.stop, said)
            for said, part in pairwise(parts)
            if covered.isdisjoint(part) and is_not_taken(texts[part.start : part.stop])
        ]
    if kind == "red_flag":
        triggers += undone(clause, places)
    if not triggers:
        return [Context()] * len(places), frozenset()
    there = certain(clause, places)
    reaching = [
        [one for one in triggers if place.start in one.reaches and _may_reach(one, place, there)]
        for place in places
    ]
    used = {one for found in reaching for one in found}
    return [context_of(found) for found in reaching], frozenset(
        at for one in used for at in range(one.start, one.end)
    )


def _may_reach(trigger: Trigger, place: range, there: frozenset[int]) -> bool:
    return trigger.effect in ("other", "hypothetical", "shared") or place.start not in there


def _apart_from_verb(tokens: Sequence[Token], place: range) -> range:
    """Return the words of a thing without the «دارم» at its end, which ends a sentence."""
    verb = verb_of(tokens[place.stop - 1].text) if len(place) > 1 else None
    had = verb is not None and not verb[1] and verb[0] in ("داشتن", "بودن")
    return place[:-1] if had else place


_SAYING: Final = (NEGATED | NOT_TAKEN).union(
    *(BEFORE, AFTER, WELL, GONE, STOPPED, PAST, FEARED), FAMILY, RELATIVES, IN_YEAR
)
"""Words that can begin a trigger: most clauses have none."""


def _parts(clause: Clause) -> list[range]:
    """Return the parts of a clause that a trigger does not reach across: at contrasts, and at an
    "and" that begins another sentence."""
    cuts = [0]
    for at, token in enumerate(clause.tokens):
        if at in clause.covered or not (token.text in AND or token.text in CONTRAST):
            continue
        ended = at > 0 and at - 1 not in clause.covered and verb_of(clause.text(at - 1)) is not None
        another = token.text in AND and (ended or clause.text(at + 1) in SUBJECTS)
        if another or token.text in CONTRAST:
            cuts.append(at)
    ends = [*cuts[1:], len(clause.tokens)]
    return [range(start, end) for start, end in zip(cuts, ends, strict=True)]


def _triggers(clause: Clause, part: range) -> list[Trigger]:
    found = family(clause, part)
    if clause.kind == "medicine":
        found += _stopped(clause, part) + past_use(clause, part)
    else:
        found += _everywhere(clause, part, PAST, "past")
    if clause.kind == "reaction":
        found += _nearest(clause, part, GONE, "past")
    if clause.kind in ("health_state", "allergen"):
        found += _well(clause, part)
    found += _everywhere(clause, part, FEARED, "hypothetical")
    found += _years(clause, part)
    if clause.kind != "allergen" or any(clause.text(at) in ALLERGY for at in part):
        found += _negations(clause, part)
    return found


def _at(clause: Clause, part: range, phrases: Phrases) -> list[range]:
    """Return where phrases stand in a part, apart from the things themselves."""
    found = places_of(phrases, clause.texts[part.start : part.stop])
    places = [range(part.start + start, part.start + end) for start, end in found]
    return [one for one in places if clause.covered.isdisjoint(one)]


def _everywhere(clause: Clause, part: range, phrases: Phrases, effect: Effect) -> list[Trigger]:
    return [Trigger(effect, one.start, one.stop, part) for one in _at(clause, part, phrases)]


def _nearest(clause: Clause, part: range, phrases: Phrases, effect: Effect) -> list[Trigger]:
    return [
        Trigger(effect, one.start, one.stop, before(clause, range(part.start, one.start)))
        for one in _at(clause, part, phrases)
    ]


def _stopped(clause: Clause, part: range) -> list[Trigger]:
    """Return what says that medicines are not taken, or no longer."""
    found = []
    for one in _at(clause, part, STOPPED):
        if any(clause.text(at) in NOT_STOPPED for at in range(part.start, one.start)):
            continue
        side = side_of(clause, one, part)
        if side == "ahead":
            reach = ahead(clause, range(one.stop, part.stop))
        elif side == "before":
            reach = before(clause, range(part.start, one.start))
        else:
            continue
        untaken = clause.text(one.start) in UNTAKEN
        if not is_partial(clause, one, reach) if untaken else is_over(clause, one, reach):
            found.append(Trigger("past", one.start, one.stop, reach))
    return found


def _years(clause: Clause, part: range) -> list[Trigger]:
    """Return the years that say when something was over: "in 2010", «سال ۱۳۹۵»."""
    return [
        Trigger("past", at - 1, at + 1, part)
        for at in part[1:]
        if at not in clause.covered
        and clause.text(at - 1) in IN_YEAR
        and clause.tokens[at].number
        and clause.text(at).isdigit()
        and any(int(clause.text(at)) in years for years in YEARS_PAST)
    ]


def _well(clause: Clause, part: range) -> list[Trigger]:
    """Return what says that an organ or a figure is well, or that a food is borne. A disease that
    is well, and a figure that is so by treatment, are there."""
    if any(clause.text(at) in WITH for at in part):
        return []
    return [
        Trigger("negated", one.start, one.stop, before(clause, range(part.start, one.start)))
        for one in _at(clause, part, WELL)
        if is_said_of_last(clause, range(part.start, one.start))
        and (
            clause.kind == "allergen"
            or is_measured(clause.text(at) for at in part if at in clause.covered)
        )
    ]


def _negations(clause: Clause, part: range) -> list[Trigger]:
    found = []
    said = _at(clause, part, STOPPED) if clause.kind == "medicine" else []
    said_by_another = {at for one in said for at in one}
    ahead_of = [one for one in _at(clause, part, BEFORE) if one.start not in said_by_another]
    for one in ahead_of:
        reach = _reach(clause, one, part)
        if reach and not is_partial(clause, one, reach):
            found.append(Trigger("negated", one.start, one.stop, reach))
    begun = {one.start for one in ahead_of}
    after = [one for one in _at(clause, part, AFTER) if one.start not in begun]
    after += [range(at, at + 1) for at in part if at not in clause.covered and _denies(clause, at)]
    for one in after:
        sentence = _sentence(clause, range(part.start, one.start))
        reach = before(clause, sentence)
        if is_said_of_last(clause, sentence) and not is_partial(clause, one, reach):
            found.append(Trigger("negated", one.start, one.stop, reach))
    return found


def _sentence(clause: Clause, said: range) -> range:
    """Return the words before a negation from the last verb on, which ended another sentence."""
    last = next((at for at in reversed(said) if at in clause.covered), said.start)
    ended = (at for at in reversed(range(said.start, last)) if verb_of(clause.text(at)))
    return range(next(ended, said.start - 1) + 1, said.stop)


def _denies(clause: Clause, at: int) -> bool:
    """Return whether a verb says that something is not there or did not happen, or that a medicine
    is not taken."""
    found = verb_of(clause.text(at))
    if found is None or not found[1]:
        return False
    if clause.kind == "medicine" and any(one.text in IF for one in clause.tokens[:at]):
        return False
    if found[0] in ("داشتن", "بودن"):
        return True
    if clause.kind == "reaction" and found[0] in ("کردن", "شدن", "گرفتن"):
        return at - 1 in clause.covered
    taken = found[0] in ("خوردن", "گرفتن") or (
        found[0] == "کردن" and clause.text(at - 1) in ("مصرف", "استفاده")
    )
    return clause.kind == "medicine" and taken


def _is_list(clause: Clause, trigger: range, rest: range) -> bool:
    """Return whether a negation denies all that follows: "denies X and Y", or a clause that is
    «بدون X و Y» and nothing else, in which no verb says that Y is there."""
    first = clause.text(trigger.start)
    begins = (
        trigger.start == 0
        or clause.tokens[trigger.start - 1].clause != clause.tokens[trigger.start].clause
    )
    if first not in DENYING and not (first in LACKING and begins):
        return False
    return not any(
        verb_of(clause.text(at)) or (at not in clause.covered and clause.text(at) not in LISTING)
        for at in rest
    )


def _reach(clause: Clause, denial: range, part: range) -> range | None:
    """Return what a denial that may stand before a thing reaches.

    Ahead it is up to "and", and only where nothing else stands between that the denial may be said
    of ("no relief from …"). Nobody is treated by what they did not suffer from a remedy, so that
    there "no X and Y" may be read as it is meant.
    """
    said = range(part.start, denial.start)
    if is_no(clause, denial):
        side = side_of(clause, denial, part)
        if side != "ahead":
            return before(clause, said) if side else None
    rest = ahead(clause, range(denial.stop, part.stop))
    if not is_said_of_next(clause, rest) or _is_undone(clause, denial, said, rest):
        return None
    if clause.kind == "reaction" or _is_list(clause, denial, rest):
        return rest
    ands = (at for at in rest if at not in clause.covered and clause.text(at) in AND)
    return range(rest.start, next(ands, rest.stop))


def _is_undone(clause: Clause, denial: range, said: range, rest: range) -> bool:
    """Return whether other words turn a denial round: «بدون … نمی‌خوابم», "never without"."""
    first = clause.text(denial.start)
    if (first in LACKING or first in FREE) and any(clause.text(at) in TWICE for at in said):
        return True
    twice = NONE_OF if clause.kind != "medicine" else NONE_OF | LACKING
    return first in twice and any(clause.text(at) in NEGATED for at in rest)
