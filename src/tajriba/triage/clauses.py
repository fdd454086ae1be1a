"""Clauses of a complaint, and which of them go on with a denial or a family history. Pure."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.context.answers import DENIED, SET_OFF, with_answers_apart
from tajriba.nlp.context.ended_lists import answers_none, is_comma, is_joined, is_set_off
from tajriba.nlp.context.family_words import RELATIVES
from tajriba.nlp.context.limits import STRONGLY
from tajriba.nlp.context.negation_triggers import DENYING, LACKING, LISTING
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.tokenization import Token, is_picture, tokenize
from tajriba.nlp.transliteration.finglish import is_finglish
from tajriba.triage.respelling import letters_joined
from tajriba.triage.signs import Place, SignFinder
from tajriba.triage.word_forms import infinitive

_MAY_BE_TWO: Final = 7
"""So many letters may be two words that were typed as one."""

_ASKED: Final = frozenset("?؟:=")
_BESIDE_ASKED: Final = LISTING | STRONGLY
_NOES: Final = DENIED | word_set("""
    nil negative not at all of course baba بابا اصلا ابدا هرگز
""")
_NO: Final = frozenset({"no"})
_LIST_ENDS: Final = word_set("or nor یا")
_LIST_COMMAS: Final = frozenset(",،")
_FAMILY_HISTORY: Final = frozenset({"fh", "fhx", "famhx"})
_FAMILY_HISTORY_APART: Final = frozenset({"family", "history"})

_BURN: Final = "burn"
_BURNING: Final = word_set("سوختن")
_PRESENT: Final = fold("می")

Clause = tuple[tuple[Token, ...], list[Place]]


def clauses_of(finder: SignFinder, text: str) -> list[Clause]:
    """Return the clauses of a text, each with the signs that it names."""
    words = [token for token in tokenize(text) if not is_picture(token.text)]
    parts = groupby(with_answers_apart(text, words), key=lambda token: token.clause)
    clauses = [_in_persian(finder, tuple(tokens)) for _, tokens in parts]
    return [(tokens, _without_stinging(tokens, finder.find(tokens))) for tokens in clauses]


def _without_stinging(tokens: Sequence[Token], places: Sequence[Place]) -> list[Place]:
    """Return signs without the burn that «می‌سوزد» would be: what stings was not burnt, «سوخت»."""
    return [
        one._replace(codes=tuple(code for code in one.codes if code != _BURN))
        if all(_stings(token.text) for token in tokens[one.start : one.end])
        else one
        for one in places
    ]


def _stings(word: str) -> bool:
    return word.startswith(_PRESENT) and infinitive(word) in _BURNING


def _in_persian(finder: SignFinder, clause: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return a clause in Persian letters if it is Persian: another one may be English."""
    if is_finglish(clause):
        return tuple(finder.finglish.persian(clause))
    clause = letters_joined(clause)
    if not any(len(token.text) >= _MAY_BE_TWO and token.text.isascii() for token in clause):
        return clause
    return tuple(
        token._replace(text=piece) for token in clause for piece in finder.pieces(token.text)
    )


def of_the_patient(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses without those of a family history: "FHx: mother MI, father CVA"."""
    found = []
    family = False
    for clause in clauses:
        words = frozenset(token.text for token in clause[0])
        family |= not _FAMILY_HISTORY.isdisjoint(words) or words == _FAMILY_HISTORY_APART
        if not (family and clause[0][0].text in RELATIVES):
            found.append(clause)
    return found


def _answers_no(text: str, asked: Clause, answer: Clause) -> bool:
    """Return whether a clause is the "no" to the one before: "chest pain? no", "fever: none"."""
    between = text[asked[0][-1].end : answer[0][0].start].strip()
    if between not in _ASKED and not (between in SET_OFF and _is_bare(asked, _BESIDE_ASKED)):
        return False
    return all(token.text in _NOES for token in answer[0])


def not_denied(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses without those that go on with the list of a denial, or that one ends.

    "denies fever, chills and chest pain"; after "no" only a list with an "or" is one.
    """
    found: list[Clause] = []
    ended = _denied_by_end(text, clauses)
    at = 0
    while at < len(clauses):
        if at in ended:
            at += 1
            continue
        if at + 1 < len(clauses) and _answers_no(text, clauses[at], clauses[at + 1]):
            at += 2
            continue
        found.append(clauses[at])
        at += 1
        first = {token.text for token in clauses[at - 1][0][:2]}
        if first.isdisjoint(DENYING | LACKING | _NO):
            continue
        stop = at
        while stop < len(clauses) and _goes_on(text, clauses[stop - 1], clauses[stop]):
            stop += 1
        words = {token.text for tokens, _ in clauses[at:stop] for token in tokens}
        if not first.isdisjoint(DENYING) or not words.isdisjoint(_LIST_ENDS):
            at = stop
    return found


def _denied_by_end(text: str, clauses: Sequence[Clause]) -> set[int]:
    """Return the clauses of lists of signs that an answer ends: "A, B or C: none of these"."""
    found: set[int] = set()
    for at, (tokens, places) in enumerate(clauses):
        answer = None if places or not at else answers_none(tokens)
        if answer is None or not is_set_off(text, clauses[at - 1][0][-1], tokens[0], answer):
            continue
        begin = at
        while begin and _is_bare(clauses[begin - 1]):
            between = clauses[begin - 1][0][-1], clauses[begin][0][0]
            if begin < at and not is_comma(text, *between):
                break
            begin -= 1
        if answer == "none of these" or any(is_joined(one) for one, _ in clauses[begin:at]):
            found.update(range(begin, at + 1))
    return found


def _goes_on(text: str, before: Clause, clause: Clause) -> bool:
    """Return whether a clause follows a comma and names signs and nothing else."""
    gap = text[before[0][-1].end : clause[0][0].start].strip()
    return gap in _LIST_COMMAS and _is_bare(clause)


def _is_bare(clause: Clause, beside: frozenset[str] = LISTING) -> bool:
    """Return whether a clause names signs and nothing else but words that may stand beside."""
    tokens, places = clause
    covered = {at for place in places for at in range(place.start, place.end)}
    return bool(places) and all(
        (at in covered and verb_of(token.text) is None) or token.text in beside
        for at, token in enumerate(tokens)
    )
