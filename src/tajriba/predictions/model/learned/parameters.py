"""The parameters of model 2."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Learned:
    """All that model 2 learns: global numbers, none of a remedy or a patient.

    Strengths count reports of distinct patients: how strongly a level is held to the one above.

    - population, herb, condition, herb_condition, recommendation: the levels, as in `Strengths`.
    - family: of conditions that share words around all; family_herb: of a herb among them.
    - similar: of patients alike by mizaj around all who took the remedy.
    - likeness: how much a neighbour on one axis of mizaj tells, beside 1 for the same mizaj.
    - unseen: of one chance around what the levels lead to expect beyond their own uncertainty, as
      patients differ and times change; it widens the interval and moves no mean.
    - own: one own report of this remedy counts as those of so many others.
    - correlation: of two reports by one patient on one remedy, 0..1.
    - withheld: the most patients of a remedy whose evidence is not published.
    - half_life: days after which a report counts half; inf where age does not matter.
    - habit, peers, peers_within: the standard deviation, on the logit scale, of patients' leanings,
      of those of one sex or age, and of these with one herb or condition.
    - weight_similar, weight_match: how much of these opinions' strength counts, beside 1 of the
      historical one; match_strength and match_logit as in model 1.
    - slope, intercept: calibration on the logit scale of what herb and condition say together.
    - improvement: points of improvement (1-5) for a probability higher by one.
    """

    population: float = 12.0
    herb: float = 12.0
    condition: float = 12.0
    herb_condition: float = 24.0
    recommendation: float = 24.0
    family: float = 12.0
    family_herb: float = 24.0
    similar: float = 12.0
    likeness: float = 0.5
    unseen: float = 12.0
    own: float = 4.0
    correlation: float = 0.5
    withheld: float = 4.0
    half_life: float = 180.0
    habit: float = 0.7
    peers: float = 0.2
    peers_within: float = 0.2
    weight_similar: float = 0.9
    weight_match: float = 0.6
    match_strength: float = 4.0
    match_logit: float = 1.0986
    slope: float = 1.0
    intercept: float = 0.0
    improvement: float = 3.0


DEFAULT_LEARNED: Final = Learned()
