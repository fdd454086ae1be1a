"""The constants of model 1."""

import math
from dataclasses import dataclass
from typing import Final

from tajriba.predictions.model.beta_posterior import both


@dataclass(frozen=True, slots=True)
class Strengths:
    """How strongly each level is held to the one above it, in reports of distinct patients.

    A strength K says how much units of one level differ: their success rates have a standard
    deviation of sqrt(m * (1 - m) / (K + 1)) around their expected rate m.

    - population: 12, a prior at one half; rates of .27 to .73 are within its 90 %. A clinic's
      first ten reports say little of all remedies.
    - herb, condition: 12, a standard deviation of .14: remedies differ, conditions differ.
    - herb_condition, recommendation: 24, .10: an interaction has half the variance of a main
      effect, and so has a preparation or dose within it.
    - withheld: 4, the most patients that a remedy has whose evidence is not published.
    - similar: 12: temperament is held to matter as much as the choice of herb.
    - match: 4, the weight of a few opinions: a text is a reason, not an observation.
    - match_logit: log 3: a perfect match triples the odds of success, a perfect mismatch thirds
      them.
    - own: 8: one report of the patient's own counts as those of eight others, beside its share in
      what is published. Where evidence is sparse (a posterior of about that strength) it moves
      the historical mean half way, as two reports of one patient would agree under the
      correlation below; it cannot override hundreds.
    - correlation: 0.5, of two reports by one patient on one remedy.

    The values are round and stand for the reasons given. Before they were settled, two or three
    round values of some were compared on the public Druglib reviews (UCI 461), which differed by
    less than .003 of log loss; no search was made. There (5 folds) the historical component
    reaches a log loss of .661, the overall rate .684.
    """

    population: float = 12.0
    herb: float = 12.0
    condition: float = 12.0
    herb_condition: float = 24.0
    recommendation: float = 24.0
    withheld: float = 4.0
    similar: float = 12.0
    match: float = 4.0
    match_logit: float = math.log(3.0)
    own: float = 8.0
    correlation: float = 0.5

    @property
    def within_herb(self) -> float:
        """The strength of one remedy's rate around that of its herb: their variances add."""
        return both(both(self.condition, self.herb_condition), self.recommendation)

    @property
    def within_condition(self) -> float:
        """The strength of one remedy's rate around that of its condition."""
        return both(both(self.herb, self.herb_condition), self.recommendation)


DEFAULT_STRENGTHS: Final = Strengths()
