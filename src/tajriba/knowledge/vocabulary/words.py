"""The words of a catalogue, made ready to recognise them in what people write. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal, NamedTuple

from tajriba.kit.text import fold, search_key
from tajriba.knowledge.catalogue.catalogue import Catalogue
from tajriba.knowledge.catalogue.red_flag_entries import RedFlag
from tajriba.knowledge.dosage.preparation_words import RouteWords
from tajriba.knowledge.entries import Herb, Kind, Member, SideEffect, Source, Term
from tajriba.knowledge.plants import plant_of
from tajriba.knowledge.vocabulary.triage_rule_loading import triage
from tajriba.nlp.matching.gazetteer import Name as VocabularyName
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.reader import Reader
from tajriba.nlp.tokenization import tokenize
from tajriba.triage.triage import Triage

ReadKind = Literal["medicine", "health_state", "allergen", "reaction", "symptom"]
"""What a line may be read as."""

MappedKind = Literal["medicine", "health_state", "allergen"]
"""What a record's words name: those that a clinician may map where they are unread."""

_PAIR: Final = 2
_RULED: Final[Mapping[MappedKind, Kind]] = {
    "medicine": "medicine",
    "health_state": "condition",
    "allergen": "allergy",
}


class TermMapping(NamedTuple):
    """A word and what it means by a clinician's decision: codes of its kind, of herbs too where it
    is an allergen. Without codes it is known, and no rule speaks of it."""

    kind: MappedKind
    text: str
    codes: tuple[str, ...]


def term_key(text: str) -> str:
    """Return the letters and digits of a text in one spelling, as names are compared in reading."""
    return "".join(token.text for token in tokenize(text))


