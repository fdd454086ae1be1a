"""Brings together what a plan's prediction rests on, and its fingerprint."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from tajriba.diagnoses.gate import SafeCandidate
from tajriba.diagnoses.matching import match_herbs
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import safe_plan
from tajriba.evidence.keys import ALL_KEY, MIZAJ_BY_NUMBER, Key, Level
from tajriba.evidence.service import (
    OwnEvidence,
    Published,
    own_evidence,
    published,
    published_cells,
)
from tajriba.kit.db import ReadTx
from tajriba.kit.mizaj import Mizaj
from tajriba.knowledge.core import Match
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import (
    ids_for_condition,
    ids_with_herb,
    knowledge_version,
    recommendation_facts,
)
from tajriba.patients.core import PatientRecord
from tajriba.patients.service import patient_record
from tajriba.predictions.champion import Champion, champion
from tajriba.predictions.core import CohortCounts, Counts, Evidence, MatchScore, PredictionInput
from tajriba.predictions.core.inputs import Habit, Kin
from tajriba.predictions.counting import counts_of, counts_of_published, together
from tajriba.predictions.habits import Experience, experiences, habit_of
from tajriba.predictions.kindred import kindred


@dataclass(frozen=True, slots=True)
class Around:
    """The remedies for the condition, and those with each herb of the plan."""

    condition: frozenset[int]
    by_herb: dict[int, frozenset[int]]

    def pair(self, herb_id: int) -> frozenset[int]:
        """The remedies with a herb for the condition."""
        return self.by_herb[herb_id] & self.condition


@dataclass(frozen=True, slots=True)
class Relative:
    """Another condition that shares words with the plan's: how many, and the remedies for it."""

    condition_id: int
    share: float
    remedies: frozenset[int]


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a plan's prediction rests on, read in one snapshot.

    Of model 2 alone, and empty where model 1 serves: `relatives` and `experiences`.
    """

    champion: Champion
    today: int
    patient: PatientRecord
    safe: tuple[SafeCandidate, ...]
    facts: dict[int, RecommendationFacts]
    published: dict[Key, Published]
    cells: dict[int, dict[Mizaj, Published]]
    own: dict[int, OwnEvidence]
    around: Around
    relatives: tuple[Relative, ...]
    experiences: tuple[Experience, ...]
    fingerprint: str


def gather(tx: ReadTx, found: Diagnosis) -> Basis:
    """Read the basis of a plan's prediction; a remedy that the gate stops is not in it."""
    safe = tuple(safe_plan(tx, found))
    facts = recommendation_facts(tx, [one.recommendation_id for one in safe])
    around = around_of(tx, facts.values(), found.condition_id)
    serving = champion(tx)
    relatives = relatives_of(tx, found.condition_id) if serving.learned else ()
    known = experiences(tx, found.patient_id) if serving.learned else ()
    shown = published(tx, keys_around(around, found.condition_id, relatives))
    cells = published_cells(tx, list(facts))
    own = own_evidence(tx, found.id)
    patient = patient_record(tx, found.patient_id)
    seen = (
        (
            serving.version,
            serving.degraded_because,
            tx.today,
            patient.version,
            knowledge_version(tx),
        ),
        [(one.recommendation_id, one.cautions) for one in safe],
        sorted((key, one.version, one.published_at) for key, one in shown.items()),
        sorted((cell.key, cell.version, cell.published_at) for cell in cells),
        [(key, own[key].window) for key in sorted(own)],
        known,
        relatives,
    )
    return Basis(
        champion=serving,
        today=tx.today,
        patient=patient,
        safe=safe,
        facts=facts,
        published=shown,
        cells=_by_mizaj(cells),
        own=own,
        around=around,
        relatives=relatives,
        experiences=known,
        fingerprint=hashlib.sha256(repr(seen).encode()).hexdigest(),
    )


def around_of(tx: ReadTx, facts: Iterable[RecommendationFacts], condition_id: int) -> Around:
    """Return the remedies whose evidence bears on those of a plan."""
    herbs = {one.herb_id for one in facts}
    return Around(
        condition=frozenset(ids_for_condition(tx, condition_id)),
        by_herb={herb_id: frozenset(ids_with_herb(tx, herb_id)) for herb_id in herbs},
    )


def relatives_of(tx: ReadTx, condition_id: int) -> tuple[Relative, ...]:
    """Return the few conditions whose names have most words in common with one's."""
    return tuple(
        Relative(one.condition_id, one.share, frozenset(ids_for_condition(tx, one.condition_id)))
        for one in kindred(tx, condition_id)
    )


