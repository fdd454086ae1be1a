"""The shipped vocabulary: what free text of patients and practitioners means."""

from collections.abc import Iterable, Sequence
from functools import cache

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue import Catalogue, load_catalogue
from tajriba.knowledge.entries import Kind, RedFlag, Source, Term
from tajriba.knowledge.lexicon import Lexicon, lexicon, recognise_all

Recognised = tuple[frozenset[str], tuple[str, ...]]
"""The codes that were recognised, and the texts in which none was."""


@cache
def shipped() -> Catalogue:
    """Return the shipped knowledge, read once."""
    return load_catalogue()


def symptom_codes(texts: Sequence[str]) -> Recognised:
    """Return the symptoms that the texts name, in any spelling, and the texts that name none."""
    return recognise_all(_symptoms(), texts)


def health_states_in(texts: Sequence[str]) -> Recognised:
    """Return the health states that the texts name, and the texts that name none."""
    return recognise_all(_health_states(), texts)


def medicine_classes_in(texts: Sequence[str]) -> Recognised:
    """Return the medicine classes that the texts name, and the texts that name none."""
    return recognise_all(_medicines(), texts)


def allergens_in(texts: Sequence[str]) -> Recognised:
    """Return the allergens that the texts name, and the texts that name none."""
    return recognise_all(_allergens(), texts)


def side_effect_of(name: str) -> Term | None:
    """Return the side effect that `name` is, in any spelling, None for one that is not known.

    A name inside a longer text does not count: "no nausea" is no nausea.
    """
    code = _side_effects().codes.get(search_key(name))
    return _side_effects_by_code()[code] if code else None


def side_effect_term(code: str) -> Term | None:
    """Return the side effect of a code, None for one that is no longer shipped."""
    return _side_effects_by_code().get(code)


def red_flags_in(texts: Sequence[str]) -> list[RedFlag]:
    """Return the signs in any of the texts that want urgent care."""
    keys = [search_key(text) for text in texts]
    return [
        flag
        for flag in shipped().red_flags
        if any(phrase in key for phrase in _phrases()[flag.code] for key in keys)
    ]


@cache
def complaints() -> dict[str, Term]:
    """Return every symptom and condition by code."""
    known = shipped()
    return {term.code: term for term in (*known.symptoms, *known.conditions)}


@cache
def ruled_out() -> dict[Kind, dict[str, Term]]:
    """Return what contraindications of each kind may name, by code."""
    known = shipped()
    return {
        "condition": {term.code: term for term in known.health_states},
        "medicine": {term.code: term for term in known.medicines},
        "allergy": {term.code: term for term in known.allergens},
    }


@cache
def sources() -> dict[str, Source]:
    """Return every source by code."""
    return {source.code: source for source in shipped().sources}


def _names(terms: Iterable[Term]) -> Lexicon:
    return lexicon(
        (name, term.code)
        for term in terms
        for name in (term.name_fa, term.name_en, *term.spellings)
    )


@cache
def _symptoms() -> Lexicon:
    return _names(shipped().symptoms)


@cache
def _health_states() -> Lexicon:
    return _names(shipped().health_states)


@cache
def _medicines() -> Lexicon:
    return _names(shipped().medicines)


@cache
def _allergens() -> Lexicon:
    return _names(shipped().allergens)


@cache
def _side_effects() -> Lexicon:
    return _names(shipped().side_effects)


@cache
def _side_effects_by_code() -> dict[str, Term]:
    return {term.code: term for term in shipped().side_effects}


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    return {
        flag.code: tuple(map(search_key, (*flag.phrases_fa, *flag.phrases_en)))
        for flag in shipped().red_flags
    }
