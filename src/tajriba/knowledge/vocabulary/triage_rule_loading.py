"""The triage that the signs and red flags of a catalogue make. Pure."""

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue.catalogue import Catalogue
from tajriba.nlp.tokenization import words_of
from tajriba.triage.measurements import Measurement
from tajriba.triage.rules import Rule, Rules, parse
from tajriba.triage.sign_trie import NO_SIGN
from tajriba.triage.signs import SignFinder
from tajriba.triage.triage import Triage
from tajriba.triage.vocabulary import Vocabulary


def triage(catalogue: Catalogue) -> Triage:
    """Return the triage by a catalogue that was found valid."""
    return Triage(
        _vocabulary(catalogue),
        Rules(
            Rule(flag.code, flag.urgency, tuple(map(parse, flag.when)), frozenset(flag.unless))
            for flag in catalogue.red_flags
        ),
        frozenset(sign.code for sign in catalogue.signs if sign.fact),
    )


def _vocabulary(catalogue: Catalogue) -> Vocabulary:
    names = [(sign.code, (*sign.fa, *sign.en)) for sign in catalogue.signs]
    names += [(NO_SIGN, (*one.fa, *one.en)) for one in catalogue.harmless]
    parts = frozenset(sign.code for sign in catalogue.signs if sign.part)
    return Vocabulary(
        finder=SignFinder(names, _other_words(catalogue)),
        parts=parts,
        whole=_whole(catalogue) - parts,
        complaints=_complaints(catalogue),
        serious=frozenset(sign.code for sign in catalogue.signs if sign.serious),
        passing=frozenset(sign.code for sign in catalogue.signs if sign.passing),
        noticed=frozenset(sign.code for sign in catalogue.signs if sign.noticed),
        degrees=frozenset(sign.code for sign in catalogue.signs if sign.degree),
        effort=frozenset(sign.code for sign in catalogue.signs if sign.effort),
        ages=frozenset(sign.code for sign in catalogue.signs if sign.age),
        measurements=tuple(
            Measurement(one.code, frozenset(one.of), one.at_least, one.at_most, one.counts)
            for one in catalogue.measurements
        ),
    )


def _other_words(catalogue: Catalogue) -> frozenset[str]:
    """Return the words of the names of medicines, health states, allergens and herbs."""
    members = [(one.name_fa, one.name_en, *one.spellings) for one in catalogue.members]
    herbs = [(one.name_fa, one.name_en, *one.spellings) for one in catalogue.herbs]
    return frozenset(
        word for names in (*members, *herbs) for name in names for word in words_of(name)
    )


def _whole(catalogue: Catalogue) -> frozenset[str]:
    """Return the signs that no rule joins to another one by "+"."""
    groups = [
        group
        for flag in catalogue.red_flags
        for condition in map(parse, flag.when)
        for group in condition.groups
    ]
    joined = {code for group in groups if len(group) > 1 for one in group for code in one}
    return frozenset(sign.code for sign in catalogue.signs) - joined


def _complaints(catalogue: Catalogue) -> frozenset[str]:
    terms = (*catalogue.symptoms, *catalogue.side_effects)
    return frozenset(
        search_key(name) for term in terms for name in (term.name_fa, term.name_en, *term.spellings)
    )
