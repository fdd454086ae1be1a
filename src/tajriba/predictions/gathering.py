"""Brings together what a plan's prediction rests on, and its fingerprint."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from tajriba.diagnoses.gate import SafeCandidate
from tajriba.diagnoses.matching import match_herbs
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import safe_plan
from tajriba.evidence.core import Sums
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
from tajriba.predictions.core import CohortCounts, Counts, Evidence, MatchScore, PredictionInput
from tajriba.predictions.facts import MODEL_VERSION


@dataclass(frozen=True, slots=True)
class Around:
    """The remedies for the condition, and those with each herb of the plan."""

    condition: frozenset[int]
    by_herb: dict[int, frozenset[int]]

    def pair(self, herb_id: int) -> frozenset[int]:
        """The remedies with a herb for the condition."""
        return self.by_herb[herb_id] & self.condition


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a plan's prediction rests on, read in one snapshot."""

    patient: PatientRecord
    safe: tuple[SafeCandidate, ...]
    facts: dict[int, RecommendationFacts]
    published: dict[Key, Published]
    cells: dict[int, dict[Mizaj, Published]]
    own: dict[int, OwnEvidence]
    around: Around
    fingerprint: str


def gather(tx: ReadTx, found: Diagnosis) -> Basis:
    """Read the basis of a plan's prediction; a remedy that the gate stops is not in it."""
    safe = tuple(safe_plan(tx, found))
    facts = recommendation_facts(tx, [one.recommendation_id for one in safe])
    around = around_of(tx, facts.values(), found.condition_id)
    shown = published(tx, keys_around(around, found.condition_id))
    cells = published_cells(tx, list(facts))
    own = own_evidence(tx, found.id)
    patient = patient_record(tx, found.patient_id)
    seen = (
        (MODEL_VERSION, tx.today, patient.version, knowledge_version(tx)),
        [(one.recommendation_id, one.cautions) for one in safe],
        sorted((key, one.version, one.published_at) for key, one in shown.items()),
        sorted((cell.key, cell.version, cell.published_at) for cell in cells),
        [(key, own[key].window) for key in sorted(own)],
    )
    return Basis(
        patient=patient,
        safe=safe,
        facts=facts,
        published=shown,
        cells=_by_mizaj(cells),
        own=own,
        around=around,
        fingerprint=hashlib.sha256(repr(seen).encode()).hexdigest(),
    )


def around_of(tx: ReadTx, facts: Iterable[RecommendationFacts], condition_id: int) -> Around:
    """Return the remedies whose evidence bears on those of a plan."""
    herbs = {one.herb_id for one in facts}
    return Around(
        condition=frozenset(ids_for_condition(tx, condition_id)),
        by_herb={herb_id: frozenset(ids_with_herb(tx, herb_id)) for herb_id in herbs},
    )


def keys_around(around: Around, condition_id: int) -> list[Key]:
    """Return the keys whose published evidence bears on the remedies of a plan."""
    remedies = around.condition.union(*around.by_herb.values())
    return [
        ALL_KEY,
        Key(Level.CONDITION, condition_id),
        *(Key(Level.HERB, herb_id) for herb_id in around.by_herb),
        *(Key(Level.RECOMMENDATION, each) for each in remedies),
    ]


def _by_mizaj(cells: list[Published]) -> dict[int, dict[Mizaj, Published]]:
    found: dict[int, dict[Mizaj, Published]] = {}
    for cell in cells:
        found.setdefault(cell.key.ref, {})[MIZAJ_BY_NUMBER[cell.key.sub]] = cell
    return found


def inputs_of(basis: Basis, recommendation_id: int, fit: Match) -> PredictionInput:
    """Return what model 1 is given for one recommendation."""
    own = basis.own.get(recommendation_id)
    return PredictionInput(
        evidence=evidence_of(basis.published, basis.facts[recommendation_id], basis.around, own),
        cohort=CohortCounts(
            basis.patient.mizaj,
            {
                mizaj: counts_of(cell.window.whole)
                for mizaj, cell in basis.cells.get(recommendation_id, {}).items()
            },
        ),
        match=MatchScore(fit.score, fit.known),
    )


def evidence_of(
    shown: dict[Key, Published],
    facts: RecommendationFacts,
    around: Around,
    own: OwnEvidence | None,
) -> Evidence:
    """Return the published evidence around a recommendation, and the patient's own."""

    def counts(key: Key) -> Counts | None:
        return counts_of(shown[key].window.whole) if key in shown else None

    def remedies(ids: Iterable[int]) -> tuple[Sums, ...]:
        keys = (Key(Level.RECOMMENDATION, each) for each in sorted(ids))
        return tuple(shown[key].window.whole for key in keys if key in shown)

    same = around.pair(facts.herb_id)
    pair = remedies(same)
    return Evidence(
        population=counts(ALL_KEY),
        herb=counts(Key(Level.HERB, facts.herb_id)),
        condition=counts(Key(Level.CONDITION, facts.condition_id)),
        herb_condition=counts_of(sum(pair, Sums())) if pair else None,
        recommendation=counts(Key(Level.RECOMMENDATION, facts.id)),
        own=counts_of(own.window.whole) if own and own.window.whole.total else None,
        herb_remedies=tuple(map(counts_of, remedies(around.by_herb[facts.herb_id] - same))),
        condition_remedies=tuple(map(counts_of, remedies(around.condition - same))),
    )


def counts_of(sums: Sums) -> Counts:
    """Return the counts of sums; repeated reports never make fewer patients than one."""
    return Counts(sums.successes, sums.total, min(sums.patients, sums.total))


def fits_of(tx: ReadTx, found: Diagnosis, basis: Basis) -> dict[int, Match]:
    """Return the symptom-herb match of each recommendation of the plan."""
    by_herb = match_herbs(tx, found, [one.herb_id for one in basis.facts.values()])
    return {one.id: by_herb[one.herb_id] for one in basis.facts.values()}
