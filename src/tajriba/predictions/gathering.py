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
    knowledge_version,
    recommendation_facts,
    recommendations_of,
)
from tajriba.patients.core import PatientRecord
from tajriba.patients.service import patient_record
from tajriba.predictions.core import CohortCounts, Counts, Evidence, MatchScore, PredictionInput
from tajriba.predictions.facts import MODEL_VERSION


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a plan's prediction rests on, read in one snapshot."""

    patient: PatientRecord
    safe: tuple[SafeCandidate, ...]
    facts: dict[int, RecommendationFacts]
    published: dict[Key, Published]
    cells: dict[int, dict[Mizaj, Published]]
    own: dict[int, OwnEvidence]
    siblings: dict[int, tuple[int, ...]]
    fingerprint: str


def gather(tx: ReadTx, found: Diagnosis) -> Basis:
    """Read the basis of a plan's prediction; a remedy that the gate stops is not in it."""
    safe = tuple(safe_plan(tx, found))
    facts = recommendation_facts(tx, [one.recommendation_id for one in safe])
    siblings = siblings_of(tx, found.condition_id)
    shown = published(tx, keys_around(facts.values(), siblings))
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
        siblings=siblings,
        fingerprint=hashlib.sha256(repr(seen).encode()).hexdigest(),
    )


def siblings_of(tx: ReadTx, condition_id: int) -> dict[int, tuple[int, ...]]:
    """Return the recommendations of a condition by herb."""
    by_herb: dict[int, tuple[int, ...]] = {}
    for one in recommendations_of(tx, condition_id=condition_id):
        by_herb[one.herb_id] = (*by_herb.get(one.herb_id, ()), one.id)
    return by_herb


def keys_around(
    facts: Iterable[RecommendationFacts], siblings: dict[int, tuple[int, ...]]
) -> list[Key]:
    """Return the keys whose published evidence bears on recommendations."""
    keys = {ALL_KEY}
    for one in facts:
        keys |= {Key(Level.HERB, one.herb_id), Key(Level.CONDITION, one.condition_id)}
        keys |= {Key(Level.RECOMMENDATION, each) for each in siblings.get(one.herb_id, (one.id,))}
    return sorted(keys)


def _by_mizaj(cells: list[Published]) -> dict[int, dict[Mizaj, Published]]:
    found: dict[int, dict[Mizaj, Published]] = {}
    for cell in cells:
        found.setdefault(cell.key.ref, {})[MIZAJ_BY_NUMBER[cell.key.sub]] = cell
    return found


def inputs_of(basis: Basis, recommendation_id: int, fit: Match) -> PredictionInput:
    """Return what model 1 is given for one recommendation."""
    own = basis.own.get(recommendation_id)
    return PredictionInput(
        evidence=evidence_of(basis.published, basis.facts[recommendation_id], basis.siblings, own),
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
    siblings: dict[int, tuple[int, ...]],
    own: OwnEvidence | None,
) -> Evidence:
    """Return the published evidence around a recommendation, and the patient's own."""

    def counts(key: Key) -> Counts | None:
        return counts_of(shown[key].window.whole) if key in shown else None

    pair = [
        shown[key].window.whole
        for sibling in siblings.get(facts.herb_id, ())
        if (key := Key(Level.RECOMMENDATION, sibling)) in shown
    ]
    return Evidence(
        population=counts(ALL_KEY),
        herb=counts(Key(Level.HERB, facts.herb_id)),
        condition=counts(Key(Level.CONDITION, facts.condition_id)),
        herb_condition=counts_of(sum(pair, Sums())) if pair else None,
        recommendation=counts(Key(Level.RECOMMENDATION, facts.id)),
        own=counts_of(own.window.whole) if own and own.window.whole.total else None,
    )


def counts_of(sums: Sums) -> Counts:
    """Return the counts of sums; repeated reports never make fewer patients than one."""
    return Counts(sums.successes, sums.total, min(sums.patients, sums.total))


def fits_of(tx: ReadTx, found: Diagnosis, basis: Basis) -> dict[int, Match]:
    """Return the symptom-herb match of each recommendation of the plan."""
    by_herb = match_herbs(tx, found, [one.herb_id for one in basis.facts.values()])
    return {one.id: by_herb[one.herb_id] for one in basis.facts.values()}
