"""The inputs of a model, made from what was collected for a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tajriba.diagnoses.herb_match import match_herbs
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.evidence.accounting.windows import of_one_patient
from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.service import OwnEvidence
from tajriba.evidence.sums import Sums, Window
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.symptom_match import Match
from tajriba.patients.cohort import MIZAJ_BY_NUMBER
from tajriba.predictions.inputs.cache_key import Basis
from tajriba.predictions.inputs.evidence_counts import (
    Shown,
    counts_of,
    counts_of_published,
    counts_of_snapshot,
    together,
)
from tajriba.predictions.inputs.patient_intercept import habit_of, one_more, rates_of
from tajriba.predictions.inputs.peer_effects import Alike, peers_within, shift_of, wide_peers
from tajriba.predictions.inputs.related_remedies import Related, RelatedCondition
from tajriba.predictions.model import CohortCounts, Counts, Evidence, MatchScore, PredictionInput
from tajriba.predictions.model.inputs import Habit, SimilarCondition


@dataclass(frozen=True, slots=True)
class Assembled:
    """What a model is given for each recommendation of a plan that has a match, and what of it is
    of the patient whatever they take; `alike` and `habit` are for a learned model."""

    alike: tuple[Alike, ...]
    habit: Habit | None
    inputs: Mapping[int, PredictionInput]


def assemble(basis: Basis, fits: Mapping[int, Match]) -> Assembled:
    """Return what a model is given for a plan."""
    shown, alike = Shown.of(basis.published, basis.today), _alike(basis)
    habit = _habit(basis, alike)
    wide = wide_peers(alike) + peers_within(alike, basis.related.condition)
    inputs = {
        key: PredictionInput(
            evidence=evidence_of(shown, facts, basis.related, basis.own.get(key)),
            cohort=_cohort(basis, key),
            match=MatchScore(fits[key].score, fits[key].known),
            habit=habit,
            similar_conditions=similar_conditions_of(
                shown, facts, basis.related, basis.related_conditions
            ),
            peers=wide + peers_within(alike, basis.related.by_herb[facts.herb_id]),
        )
        for key, facts in basis.facts.items()
        if key in fits
    }
    return Assembled(alike, habit, inputs)


def _alike(basis: Basis) -> tuple[Alike, ...]:
    """Return how patients of one's own sex, age, conditions or past responses did with the
    remedies around a plan, against what is published of these."""
    learned = basis.champion.learned
    if learned is None or not basis.alike:
        return ()
    wholes = {
        key.ref: one.whole
        for key, one in basis.published.items()
        if key.level == Level.RECOMMENDATION
    }
    outcomes = {ref: (whole.successes, whole.total) for ref, whole in wholes.items()}
    expected = rates_of(outcomes, _population(basis), learned)
    made = (Alike.of(axis, cells, expected, learned.peers) for axis, cells in basis.alike.items())
    return tuple(one for one in made if one.wide.total)


def _habit(basis: Basis, alike: Iterable[Alike]) -> Habit | None:
    """Return how the patient's reports compare with what was expected."""
    learned = basis.champion.learned
    if learned is None:
        return None
    return habit_of(basis.experiences, _population(basis), learned, shift_of(alike))


def _population(basis: Basis) -> Counts | None:
    shown = basis.published.get(ALL_KEY)
    return counts_of_snapshot(shown) if shown else None


def after_report(basis: Basis, recommendation_id: int, *, success: bool) -> Basis:
    """Return the basis once the patient has reported a remedy of the plan again, today.

    Nothing is published by it; the improvement, which moves no probability, is a usual one.
    """
    shown = basis.published.get(Key(Level.RECOMMENDATION, recommendation_id))
    others = (shown.whole.successes, shown.whole.total) if shown else None
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
        {MIZAJ_BY_NUMBER[key.sub]: one for key, one in counts.items()},
    )


def evidence_of(
    shown: Shown, facts: RecommendationFacts, related: Related, own: OwnEvidence | None
) -> Evidence:
    """Return the published evidence around a recommendation, and the patient's own."""
    same = related.pair(facts.herb_id)
    return Evidence(
        population=shown.by_key.get(ALL_KEY),
        herb=shown.by_key.get(Key(Level.HERB, facts.herb_id)),
        condition=shown.by_key.get(Key(Level.CONDITION, facts.condition_id)),
        herb_condition=together(shown.remedies(same)),
        recommendation=shown.by_remedy.get(facts.id),
        own=counts_of(own.window) if own and own.window.whole.total else None,
        herb_remedies=shown.remedies(related.by_herb[facts.herb_id] - same),
        condition_remedies=shown.remedies(related.condition - same),
    )


def similar_conditions_of(
    shown: Shown,
    facts: RecommendationFacts,
    related: Related,
    related_conditions: Iterable[RelatedCondition],
) -> tuple[SimilarCondition, ...]:
    """Return the published evidence of related conditions, of all their remedies and this herb."""
    with_herb = related.by_herb[facts.herb_id]
    return tuple(
        SimilarCondition(one.share, counts, together(shown.remedies(with_herb & one.remedies)))
        for one in related_conditions
        if (counts := shown.by_key.get(Key(Level.CONDITION, one.condition_id)))
    )


def fits_of(tx: ReadTx, found: Diagnosis, basis: Basis) -> dict[int, Match]:
    """Return the symptom-herb match of each recommendation of the plan."""
    by_herb = match_herbs(tx, found, [one.herb_id for one in basis.facts.values()])
    return {one.id: by_herb[one.herb_id] for one in basis.facts.values()}