class Words:
    """What a catalogue, and the clinicians of an installation, call things; each part is made when
    it is first asked for. A mapping to what the catalogue no longer holds is left out."""

    def __init__(self, catalogue: Catalogue, mappings: tuple[TermMapping, ...] = ()) -> None:
        self.catalogue = catalogue
        self.mappings = mappings

    def knows(self, kind: MappedKind, code: str) -> bool:
        """Return whether there is a class of this kind, or a herb where it is an allergen."""
        if kind == "allergen" and code in self.herbs:
            return True
        return code in self.ruled_out[_RULED[kind]]

    def _mapped(self, kind: MappedKind, *, herbs: bool = False) -> list[VocabularyName]:
        found = []
        for mapping in self.mappings:
            if mapping.kind != kind or not all(self.knows(kind, each) for each in mapping.codes):
                continue
            among = self.herbs if herbs else self.ruled_out[_RULED[kind]]
            codes = tuple(code for code in mapping.codes if code in among)
            if codes or not (herbs or mapping.codes):
                found.append(VocabularyName(mapping.text, codes))
        return found

    @cached_property
    def reader(self) -> Reader:
        """What reads free text; the kinds are those of `ReadKind`."""
        known = self.catalogue
        return Reader(
            {
                "symptom": _names(known.symptoms),
                "health_state": [
                    *_names(known.health_states),
                    *_members(known, "health_state"),
                    *self._mapped("health_state"),
                ],
                "medicine": [
                    *_names(known.medicines),
                    *_members(known, "medicine"),
                    *self._mapped("medicine"),
                ],
                "allergen": [
                    *_names(known.allergens),
                    *_members(known, "allergen"),
                    *self._mapped("allergen"),
                ],
                "herb": [*_herb_names(known.herbs), *self._mapped("allergen", herbs=True)],
                "reaction": [*_names(known.side_effects), *_told(known.side_effects)],
                "poison": _names(one for one in known.poisons if not one.herbs),
                **{
                    poison_kind(herb): _names(one for one in known.poisons if herb in one.herbs)
                    for herb in self.guarded
                },
            }
        )

    @cached_property
    def guarded(self) -> frozenset[str]:
        """Codes of the herbs that have a poisonous part or relative."""
        return frozenset(herb for poison in self.catalogue.poisons for herb in poison.herbs)

    @cached_property
    def herb_words(self) -> Mapping[str, frozenset[str]]:
        """Codes of herbs by each word of their names."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name in _herb_names(self.catalogue.herbs):
            for token in tokenize(name.text):
                found[token.text].update(name.codes)
        return {word: frozenset(codes) for word, codes in found.items()}

    @cached_property
    def side_effects_by_code(self) -> dict[str, SideEffect]:
        """Side effects by code."""
        return {term.code: term for term in self.catalogue.side_effects}

    @cached_property
    def felt(self) -> dict[str, Term]:
        """Symptoms and side effects by the keys of their names in each language."""
        terms = (*self.catalogue.side_effects, *self.catalogue.symptoms)
        return {search_key(name): one for one in terms for name in (one.name_fa, one.name_en)}

    @cached_property
    def complaints(self) -> dict[str, Term]:
        """Symptoms and conditions by code."""
        return {term.code: term for term in (*self.catalogue.symptoms, *self.catalogue.conditions)}

    @cached_property
    def herbs(self) -> dict[str, Term]:
        """Herbs by code."""
        return {term.code: term for term in self.catalogue.herbs}

    @cached_property
    def routes(self) -> RouteWords:
        """The words of preparations that tell of a route."""
        return RouteWords(self.catalogue.preparations)

    @cached_property
    def plants(self) -> dict[str, str]:
        """The plant of each herb, by the herb's code."""
        return {herb.code: plant_of(herb) for herb in self.catalogue.herbs}

    @cached_property
    def ruled_out(self) -> dict[Kind, dict[str, Term]]:
        """What contraindications of each kind may name, by code."""
        return {
            "condition": {term.code: term for term in self.catalogue.health_states},
            "medicine": {term.code: term for term in self.catalogue.medicines},
            "allergy": {term.code: term for term in self.catalogue.allergens},
        }

    def named(self, kind: str) -> tuple[Term | Member, ...]:
        """Return all that has a name of a kind that may be read: classes first, then members."""
        known = self.catalogue
        classes: Mapping[str, tuple[Term, ...]] = {
            "symptom": known.symptoms,
            "health_state": known.health_states,
            "medicine": known.medicines,
            "allergen": (*known.allergens, *known.herbs),
            "reaction": known.side_effects,
        }
        return (*classes[kind], *(one for one in known.members if one.kind == kind))

    @cached_property
    def constituents(self) -> dict[str, Term]:
        """What is summed over herbs, by code."""
        return {term.code: term for term in self.catalogue.constituents}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Sources by code."""
        return {source.code: source for source in self.catalogue.sources}

    @cached_property
    def red_flags(self) -> dict[str, RedFlag]:
        """Every sign of danger by code."""
        return {flag.code: flag for flag in self.catalogue.red_flags}

    @cached_property
    def triage(self) -> Triage:
        """What finds signs of danger."""
        return triage(self.catalogue)


def poison_kind(herb: str) -> str:
    """Return the kind by which the poisons of one herb are read."""
    return f"poison of {herb}"


def _names(terms: Iterable[Term]) -> list[VocabularyName]:
    return [
        VocabularyName(name, (term.code,))
        for term in terms
        for name in (term.name_fa, term.name_en, *term.spellings)
    ]


def _told(effects: Iterable[SideEffect]) -> list[VocabularyName]:
    """Return how people tell of effects, where no name means something else."""
    named = {term_key(name.text) for name in _names(effects)}
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for effect in effects:
        for text in (*effect.told, *map(_also, effect.told)):
            found[text][effect.code] = None
    return [
        VocabularyName(text, tuple(codes))
        for text, codes in found.items()
        if term_key(text) not in named
    ]


def _also(text: str) -> str:
    """Return a wording in another order of speech: «فشار رفتن بالا», "stiff joints"."""
    words = text.split()
    if len(words) == _PAIR and text.isascii():
        return f"{words[1]} {words[0]}"
    if len(words) > _PAIR and verb_of(fold(words[-1])) is not None:
        return " ".join((*words[:-2], words[-1], words[-2]))
    return text


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
