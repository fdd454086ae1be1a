"""The constants of model 1, in one place."""

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Strengths:
    """How strongly each level is held to the one above it, in reports of distinct patients.

    A strength K says how much units of one level differ: their success rates have a standard
    deviation of sqrt(m * (1 - m) / (K + 1)) around their expected rate m.

    - population: 4, a weak prior at one half; rates of .13 to .87 are within its 90 %.
    - herb, condition: 12, a standard deviation of .14: remedies differ, conditions differ.
    - herb_condition, recommendation: 24, .10: an interaction has half the variance of a main
      effect, and so has a preparation or dose within it.
    - similar: 12: temperament is held to matter as much as the choice of herb.
    - match: 4, the weight of a few opinions: a text is a reason, not an observation.
    - match_logit: log 3: a perfect match triples the odds of success, a perfect mismatch thirds
      them.
    - own: 8: one report of the patient's own counts as those of eight others. Where evidence is
      sparse (a posterior of about that strength) it moves the historical mean half way, as two
      reports of one patient would agree under the correlation below; it cannot override hundreds.
    - correlation: 0.5, of two reports by one patient on one remedy.

    The values are round on purpose and were not fitted; on the public Druglib reviews (5 folds,
    UCI 461) the first five give a log loss of .661, against .684 by the overall rate.
    """

    population: float = 4.0
    herb: float = 12.0
    condition: float = 12.0
    herb_condition: float = 24.0
    recommendation: float = 24.0
    similar: float = 12.0
    match: float = 4.0
    match_logit: float = math.log(3.0)
    own: float = 8.0
    correlation: float = 0.5


DEFAULT_STRENGTHS: Final = Strengths()
