"""Brings together what a plan's prediction rests on, and its fingerprint."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tajriba.diagnoses.gate import SafeCandidate
from tajriba.diagnoses.matching import match_herbs
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import safe_plan
from tajriba.evidence.core import Sums, Window
from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.service import (
    OwnEvidence,
    Published,
    own_evidence,
    published,
    published_cells,
)
from tajriba.evidence.windows import of_one_patient
from tajriba.kit.db import ReadTx
from tajriba.knowledge.core import Match
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import (
    ids_for_condition,
    ids_with_herb,
    knowledge_version,
    recommendation_facts,
)
from tajriba.patients.cohort import MIZAJ_BY_NUMBER
from tajriba.patients.core import PatientRecord
from tajriba.patients.service import patient_record
from tajriba.predictions.champion import Champion, champion
from tajriba.predictions.core import CohortCounts, Counts, Evidence, MatchScore, PredictionInput
from tajriba.predictions.core.inputs import Habit, Kin
from tajriba.predictions.counting import Shown, counts_of, counts_of_published, together
from tajriba.predictions.habits import Experience, experiences, habit_of, one_more
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
    cells: dict[int, list[Published]]
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
        [(one.condition_id, one.share) for one in relatives],
    )
    return Basis(
        champion=serving,
        today=tx.today,
        patient=patient,
        safe=safe,
        facts=facts,
        published=shown,
        cells=_by_remedy(cells),
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


def _by_remedy(cells: list[Published]) -> dict[int, list[Published]]:
    found: dict[int, list[Published]] = {}
    for cell in cells:
        found.setdefault(cell.key.ref, []).append(cell)
    return found


def inputs_of(basis: Basis, fits: Mapping[int, Match]) -> dict[int, PredictionInput]:
    """Return what the model is given for each recommendation of the plan that has a match."""
    shown, habit = counts_of_published(basis.published, basis.today), own_habit(basis)
    return {
        key: PredictionInput(
            evidence=evidence_of(shown, facts, basis.around, basis.own.get(key)),
            cohort=_cohort(basis, key),
            match=MatchScore(fits[key].score, fits[key].known),
            habit=habit,
            kin=kin_of(shown, facts, basis.around, basis.relatives),
        )
        for key, facts in basis.facts.items()
        if key in fits
    }


def own_habit(basis: Basis) -> Habit | None:
    """Return how the patient's reports compare with what was expected, for a learned model."""
    learned, shown = basis.champion.learned, basis.published.get(ALL_KEY)
    if learned is None:
        return None
    return habit_of(basis.experiences, counts_of(shown.window) if shown else None, learned)


def after_report(basis: Basis, recommendation_id: int, *, success: bool) -> Basis:
    """Return the basis once the patient has reported a remedy of the plan again, today.

    Nothing is published by it; the improvement, which moves no probability, is a usual one.
    """
    shown = basis.published.get(Key(Level.RECOMMENDATION, recommendation_id))
    others = (shown.window.whole.successes, shown.window.whole.total) if shown else None
    own = basis.own.get(recommendation_id) or OwnEvidence(recommendation_id, Window(), Sums(), {})
    more = Sums(total=1, successes=int(success), improvement_sum=4 if success else 1)
    window = Window(
        of_one_patient(own.window.whole + more), of_one_patient(own.window.recent + more)
    )
    known = one_more(basis.experiences, recommendation_id, int(success), others)
    return replace(
        basis,
        own={**basis.own, recommendation_id: replace(own, window=window)},
        experiences=known if basis.champion.learned else (),
    )


def _cohort(basis: Basis, recommendation_id: int) -> CohortCounts:
    cells = basis.cells.get(recommendation_id, [])
    counts = counts_of_published({cell.key: cell for cell in cells}, basis.today)
    return CohortCounts(
        basis.patient.mizaj,
        {MIZAJ_BY_NUMBER[key.sub]: one for key, one in counts.items() if key.sub < 10},
    )


def evidence_of(
    shown: Shown, facts: RecommendationFacts, around: Around, own: OwnEvidence | None
) -> Evidence:
    """Return the published evidence around a recommendation, and the patient's own."""
    same = around.pair(facts.herb_id)
    return Evidence(
        population=shown.get(ALL_KEY),
        herb=shown.get(Key(Level.HERB, facts.herb_id)),
        condition=shown.get(Key(Level.CONDITION, facts.condition_id)),
        herb_condition=together(_remedies(shown, same)),
        recommendation=shown.get(Key(Level.RECOMMENDATION, facts.id)),
        own=counts_of(own.window) if own and own.window.whole.total else None,
        herb_remedies=_remedies(shown, around.by_herb[facts.herb_id] - same),
        condition_remedies=_remedies(shown, around.condition - same),
    )


def kin_of(
    shown: Shown, facts: RecommendationFacts, around: Around, relatives: Iterable[Relative]
) -> tuple[Kin, ...]:
    """Return the published evidence of related conditions, of all their remedies and this herb."""
    with_herb = around.by_herb[facts.herb_id]
    return tuple(
        Kin(one.share, counts, together(_remedies(shown, with_herb & one.remedies)))
        for one in relatives
        if (counts := shown.get(Key(Level.CONDITION, one.condition_id)))
    )


def _remedies(shown: Shown, ids: Iterable[int]) -> tuple[Counts, ...]:
    found = (shown.get(Key(Level.RECOMMENDATION, each)) for each in sorted(ids))
    return tuple(one for one in found if one)


def fits_of(tx: ReadTx, found: Diagnosis, basis: Basis) -> dict[int, Match]:
    """Return the symptom-herb match of each recommendation of the plan."""
    by_herb = match_herbs(tx, found, [one.herb_id for one in basis.facts.values()])
    return {one.id: by_herb[one.herb_id] for one in basis.facts.values()}
