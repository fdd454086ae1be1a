"""What the newest reports show that the earlier ones did not foretell."""

import math
from typing import Final

import numpy as np

from tajriba.predictions.core.columns import Codes, Column
from tajriba.predictions.core.levels import Opinions, opinions
from tajriba.predictions.core.parameters import Learned
from tajriba.predictions.core.reports import Reports
from tajriba.predictions.core.standing import kin_of
from tajriba.predictions.core.table import features_table

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
    of = features_table(reports, known, asked, model, kin_of(reports, known))
    return opinions(of, model)
