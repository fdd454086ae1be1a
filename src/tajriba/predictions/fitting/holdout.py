"""A holdout: the newest reports, and what a model predicts of them from the earlier ones."""

import math
from typing import Final

import numpy as np

from tajriba.predictions.fitting.feature_matrix import features_table
from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.fitting.vectorized_scoring import similar_conditions_of
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.hierarchical_levels import Opinions, opinions
from tajriba.predictions.model.learned.parameters import Learned

_SHARE: Final = 0.2


def held_out(reports: Reports) -> tuple[Codes, Codes]:
    """Return the known and the asked reports: those of the newest days where all are dated, else
    those of some patients, are asked about."""
    order: Column = reports.day
    if not reports.dated:
        patients = np.random.default_rng(0).permutation(int(reports.patient.max()) + 1)
        order = patients[reports.patient].astype(np.float64)
    rows = np.argsort(order, kind="stable")
    border = math.ceil(len(rows) * (1 - _SHARE))
    return np.sort(rows[:border]), np.sort(rows[border:])


def by_remedy(reports: Reports, known: Codes, asked: Codes, model: Learned) -> Opinions:
    """Return what a model says of asked reports from known ones, before habits and peers."""
    of = features_table(reports, known, asked, model, similar_conditions_of(reports, known))
    return opinions(of, model)
