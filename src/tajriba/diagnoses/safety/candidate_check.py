"""Collecting what is known of a patient and of remedies for the contraindication check."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from tajriba.diagnoses.plans.stored_plans import Planned, stored_plans
from tajriba.diagnoses.safety.check_inputs import Person, Portion, Remedy, Unread
from tajriba.diagnoses.safety.contraindications import SafeCandidate, Verdict, judge, judge_in_turn
from tajriba.diagnoses.safety.safety_holds import held_remedies
from tajriba.kit.clock import date_of
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.entries import Herb, Text
from tajriba.knowledge.plants import plant_of
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import herb_entries, herb_entries_by_code, recommendation_facts
from tajriba.knowledge.vocabulary.terms import (
    allergens_in,
    health_states_in,
    herbs_in,
    medicine_classes_in,
    named_in,
    plants,
)
from tajriba.patients.access import cares_for
from tajriba.patients.age import youngest_months
from tajriba.patients.record import PatientRecord
from tajriba.patients.service import patient_record

_PREGNANT: Final = frozenset({"pregnancy", "trying_to_conceive"})


def check_candidates(
    tx: ReadTx, patient_id: int, recommendation_ids: Sequence[int], beside: Sequence[int] = ()
) -> list[Verdict]:
    """Return the gate's verdict on each recommendation alone, in the given order.

    `beside` are the recommendations that the patient takes already.
    """
    remedies = _remedies(tx, patient_id, [*beside, *recommendation_ids])
    person = _person(tx, patient_id)
    _, taken = judge_in_turn(person, [remedies[one] for one in beside])
    return [judge(person, remedies[one], taken) for one in recommendation_ids]


def check_together(tx: ReadTx, patient_id: int, planned: Sequence[Planned]) -> list[Verdict]:
    """Return the gate's verdict on each remedy of plans beside the safe ones before it.

    The days of a plan count where they are more than those of the remedy itself.
    """
    remedies = _remedies(tx, patient_id, [one.recommendation_id for one in planned])
    person = _person(tx, patient_id)
    as_planned = [_for_days(remedies[one.recommendation_id], one.duration_days) for one in planned]
    return judge_in_turn(person, as_planned)[0]


def _for_days(remedy: Remedy, days: int | None) -> Remedy:
    return remedy if days is None else replace(remedy, days=max(days, remedy.days or 0))


def safe_correctives(
    tx: ReadTx, patient_id: int, recommendation_ids: Sequence[int]
) -> dict[int, Text]:
    """Return the correctives of remedies by id, where the gate lets the remedy pass with them.

    Left out are those that name what the patient must not have, and those of unknown herbs.
    """
    remedies = _remedies(tx, patient_id, recommendation_ids)
    person = _person(tx, patient_id)
    words = {ref: one.herb.correctives for ref, one in remedies.items() if one.herb is not None}
    named = {ref: _named_in(text) for ref, text in words.items()}
    herbs = herb_entries_by_code(
        tx, sorted({code for codes, _ in named.values() for code in codes})
    )
    found = {}
    for ref, (codes, allergens) in named.items():
        before = remedies[ref]
        beside = replace(
            before,
            allergens=before.allergens | allergens,
            correctives=tuple(_with_ingredients(codes, herbs)),
            shipped=False,  # a corrective eases a remedy that passed; what it names is not offered
        )
        if isinstance(judge(person, beside), SafeCandidate):
            found[ref] = words[ref]
    return found


def _named_in(text: Text) -> tuple[list[str], frozenset[str]]:
    """Return the herbs and the allergens that the words in either language name."""
    fa, en = named_in(text.fa), named_in(text.en)
    return list(dict.fromkeys([*fa[0], *en[0]])), fa[1] | en[1]


def _person(tx: ReadTx, patient_id: int) -> Person:
    person = person_of(patient_record(tx, patient_id), date_of(tx.now))
    planned = frozenset(one.recommendation_id for _, one in stored_plans(tx, patient_id))
    held = held_remedies(tx, patient_id)
    known = replace(person, planned=planned)
    return _with_held(known, held, _remedies(tx, patient_id, list(held))) if held else known


def _with_held(person: Person, held: Mapping[int, bool], remedies: Mapping[int, Remedy]) -> Person:
    """Return a person with the remedies that are held back, by whether they may be allergic."""
    herbs = [(herb, held[ref]) for ref, one in remedies.items() for herb in one.herbs]
    return replace(
        person,
        held=frozenset(held),
        held_plants=frozenset(plant_of(herb) for herb, _ in herbs),
        kin_allergens=frozenset(
            rule.what
            for herb, allergic in herbs
            for rule in herb.contraindications
            if allergic and rule.kind == "allergy" and rule.what
        ),
    )


def _remedies(tx: ReadTx, patient_id: int, recommendation_ids: Sequence[int]) -> dict[int, Remedy]:
    facts = recommendation_facts(tx, list(dict.fromkeys(recommendation_ids)))
    entries = herb_entries(tx, list({one.herb_id for one in facts.values()}))
    codes = {code for one in facts.values() for code in one.additions}
    codes |= {part.herb for entry in entries.values() for part in entry.ingredients}
    more = herb_entries_by_code(tx, sorted(codes))
    parts = {part.herb for entry in more.values() for part in entry.ingredients}
    more = more | herb_entries_by_code(tx, sorted(parts - more.keys()))
    carers = {
        author: cares_for(tx, author, patient_id)
        for author in {one.author_id for one in facts.values() if not one.reviewed}
        if author is not None
    }
    return {
        ref: _remedy(one, entries.get(one.herb_id), more, carers.get(one.author_id or 0, False))
        for ref, one in facts.items()
    }


def _remedy(
    facts: RecommendationFacts, entry: Herb | None, more: Mapping[str, Herb], by_carer: bool
) -> Remedy:
    """Return what the gate is told of a remedy; what its author's patients may have is reviewed."""
    named = (*facts.additions, *(part.herb for part in (entry.ingredients if entry else ())))
    return Remedy(
        recommendation_id=facts.id,
        herb=entry if all(code in more for code in named) else None,
        reviewed=facts.reviewed or (by_carer and not facts.withdrawn and facts.refusal is None),
        daily_g=facts.daily_g,
        route=facts.route,
        part=facts.part,
        days=facts.duration_days,
        min_age=facts.min_age,
        allergens=_allergens(facts.preparation.fa) | _allergens(facts.preparation.en),
        additions=tuple(_with_ingredients(facts.additions, more)),
        ingredients=tuple(
            Portion(more[part.herb], _grams(facts.daily_g, part.share))
            for part in (entry.ingredients if entry else ())
            if part.herb in more
        ),
        shipped=facts.origin == "shipped",
    )


