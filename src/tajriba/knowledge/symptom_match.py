"""The symptom match (qiyās) of model 1: indications, and treatment by opposites. Pure."""

from dataclasses import dataclass
from typing import Final

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj

MAX_DEGREE: Final = 4
OWN_MIZAJ_PULL: Final = 0.5
INDICATION_WEIGHT: Final = 0.6
OPPOSITES_WEIGHT: Final = 0.4


@dataclass(frozen=True, slots=True)
class HerbFacts:
    """What the match needs of a herb: degrees -4..4 (hot, wet positive), None if unstated."""

    indications: frozenset[str]
    warmth: int | None
    moisture: int | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the match needs of a patient: codes, and mizaj where known."""

    condition: str | None
    symptoms: frozenset[str]
    imbalance: Mizaj | None
    patient_mizaj: Mizaj | None


@dataclass(frozen=True, slots=True)
class AxisPart:
    """One axis: how far the patient leans (-1..1), the herb's degree / 4 and its effect (-1..1)."""

    leaning: float
    strength: float
    effect: float


@dataclass(frozen=True, slots=True)
class Match:
    """The match and its parts; a part that could not be computed is None."""

    score: float
    known: bool
    indication: float | None
    opposites: float | None
    condition_covered: bool | None
    symptoms_covered: frozenset[str]
    symptoms_missed: frozenset[str]
    warmth: AxisPart | None
    moisture: AxisPart | None


def match(herb: HerbFacts, complaint: Complaint) -> Match:
    """Say how well a herb fits a complaint by its description alone.

    score = 1/2 + 1/2 * (0.6 * (2 * indication - 1) + 0.4 * opposites), in 0..1; a part that is
    unknown adds nothing, so that a score of 1/2 means "no reason for or against".
    `indication` and `opposites` are described in the functions of their names.
    """
    covered = _condition_covered(herb, complaint)
    hits = complaint.symptoms & herb.indications
    indication = _indication(covered, len(hits), _judged_symptoms(herb, complaint))
    warmth, moisture = _axes(herb, complaint)
    opposites = _opposites(warmth, moisture)
    return Match(
        score=_score(indication, opposites),
        known=indication is not None or opposites is not None,
        indication=indication,
        opposites=opposites,
        condition_covered=covered,
        symptoms_covered=hits,
        symptoms_missed=complaint.symptoms - hits,
        warmth=warmth,
        moisture=moisture,
    )


def _condition_covered(herb: HerbFacts, complaint: Complaint) -> bool | None:
    if complaint.condition is None or not herb.indications:
        return None
    return complaint.condition in herb.indications


def _judged_symptoms(herb: HerbFacts, complaint: Complaint) -> int:
    return len(complaint.symptoms) if herb.indications else 0


def _indication(covered: bool | None, hits: int, judged: int) -> float | None:
    """Return the mean of "covers the condition" (0 or 1) and the share of symptoms covered."""
    parts = [] if covered is None else [float(covered)]
    if judged:
        parts.append(hits / judged)
    return sum(parts) / len(parts) if parts else None


def _axes(herb: HerbFacts, complaint: Complaint) -> tuple[AxisPart | None, AxisPart | None]:
    imbalance = MIZAJ_AXES[complaint.imbalance or "motadel"]
    own = MIZAJ_AXES[complaint.patient_mizaj or "motadel"]
    return (
        _axis(herb.warmth, imbalance[0], own[0]),
        _axis(herb.moisture, imbalance[1], own[1]),
    )


def _axis(degree: int | None, imbalance: int, own: int) -> AxisPart | None:
    """Return the effect on one axis: minus leaning times degree / 4.

    The leaning is the imbalance plus half of the patient's own mizaj, held within -1..1: what is
    hot burdens those who are hot by nature, and cools less welcome those who are cold by nature.
    """
    leaning = max(-1.0, min(1.0, imbalance + OWN_MIZAJ_PULL * own))
    if degree is None or leaning == 0:
        return None
    strength = degree / MAX_DEGREE
    return AxisPart(leaning=leaning, strength=strength, effect=-leaning * strength)


def _opposites(*axes: AxisPart | None) -> float | None:
    """Return the effects summed, over the leanings summed, times the largest leaning: -1..1.

    So an axis counts by how far the patient leans on it, and where only the patient's own mizaj
    speaks the whole stays within its half weight.
    """
    present = [axis for axis in axes if axis is not None]
    if not present:
        return None
    leanings = [abs(axis.leaning) for axis in present]
    return sum(axis.effect for axis in present) / sum(leanings) * max(leanings)


def _score(indication: float | None, opposites: float | None) -> float:
    by_indication = 0.0 if indication is None else INDICATION_WEIGHT * (2 * indication - 1)
    by_opposites = 0.0 if opposites is None else OPPOSITES_WEIGHT * opposites
    return max(0.0, min(1.0, 0.5 + 0.5 * (by_indication + by_opposites)))
