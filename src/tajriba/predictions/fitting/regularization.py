"""Regularisation: shrinks slopes that few reports support, widens intervals that are too narrow."""

from dataclasses import replace
from typing import Final

import numpy as np

from tajriba.predictions.fitting.calibration_metrics import group_loss, log_losses
from tajriba.predictions.fitting.holdout import by_remedy, held_out
from tajriba.predictions.fitting.map_estimation import GROUPS
from tajriba.predictions.fitting.report_columns import MIZAJES, Reports
from tajriba.predictions.fitting.vectorized_scoring import VectorizedScores
from tajriba.predictions.model.learned.hierarchical_levels import opinions, posterior_strength
from tajriba.predictions.model.learned.parameters import DEFAULT_LEARNED, Learned
from tajriba.predictions.model.logit import expit

NOTHING: Final = 1e6
"""The strength of a chance that is what the levels lead to expect."""
UNSEEN: Final = (NOTHING, 300.0, 100.0, 50.0, 25.0, DEFAULT_LEARNED.unseen, 6.0, 3.0)
CLEARLY: Final = 1.0
"""What is not as usual is to foretell reports better by so much log likelihood: a factor of e."""
_SPENT: Final = len(GROUPS) + 1
"""Degrees of freedom that the fit spends on what slopes bend: the shared strengths, the slope."""
_FLATTEST: Final = 0.01


def shrunk(scores: VectorizedScores, model: Learned) -> Learned:
    """Return the model with a slope that is less by what the fit has gained by chance.

    Fitted parameters gain half a unit of log likelihood each where there is nothing to be learned,
    and lose as much on new reports. So the slope is times (gain - spent) / gain, the gain being
    twice that of herb and condition over the overall rate (heuristic shrinkage; van Houwelingen &
    le Cessie 1990, Stat. Med. 9:1303-1325).
    """
    gain = 2 * _gained(scores, model)
    share = max(0.0, (gain - _SPENT) / gain) if gain > 0 else 0.0
    return replace(model, slope=max(_FLATTEST, model.slope * share))


def _gained(scores: VectorizedScores, model: Learned) -> float:
    """Return the log likelihood of the asked reports by remedy, above that by the overall rate."""
    success = scores.reports.success[scores.asked]
    others = (success.sum() - success + 0.5) / len(success)
    plain = np.asarray(expit(opinions(scores.of_asked, model, own=False).logit))
    return float(np.sum(log_losses(success, others) - log_losses(success, plain)))


def unseen(reports: Reports, model: Learned) -> float:
    """Return how far chances lie from what is expected of them, as a strength (`Learned.unseen`).

    Reports are foretold together that the rest does not hold: the newest where all are dated,
    else those of some patients; one remedy's, among patients of one mizaj, share one chance. It is
    the default, or nothing where no report carries a mizaj, unless another is clearly better.
    """
    usual = DEFAULT_LEARNED.unseen if (reports.mizaj >= 0).any() else NOTHING
    known, asked = held_out(reports)
    predicted = by_remedy(reports, known, asked, model)
    mean = np.asarray(expit(predicted.logit))
    groups = reports.recommendation[asked] * (len(MIZAJES) + 1) + reports.mizaj[asked] + 1

    def loss(strength: float) -> float:
        held = posterior_strength(predicted, replace(model, unseen=strength))
        worse = 0.0 if strength == usual else CLEARLY
        return worse + group_loss(groups, reports.success[asked], mean, np.asarray(held))

    return min(UNSEEN, key=loss)
