"""The vocabulary in use: what free text of patients and practitioners means.

They are those of one catalogue for the whole process: the shipped one until `put_in_force`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, Literal, NotRequired, TypedDict

from tajriba.kit.i18n import Lang
from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue.catalogue import Catalogue, load_catalogue
from tajriba.knowledge.catalogue.red_flag_entries import RedFlag
from tajriba.knowledge.dosage.preparation_words import RouteWords
from tajriba.knowledge.entries import Kind, SideEffect, Source, Term
from tajriba.knowledge.vocabulary.words import ReadKind, TermMapping, Words, poison_kind
from tajriba.nlp.context.denial import is_denial
from tajriba.nlp.reader import Reading
from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import tokenize
from tajriba.triage.findings import Findings
from tajriba.triage.rules import Urgency
from tajriba.triage.triage import Assessment

LineKind = Literal["red_flag", "medicine", "health_state", "allergen", "reaction"]
"""What `understood` reads a line as."""

Recognised = tuple[frozenset[str], tuple[str, ...]]
"""The codes that were recognised, and the parts of the texts that were not understood."""

_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {"allergen": ("herb",)}
_MIN_PART: Final = 3

_in_force: list[Words] = []


@cache
def shipped() -> Catalogue:
    """Return the shipped knowledge, read once."""
    return load_catalogue()


def in_force() -> Catalogue:
    """Return the catalogue whose words this process knows."""
    return words().catalogue


def put_in_force(catalogue: Catalogue, mappings: tuple[TermMapping, ...] = ()) -> None:
    """Have this process know these words from now on, and no others."""
    now = _in_force[0] if _in_force else None
    if now is None or now.catalogue is not catalogue or now.mappings != mappings:
        _in_force[:] = [Words(catalogue, mappings)]


def words() -> Words:
    """Return the words that this process knows."""
    if not _in_force:
        put_in_force(shipped())
    return _in_force[0]


def make_ready() -> None:
    """Make ready what reading needs, so that the first who writes does not wait for it."""
    known = words()
    known.reader.make_ready()
    known.triage.make_ready()


def read(text: str, kind: ReadKind) -> Reading:
    """Return all that a line names of a kind, and what of it was not understood.

    Lines of allergies may name herbs, too.
    """
    return words().reader.read(text, kind, *_BESIDE.get(kind, ()))


class Understood(TypedDict):
    """What was understood of a line: codes, parts that were not, and for signs of danger how
    soon somebody must be seen (None: nothing urgent)."""

    codes: list[str]
    unread: list[str]
    herbs: NotRequired[list[str]]
    urgency: NotRequired[Urgency | None]


def understood(text: str, kind: LineKind) -> Understood:
    """Return what was understood of a line. A herb in a line of allergies has the code `herb`."""
    if kind == "red_flag":
        signs = assess([text])
        codes, unread = list(signs.urgencies), list(signs.unread)
        return Understood(codes=codes, unread=unread, urgency=signs.urgency)
    reading = read(text, kind)
    found = Understood(
        codes=list(reading.codes_of(kind)), unread=[span.text for span in reading.unread]
    )
    if kind == "allergen":
        herbs = list(reading.codes_of("herb"))
        found["herbs"] = herbs
        if herbs and not found["codes"]:
            found["codes"] = ["herb"]
    return found


def _read_all(texts: Sequence[str], kind: ReadKind) -> Recognised:
    readings = [read(text, kind) for text in texts]
    codes = frozenset(code for one in readings for code in one.codes_of(kind))
    return codes, tuple(span.text for one in readings for span in one.unread)


def symptom_codes(texts: Sequence[str]) -> Recognised:
    """Return the symptoms that the texts name, and what names none."""
    return _read_all(texts, "symptom")


def unread_symptoms(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of a complaint in which nothing was understood: no symptom, no side effect,
    no illness and no sign of danger. What is denied was understood."""
    return tuple(part for text in texts for part in _unread_symptoms(words(), text))


@lru_cache(maxsize=1024)
def _unread_symptoms(words: Words, text: str) -> tuple[str, ...]:
    reading = words.reader.read(text, "symptom", "reaction", "health_state")
    clauses = {token.start: token.clause for token in tokenize(text)}
    understood = {clauses.get(one.start) for one in reading.concepts}
    parts = (one.text for one in reading.unread if clauses.get(one.start) not in understood)
    return tuple(part for part in parts if not words.triage.read([part]).signs)


def health_states_in(texts: Sequence[str]) -> Recognised:
    """Return the health states that the texts name, and what names none."""
    return _read_all(texts, "health_state")


def medicine_classes_in(texts: Sequence[str]) -> Recognised:
    """Return the medicine classes that the texts name, and what names none."""
    return _read_all(texts, "medicine")


def allergens_in(texts: Sequence[str]) -> Recognised:
    """Return the allergens that the texts name, and what names neither one nor a herb."""
    return _read_all(texts, "allergen")


