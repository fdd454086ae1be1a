"""The words of a catalogue, made ready to recognise them in what people write. Pure."""

from collections.abc import Iterable
from functools import cached_property

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue import Catalogue
from tajriba.knowledge.entries import Kind, RedFlag, Source, Term
from tajriba.knowledge.lexicon import Lexicon, lexicon


class Words:
    """What a catalogue calls things; each part is made when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def symptoms(self) -> Lexicon:
        """Symptoms by any name."""
        return _names(self.catalogue.symptoms)

    @cached_property
    def health_states(self) -> Lexicon:
        """Health states by any name."""
        return _names(self.catalogue.health_states)

    @cached_property
    def medicines(self) -> Lexicon:
        """Medicine classes by any name."""
        return _names(self.catalogue.medicines)

    @cached_property
    def allergens(self) -> Lexicon:
        """Allergens by any name."""
        return _names(self.catalogue.allergens)

    @cached_property
    def side_effects(self) -> Lexicon:
        """Side effects by any name."""
        return _names(self.catalogue.side_effects)

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
    def sources(self) -> dict[str, Source]:
        """Sources by code."""
        return {source.code: source for source in self.catalogue.sources}

    @cached_property
    def red_flags(self) -> tuple[tuple[RedFlag, tuple[str, ...]], ...]:
        """Every sign of danger, with the search keys of its phrases."""
        return tuple(
            (flag, tuple(map(search_key, (*flag.phrases_fa, *flag.phrases_en))))
            for flag in self.catalogue.red_flags
        )


def _names(terms: Iterable[Term]) -> Lexicon:
    return lexicon(
        (name, term.code)
        for term in terms
        for name in (term.name_fa, term.name_en, *term.spellings)
    )
