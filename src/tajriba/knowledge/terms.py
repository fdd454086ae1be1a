"""The words in force: what free text of patients and practitioners means.

They are those of one catalogue for the whole process: the shipped one until `put_in_force`.
"""

from collections.abc import Sequence
from functools import cache

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue import Catalogue, load_catalogue
from tajriba.knowledge.entries import Kind, RedFlag, Source, Term
from tajriba.knowledge.lexicon import recognise_all
from tajriba.knowledge.words import Words

Recognised = tuple[frozenset[str], tuple[str, ...]]
"""The codes that were recognised, and the texts in which none was."""

_in_force: list[Words] = []


@cache
def shipped() -> Catalogue:
    """Return the shipped knowledge, read once."""
    return load_catalogue()


def in_force() -> Catalogue:
    """Return the catalogue whose words this process knows."""
    return _words().catalogue


def put_in_force(catalogue: Catalogue) -> None:
    """Have this process know the words of a catalogue from now on, and no others."""
    if not _in_force or _in_force[0].catalogue is not catalogue:
        _in_force[:] = [Words(catalogue)]


def _words() -> Words:
    if not _in_force:
        put_in_force(shipped())
    return _in_force[0]


def symptom_codes(texts: Sequence[str]) -> Recognised:
    """Return the symptoms that the texts name, in any spelling, and the texts that name none."""
    return recognise_all(_words().symptoms, texts)


def health_states_in(texts: Sequence[str]) -> Recognised:
    """Return the health states that the texts name, and the texts that name none."""
    return recognise_all(_words().health_states, texts)


def medicine_classes_in(texts: Sequence[str]) -> Recognised:
    """Return the medicine classes that the texts name, and the texts that name none."""
    return recognise_all(_words().medicines, texts)


def allergens_in(texts: Sequence[str]) -> Recognised:
    """Return the allergens that the texts name, and the texts that name none."""
    return recognise_all(_words().allergens, texts)


def side_effect_of(name: str) -> Term | None:
    """Return the side effect that `name` is, in any spelling, None for one that is not known.

    A name inside a longer text does not count: "no nausea" is no nausea.
    """
    words = _words()
    code = words.side_effects.codes.get(search_key(name))
    return words.side_effects_by_code[code] if code else None


def side_effect_term(code: str) -> Term | None:
    """Return the side effect of a code, None for one that is no longer known."""
    return _words().side_effects_by_code.get(code)


def red_flags_in(texts: Sequence[str]) -> list[RedFlag]:
    """Return the signs in any of the texts that want urgent care."""
    keys = [search_key(text) for text in texts]
    return [
        flag
        for flag, phrases in _words().red_flags
        if any(phrase in key for phrase in phrases for key in keys)
    ]


def complaints() -> dict[str, Term]:
    """Return every symptom and condition by code."""
    return _words().complaints


def herbs() -> dict[str, Term]:
    """Return every herb by code."""
    return _words().herbs


def ruled_out() -> dict[Kind, dict[str, Term]]:
    """Return what contraindications of each kind may name, by code."""
    return _words().ruled_out


def sources() -> dict[str, Source]:
    """Return every source by code."""
    return _words().sources
