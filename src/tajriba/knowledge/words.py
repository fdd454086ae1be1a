"""The words of a catalogue, made ready to recognise them in what people write. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

from tajriba.knowledge.catalogue import Catalogue
from tajriba.knowledge.entries import Herb, Kind, Source, Term
from tajriba.nlp.gazetteer import Name as VocabularyName
from tajriba.nlp.reader import Reader
from tajriba.nlp.tokenization import tokenize

ReadKind = Literal["red_flag", "medicine", "health_state", "allergen", "reaction", "symptom"]
"""What a line may be read as."""


class Words:
    """What a catalogue calls things; each part is made when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def reader(self) -> Reader:
        """What reads free text; the kinds are those of `ReadKind`."""
        known = self.catalogue
        return Reader(
            {
                "symptom": _names(known.symptoms),
                "health_state": [*_names(known.health_states), *_members(known, "health_state")],
                "medicine": [*_names(known.medicines), *_members(known, "medicine")],
                "allergen": [*_names(known.allergens), *_members(known, "allergen")],
                "herb": _herb_names(known.herbs),
                "reaction": _names(known.side_effects),
                "poison": _names(known.poisons),
                "red_flag": [
                    VocabularyName(phrase, (flag.code,))
                    for flag in known.red_flags
                    for phrase in (*flag.phrases_fa, *flag.phrases_en)
                ],
            }
        )

    @cached_property
    def herb_words(self) -> Mapping[str, frozenset[str]]:
        """Codes of herbs by each word of their names."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name in _herb_names(self.catalogue.herbs):
            for token in tokenize(name.text):
                found[token.text].update(name.codes)
        return {word: frozenset(codes) for word, codes in found.items()}

    @cached_property
    def side_effects_by_code(self) -> dict[str, Term]:
        """Side effects by code."""
        return {term.code: term for term in self.catalogue.side_effects}

    @cached_property
    def complaints(self) -> dict[str, Term]:
        """Symptoms and conditions by code."""
        return {term.code: term for term in (*self.catalogue.symptoms, *self.catalogue.conditions)}

    @cached_property
    def herbs(self) -> dict[str, Term]:
        """Herbs by code."""
        return {term.code: term for term in self.catalogue.herbs}

    @cached_property
    def ruled_out(self) -> dict[Kind, dict[str, Term]]:
        """What contraindications of each kind may name, by code."""
        return {
            "condition": {term.code: term for term in self.catalogue.health_states},
            "medicine": {term.code: term for term in self.catalogue.medicines},
            "allergy": {term.code: term for term in self.catalogue.allergens},
        }

    @cached_property
    def constituents(self) -> dict[str, Term]:
        """What is summed over herbs, by code."""
        return {term.code: term for term in self.catalogue.constituents}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by code."""
        return {source.code: source for source in self.catalogue.sources}


def _names(terms: Iterable[Term]) -> list[VocabularyName]:
    return [
        VocabularyName(name, (term.code,))
        for term in terms
        for name in (term.name_fa, term.name_en, *term.spellings)
    ]


def _herb_names(herbs: Iterable[Herb]) -> list[VocabularyName]:
    latin = [VocabularyName(herb.name_latin, (herb.code,)) for herb in herbs]
    return [*_names(herbs), *latin]


def _members(catalogue: Catalogue, kind: str) -> list[VocabularyName]:
    return [
        VocabularyName(name, member.codes)
        for member in catalogue.members
        if member.kind == kind
        for name in (member.name_fa, member.name_en, *member.spellings)
    ]
