"""The rules that knowledge files must satisfy. Each rule yields every violation."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue.dose_faults import dose_ranges, doses, route_words
from tajriba.knowledge.catalogue.red_flag_faults import faults
from tajriba.knowledge.catalogue.validated_catalogue import Knowledge, Problem
from tajriba.knowledge.entries import (
    UNSOURCED,
    Contraindication,
    Opinion,
    Poison,
    Recommendation,
    Term,
)
from tajriba.knowledge.plants import plant_of

MIN_RECOMMENDATIONS: Final = 3
MIN_SAFE_FOR_EVERYONE: Final = 2


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Rule = Callable[[Knowledge], Iterator[Problem]]


def problems(knowledge: Knowledge) -> list[Problem]:
    """Return everything that is wrong, in the order of the rules."""
    return [problem for rule in _RULES for problem in rule(knowledge)]


def _codes(entries: Iterable[_Coded]) -> frozenset[str]:
    return frozenset(entry.code for entry in entries)


def _unknown(where: str, codes: Iterable[str], known: frozenset[str]) -> Iterator[Problem]:
    return (Problem(where, "unknown_code", code) for code in codes if code not in known)


def _terms(knowledge: Knowledge) -> dict[str, tuple[Term, ...]]:
    return {
        "symptom": knowledge.symptoms,
        "condition": knowledge.conditions,
        "herb": knowledge.herbs,
        "side_effect": knowledge.side_effects,
        "health_state": knowledge.health_states,
        "medicine": knowledge.medicines,
        "allergen": knowledge.allergens,
        "constituent": knowledge.constituents,
        "poison": knowledge.poisons,
        "preparation": knowledge.preparations,
    }


def _duplicate_codes(knowledge: Knowledge) -> Iterator[Problem]:
    kinds: dict[str, tuple[_Coded, ...]] = {
        **_terms(knowledge),
        "source": knowledge.sources,
        "recommendation": knowledge.recommendations,
        "red_flag": knowledge.red_flags,
    }
    for kind, entries in kinds.items():
        for code, times in Counter(entry.code for entry in entries).items():
            if times > 1:
                yield Problem(f"{kind} {code}", "duplicate_code", f"{times} times")


def _shared_names(knowledge: Knowledge) -> Iterator[Problem]:
    """A name must lead to the same classes of its kind, whatever its spelling and entry."""
    for kind, terms in _terms(knowledge).items():
        owners: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for term in terms:
            if isinstance(term, Poison) and term.herbs:
                continue  # these names are of a herb: latex is one thing of a fig, one of a poppy
            for name in (term.name_fa, term.name_en, *term.spellings):
                owners[search_key(name)].add((term.code,))
        for member in (one for one in knowledge.members if one.kind == kind):
            for name in (member.name_fa, member.name_en, *member.spellings):
                owners[search_key(name)].add(tuple(sorted(member.codes)))
        for name, found in owners.items():
            if len(found) > 1:
                codes = sorted({code for each in found for code in each})
                where = codes[0] if codes else name
                yield Problem(f"{kind} {where}", "shared_name", f"{name} ({codes})")


def _phrases(knowledge: Knowledge) -> Iterator[Problem]:
    """A phrase of a side effect must not be the name of another one."""
    owners = {
        search_key(name): term.code
        for term in knowledge.side_effects
        for name in (term.name_fa, term.name_en, *term.spellings)
    }
    for effect in knowledge.side_effects:
        for text in effect.told:
            if owners.get(search_key(text), effect.code) != effect.code:
                yield Problem(f"side_effect {effect.code}", "phrase_is_a_name", text)


def _members(knowledge: Knowledge) -> Iterator[Problem]:
    """A member belongs to classes of its own kind."""
    classes = {
        "medicine": _codes(knowledge.medicines),
        "health_state": _codes(knowledge.health_states),
        "allergen": _codes(knowledge.allergens),
    }
    for one in knowledge.members:
        yield from _unknown(f"{one.kind} {one.name_en}", one.codes, classes[one.kind])


def _symptom_and_condition(knowledge: Knowledge) -> Iterator[Problem]:
    """A symptom may share its code with a condition only where they are the same thing."""
    conditions = {condition.code: condition.name_fa for condition in knowledge.conditions}
    for symptom in knowledge.symptoms:
        if conditions.get(symptom.code, symptom.name_fa) != symptom.name_fa:
            yield Problem(f"symptom {symptom.code}", "two_meanings", symptom.name_fa)


def _condition_symptoms(knowledge: Knowledge) -> Iterator[Problem]:
    known = _codes(knowledge.symptoms)
    for condition in knowledge.conditions:
        yield from _unknown(f"condition {condition.code}", condition.symptoms, known)


def _herb_references(knowledge: Knowledge) -> Iterator[Problem]:
    sources = _codes(knowledge.sources)
    complaints = _codes(knowledge.symptoms) | _codes(knowledge.conditions)
    for herb in knowledge.herbs:
        where = f"herb {herb.code}"
        yield from _unknown(where, herb.cited, sources)
        yield from _unknown(where, herb.indications, complaints)
    for poison in knowledge.poisons:
        yield from _unknown(f"poison {poison.code}", (poison.source,), sources)
        yield from _unknown(f"poison {poison.code}", poison.herbs, _codes(knowledge.herbs))


def _vague_sources(knowledge: Knowledge) -> Iterator[Problem]:
    """What has no source says so; "general" names none and hides that."""
    for one in knowledge.sources:
        if one.code == "general":
            yield Problem("source general", "vague_source", f"name one, or write {UNSOURCED}")


def _herb_parts(knowledge: Knowledge) -> Iterator[Problem]:
    for herb in knowledge.herbs:
        if not herb.parts:
            yield Problem(f"herb {herb.code}", "parts_unstated", "which part is used")
        for part, times in Counter(herb.parts).items():
            if times > 1:
                yield Problem(f"herb {herb.code}", "repeated_part", part)


def _plant_ids(knowledge: Knowledge) -> Iterator[Problem]:
    """A plant id is of one species and a species has one, whichever parts of it have entries."""
    plants: dict[str, str] = {}
    ids: dict[str, str] = {}
    for herb in knowledge.herbs:
        if herb.wfo is None:
            continue
        plant = plant_of(herb)
        if (
            plants.setdefault(herb.wfo, plant) != plant
            or ids.setdefault(plant, herb.wfo) != herb.wfo
        ):
            yield Problem(f"herb {herb.code}", "shared_plant_id", f"{herb.wfo} ({plant})")


def _substitutes(knowledge: Knowledge) -> Iterator[Problem]:
    known = _codes(knowledge.herbs)
    for herb in knowledge.herbs:
        where = f"herb {herb.code}"
        yield from _unknown(where, herb.substitutes, known)
        if herb.code in herb.substitutes:
            yield Problem(where, "own_substitute", herb.code)


def _opinions(knowledge: Knowledge) -> Iterator[Problem]:
    for herb in knowledge.herbs:
        where = f"herb {herb.code}"
        preferred = sum(one.preferred for one in herb.opinions)
        if preferred != 1:
            yield Problem(where, "preferred_opinions", f"{preferred} instead of 1")
        for opinion in herb.opinions:
            yield from _opinion(where, opinion)


def _opinion(where: str, opinion: Opinion) -> Iterator[Problem]:
    if opinion.hot is not None and opinion.cold is not None:
        yield Problem(where, "contradictory_opinion", f"hot and cold ({opinion.source})")
    if opinion.wet is not None and opinion.dry is not None:
        yield Problem(where, "contradictory_opinion", f"wet and dry ({opinion.source})")
    if opinion.warmth is None and opinion.moisture is None:
        yield Problem(where, "empty_opinion", opinion.source)


def _contraindications(knowledge: Knowledge) -> Iterator[Problem]:
    vocabulary = {
        "condition": _codes(knowledge.health_states),
        "medicine": _codes(knowledge.medicines),
        "allergy": _codes(knowledge.allergens),
    }
    for herb in knowledge.herbs:
        for one in herb.contraindications:
            yield from _contraindication(f"herb {herb.code}", one, vocabulary)


def _contraindication(
    where: str, one: Contraindication, vocabulary: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    if (one.kind == "age") != (one.min_age is not None):
        yield Problem(where, "misplaced_min_age", one.kind)
    if (one.kind in vocabulary) != (one.what is not None):
        yield Problem(where, "misplaced_what", one.kind)
    if one.what is not None:
        yield from _unknown(where, (one.what,), vocabulary.get(one.kind, frozenset({one.what})))


def _recommendation_references(knowledge: Knowledge) -> Iterator[Problem]:
    herbs, conditions = _codes(knowledge.herbs), _codes(knowledge.conditions)
    emergencies = {one.code for one in knowledge.conditions if one.refer == "now"}
    for one in knowledge.recommendations:
        where = f"recommendation {one.code}"
        yield from _unknown(where, (one.herb, *one.additions), herbs)
        yield from _unknown(where, (one.condition,), conditions)
        if one.condition in emergencies:
            yield Problem(where, "remedy_of_emergency", one.condition)


def _posology(knowledge: Knowledge) -> Iterator[Problem]:
    """What is summed has a maximum to be summed against, and what is limited is a part it has."""
    constituents, herbs = _codes(knowledge.constituents), _codes(knowledge.herbs)
    for herb in knowledge.herbs:
        where = f"herb {herb.code}"
        yield from _unknown(where, herb.constituents, constituents)
        yield from _unknown(where, (one.herb for one in herb.ingredients), herbs)
        if sum(one.share or 0.0 for one in herb.ingredients) > 1 + 1e-9:
            yield Problem(where, "shares_above_one", "the shares of the ingredients")
        if herb.constituents and herb.dose.max_daily_g is None:
            yield Problem(where, "maximum_unstated", f"for {herb.constituents[0]}")
        for one in herb.posology:
            if one.part is not None and one.part not in herb.parts:
                yield Problem(where, "unknown_part", one.part)


def _coverage(knowledge: Knowledge) -> Iterator[Problem]:
    """Known without a remedy is allowed; with some there must be a choice, safe for anybody."""
    safe_herbs = {herb.code for herb in knowledge.herbs if herb.safe_for_everyone}
    remedies: dict[str, list[Recommendation]] = defaultdict(list)
    for one in knowledge.recommendations:
        remedies[one.condition].append(one)
    for code in (one.code for one in knowledge.conditions if one.code in remedies):
        mine = [one for one in remedies[code] if one.reviewed]
        safe = sum(one.herb in safe_herbs for one in mine)
        if len(mine) < MIN_RECOMMENDATIONS:
            yield Problem(f"condition {code}", "too_few_recommendations", str(len(mine)))
        if safe < MIN_SAFE_FOR_EVERYONE:
            yield Problem(f"condition {code}", "too_few_safe_for_everyone", str(safe))


def _red_flags(knowledge: Knowledge) -> Iterator[Problem]:
    return (Problem(*fault) for fault in faults(knowledge))


_RULES: Final[tuple[Rule, ...]] = (
    _duplicate_codes,
    _shared_names,
    _phrases,
    _members,
    _symptom_and_condition,
    _condition_symptoms,
    _herb_references,
    _vague_sources,
    _herb_parts,
    _plant_ids,
    _substitutes,
    _opinions,
    _contraindications,
    _recommendation_references,
    dose_ranges,
    _posology,
    doses,
    route_words,
    _coverage,
    _red_flags,
)