def herbs_in(texts: Sequence[str]) -> dict[str, str]:
    """Return the herbs that texts of allergies may mean, by code, each with the words for it.

    What was not understood means every herb whose name has its words: «نعناع» is any mint.
    """
    found: dict[str, str] = {}
    for text in texts:
        reading = read(text, "allergen")
        named = reading.codes_of("herb")
        parts = [one.text for one in reading.concepts if one.counts]
        parts += [span.text for span in reading.unread]
        found |= dict.fromkeys(
            (*named, *(code for part in parts for code in _herbs_with(part))), text
        )
    return found


def _herbs_with(text: str) -> frozenset[str]:
    tokens = [token.text for token in tokenize(text)]
    named = [word for word in tokens if word not in UNNAMED and len(word) >= _MIN_PART]
    by_word = words().herb_words
    herbs = [by_word.get(word, frozenset[str]()) for word in named]
    return frozenset[str].intersection(*herbs) if herbs else frozenset()


def side_effects_in(text: str) -> tuple[tuple[str, SideEffect | None], ...]:
    """Return the side effects that a text names: each as it is called, with its term if known.

    A part in which nothing is known is an effect as it was typed; what is denied is none.
    """
    return _side_effects_in(words(), text)


@lru_cache(maxsize=1024)
def _side_effects_in(words: Words, text: str) -> tuple[tuple[str, SideEffect | None], ...]:
    reading = words.reader.read(text, "reaction")
    if not reading.concepts:
        return ((text, None),) if reading.unread else ()
    terms = [words.side_effects_by_code[code] for code in reading.codes]
    clauses = {token.start: token.clause for token in tokenize(text)}
    read_in = {clauses[one.start] for one in reading.concepts}
    typed = [one.text for one in reading.unread if clauses[one.start] not in read_in]
    return (*((term.name_fa, term) for term in terms), *((name, None) for name in typed))


def in_language(name: str, lang: Lang) -> str:
    """Return the very name of a symptom or a side effect as a language has it.

    What is no such name is somebody's own words: it stays as it is.
    """
    term = words().felt.get(search_key(name))
    if term is None:
        return name
    return term.name_fa if lang == "fa" else term.name_en


def tells_of_no_side_effect(text: str) -> bool:
    """Return whether a text says that there was none: "none", «ندارد», "-"."""
    if not tokenize(text):
        return True
    return is_denial(text) and not read(text, "reaction").concepts


def side_effect_term(code: str) -> SideEffect | None:
    """Return the side effect of a code, None for one that is no longer known."""
    return words().side_effects_by_code.get(code)


def assess(texts: Iterable[str], facts: Iterable[str] = ()) -> Assessment:
    """Return what is urgent in all texts of one complaint together, beside what is known."""
    return words().triage.assess(texts, facts)


def findings_in(texts: Iterable[str]) -> Findings:
    """Return what all texts of one complaint tell, for `judge`."""
    return words().triage.read(texts)


def judge(findings: Findings, facts: Iterable[str]) -> Mapping[str, Urgency]:
    """Return how urgent each sign of danger is that findings make with what is known."""
    return words().triage.judge(findings, facts)


def judge_of_anybody(findings: Findings, facts: Iterable[str]) -> Mapping[str, Urgency]:
    """Return how urgent each sign of danger is at most, whatever a record tells and whichever of
    these facts are known."""
    return words().triage.judge_of_anybody(findings, facts)


def facts_in(texts: Sequence[str]) -> frozenset[str]:
    """Return what the texts of a record tell that matters for urgency."""
    return words().triage.facts_in(texts)


def red_flag(code: str) -> RedFlag | None:
    """Return the sign of danger of a code, None for one that is no longer known."""
    return words().red_flags.get(code)


def complaints() -> dict[str, Term]:
    """Return every symptom and condition by code."""
    return words().complaints


def herbs() -> dict[str, Term]:
    """Return every herb by code."""
    return words().herbs


def plants() -> dict[str, str]:
    """Return the plant of every herb by the herb's code."""
    return words().plants


def route_words() -> RouteWords:
    """Return the words of preparations that tell of a route."""
    return words().routes


def constituents() -> dict[str, Term]:
    """Return every constituent that is summed over herbs, by code."""
    return words().constituents


def named_in(preparation: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the codes of the herbs and of the allergens that the words of a preparation name."""
    return _named_in(words(), preparation)


@lru_cache(maxsize=4096)
def _named_in(words: Words, text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    reading = words.reader.read(text, "herb", "allergen")
    return reading.codes_of("herb"), frozenset(reading.codes_of("allergen"))


def poisons_in(text: str, herb: str | None = None) -> tuple[str, ...]:
    """Return the codes of what `text` names that is never a remedy, of a herb its own as well."""
    known = words()
    found = known.reader.read(text, "poison").codes
    if herb is None or herb not in known.guarded:
        return found
    return found + known.reader.read(text, poison_kind(herb)).codes


def has_poisonous_parts(herb: str) -> bool:
    """Return whether another part or a relative of a herb is a poison."""
    return herb in words().guarded


def ruled_out() -> dict[Kind, dict[str, Term]]:
    """Return what contraindications of each kind may name, by code."""
    return words().ruled_out


def sources() -> dict[str, Source]:
    """Return every source by code."""
    return words().sources
