"""Collecting what a plan's prediction depends on, and the cache key made of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

from tajriba.diagnoses.safety.contraindications import SafeCandidate
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import safe_plan
from tajriba.evidence.keys import Key
from tajriba.evidence.patient_outcomes import cell_outcomes
from tajriba.evidence.publication.versions import versions
from tajriba.evidence.service import (
    OwnEvidence,
    Published,
    own_evidence,
    published,
    published_by_mizaj,
)
from tajriba.feedback.cohort_at_report import cohort_now
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import knowledge_version, recommendation_facts
from tajriba.patients.cohort import AXES, Axis, Cohort, marks_of, traits_of
from tajriba.patients.record import PatientRecord
from tajriba.patients.service import patient_record
from tajriba.predictions.inputs.patient_intercept import Experience, experiences
from tajriba.predictions.inputs.peer_effects import CellCounts
from tajriba.predictions.inputs.related_remedies import (
    Related,
    RelatedCondition,
    find_related,
    related_conditions_of,
    related_keys,
)
from tajriba.predictions.registry.champion import Champion, champion


@dataclass(frozen=True, slots=True)
class CacheKeyInputs:
    """What is read of a plan to know whether anything has changed that its prediction rests on.

    Of model 2 alone, and empty where model 1 serves: `cohort`, `related_conditions`, `experiences`.
    """

    champion: Champion
    today: int
    patient: PatientRecord
    cohort: Cohort
    safe: tuple[SafeCandidate, ...]
    facts: dict[int, RecommendationFacts]
    own: dict[int, OwnEvidence]
    related: Related
    related_conditions: tuple[RelatedCondition, ...]
    experiences: tuple[Experience, ...]
    keys: tuple[Key, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Basis(CacheKeyInputs):
    """All that a plan's prediction rests on, read in one snapshot.

    `alike` is of model 2: the cells of one's own sex, age, conditions and past responses.
    """

    published: dict[Key, Published]
    cells: dict[int, list[Published]]
    alike: dict[Axis, CellCounts]


def read_cache_key(tx: ReadTx, found: Diagnosis) -> CacheKeyInputs:
    """Read what tells whether a plan's prediction is of now.

    Of published evidence these are versions alone: cells advance with their recommendation.
    """
    safe = tuple(safe_plan(tx, found))
    facts = recommendation_facts(tx, [one.recommendation_id for one in safe])
    related = find_related(tx, facts.values(), found.condition_id)
    serving, patient = champion(tx), patient_record(tx, found.patient_id)
    learned = serving.learned is not None
    related_conditions = related_conditions_of(tx, found.condition_id) if learned else ()
    known = experiences(tx, found.patient_id) if learned else ()
    cohort = cohort_now(tx, patient.id, traits_of(patient), tx.now) if learned else Cohort()
    own = own_evidence(tx, found.id)
    keys = related_keys(related, found.condition_id, related_conditions)
    seen = (
        (serving.version, serving.degraded_because, tx.today, knowledge_version(tx)),
        (patient.version, cohort.number),
        [(one.recommendation_id, one.cautions) for one in safe],
        versions(tx, keys),
        [(key, own[key].window) for key in sorted(own)],
        known,
        [(one.condition_id, one.share) for one in related_conditions],
    )
    return CacheKeyInputs(
        champion=serving,
        today=tx.today,
        patient=patient,
        cohort=cohort,
        safe=safe,
        facts=facts,
        own=own,
        related=related,
        related_conditions=related_conditions,
        experiences=known,
        keys=tuple(keys),
        fingerprint=hashlib.sha256(repr(seen).encode()).hexdigest(),
    )


def gather(tx: ReadTx, found: Diagnosis, seen: CacheKeyInputs | None = None) -> Basis:
    """Read the basis of a plan's prediction; a contraindicated remedy is not in it.

    `seen` is what was read of it in this transaction already.
    """
    seen = seen or read_cache_key(tx, found)
    return Basis(
        **{each.name: getattr(seen, each.name) for each in fields(CacheKeyInputs)},
        published=published(tx, seen.keys),
        cells=_by_remedy(published_by_mizaj(tx, list(seen.facts))),
        alike=_alike(tx, seen),
    )


def _by_remedy(cells: Sequence[Published]) -> dict[int, list[Published]]:
    found: dict[int, list[Published]] = {}
    for cell in cells:
        found.setdefault(cell.key.ref, []).append(cell)
    return found


def _alike(tx: ReadTx, seen: CacheKeyInputs) -> dict[Axis, CellCounts]:
    """Return the cells of those like one on each axis that is known; likeness by mizaj is more
    than being of the same, and has an opinion of its own."""
    remedies = sorted(seen.related.remedies)
    marks = zip(AXES, marks_of(seen.cohort.number), strict=True)
    return {
        axis: cell_outcomes(tx, remedies, mark) for axis, mark in marks if mark and axis != "mizaj"
    }
