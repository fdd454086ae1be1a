"""Whether a word is a form of an everyday word. Pure."""

from tajriba.nlp.morphology.stemming import forms
from tajriba.nlp.morphology.verbs import verb_of


def is_one_of(word: str, names: frozenset[str]) -> bool:
    """Return whether a folded word, or what it may be a form of, is in a set."""
    return word in names or not names.isdisjoint(forms(word))


def infinitive(word: str) -> str:
    """Return the infinitive of a verb form, an empty text for any other word."""
    found = verb_of(word)
    return found[0] if found else ""