def keys_around(around: Around, condition_id: int, relatives: Iterable[Relative] = ()) -> list[Key]:
    """Return the keys whose published evidence bears on the remedies of a plan."""
    remedies = around.condition.union(*around.by_herb.values())
    return [
        ALL_KEY,
        Key(Level.CONDITION, condition_id),
        *(Key(Level.HERB, herb_id) for herb_id in around.by_herb),
        *(Key(Level.RECOMMENDATION, each) for each in remedies),
        *(Key(Level.CONDITION, one.condition_id) for one in relatives),
    ]


def _by_mizaj(cells: list[Published]) -> dict[int, dict[Mizaj, Published]]:
    found: dict[int, dict[Mizaj, Published]] = {}
    for cell in cells:
        found.setdefault(cell.key.ref, {})[MIZAJ_BY_NUMBER[cell.key.sub]] = cell
    return found


def inputs_of(basis: Basis, recommendation_id: int, fit: Match) -> PredictionInput:
    """Return what the model is given for one recommendation."""
    facts, own = basis.facts[recommendation_id], basis.own.get(recommendation_id)
    return PredictionInput(
        evidence=evidence_of(basis.published, facts, basis.around, own, basis.today),
        cohort=_cohort(basis, recommendation_id),
        match=MatchScore(fit.score, fit.known),
        habit=own_habit(basis),
        kin=kin_of(basis.published, facts, basis.around, basis.relatives, basis.today),
    )


def own_habit(basis: Basis) -> Habit | None:
    """Return how the patient's reports compare with what was expected, for a learned model."""
    learned, shown = basis.champion.learned, basis.published.get(ALL_KEY)
    if learned is None:
        return None
    population = counts_of_published(shown, basis.today) if shown else None
    return habit_of(basis.experiences, population, learned)


def _cohort(basis: Basis, recommendation_id: int) -> CohortCounts:
    cells = basis.cells.get(recommendation_id, {})
    counts = {mizaj: counts_of_published(cell, basis.today) for mizaj, cell in cells.items()}
    return CohortCounts(basis.patient.mizaj, counts)


def evidence_of(
    shown: dict[Key, Published],
    facts: RecommendationFacts,
    around: Around,
    own: OwnEvidence | None,
    today: int,
) -> Evidence:
    """Return the published evidence around a recommendation, and the patient's own."""

    def counts(key: Key) -> Counts | None:
        return counts_of_published(shown[key], today) if key in shown else None

    same = around.pair(facts.herb_id)
    return Evidence(
        population=counts(ALL_KEY),
        herb=counts(Key(Level.HERB, facts.herb_id)),
        condition=counts(Key(Level.CONDITION, facts.condition_id)),
        herb_condition=together(_remedies(shown, same, today)),
        recommendation=counts(Key(Level.RECOMMENDATION, facts.id)),
        own=counts_of(own.window) if own and own.window.whole.total else None,
        herb_remedies=_remedies(shown, around.by_herb[facts.herb_id] - same, today),
        condition_remedies=_remedies(shown, around.condition - same, today),
    )


def kin_of(
    shown: dict[Key, Published],
    facts: RecommendationFacts,
    around: Around,
    relatives: Iterable[Relative],
    today: int,
) -> tuple[Kin, ...]:
    """Return the published evidence of related conditions, of all their remedies and this herb."""
    with_herb = around.by_herb[facts.herb_id]
    return tuple(
        Kin(
            one.share,
            counts_of_published(shown[key], today),
            together(_remedies(shown, with_herb & one.remedies, today)),
        )
        for one in relatives
        if (key := Key(Level.CONDITION, one.condition_id)) in shown
    )


def _remedies(shown: dict[Key, Published], ids: Iterable[int], today: int) -> tuple[Counts, ...]:
    keys = (Key(Level.RECOMMENDATION, each) for each in sorted(ids))
    return tuple(counts_of_published(shown[key], today) for key in keys if key in shown)


def fits_of(tx: ReadTx, found: Diagnosis, basis: Basis) -> dict[int, Match]:
    """Return the symptom-herb match of each recommendation of the plan."""
    by_herb = match_herbs(tx, found, [one.herb_id for one in basis.facts.values()])
    return {one.id: by_herb[one.herb_id] for one in basis.facts.values()}