def _with_ingredients(codes: Sequence[str], entries: Mapping[str, Herb]) -> Iterator[Herb]:
    """Yield each herb and, of a compound, what it is made of."""
    for entry in (entries[code] for code in codes if code in entries):
        yield entry
        yield from (entries[part.herb] for part in entry.ingredients if part.herb in entries)


def _grams(whole: float | None, share: float | None) -> float | None:
    """Return the grams of an ingredient, of an unknown share the most that it can be."""
    return whole if whole is None or share is None else whole * share


def _allergens(preparation: str | None) -> frozenset[str]:
    return named_in(preparation)[1] if preparation else frozenset()


def unread_of(tx: ReadTx, patient_id: int) -> tuple[Unread, ...]:
    """Return what of a patient's record was not understood."""
    return _person(tx, patient_id).unread


def person_of(record: PatientRecord, today: date) -> Person:
    """Return what the gate needs of a record; words that no term matches are kept as unread."""
    conditions, unread_conditions = health_states_in(record.conditions)
    medicines, unread_medicines = medicine_classes_in(record.medicines)
    allergens, unread_allergies = allergens_in(record.allergies)
    return Person(
        months=None if record.birth_year is None else youngest_months(record.birth_year, today),
        sex=record.sex,
        pregnant=True if conditions & _PREGNANT else record.pregnant,
        nursing=True if "nursing" in conditions else record.nursing,
        conditions=conditions,
        medicines=medicines,
        allergens=allergens,
        allergy_herbs=tuple(
            (plants().get(code, code), text) for code, text in herbs_in(record.allergies).items()
        ),
        unread=(
            *(Unread("condition", text) for text in unread_conditions),
            *(Unread("medicine", text) for text in unread_medicines),
            *(Unread("allergy", text) for text in unread_allergies),
        ),
    )
