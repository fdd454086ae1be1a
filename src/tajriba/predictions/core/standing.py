"""Model 2 on many reports at once: first by remedy alone, then by peers and by habit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tajriba.predictions.core.columns import Codes, Column
from tajriba.predictions.core.features import Features, Leaning
from tajriba.predictions.core.levels import Opinions, lean, opinions, with_peers
from tajriba.predictions.core.parameters import Learned
from tajriba.predictions.core.relatives import Relatives, relatives_of
from tajriba.predictions.core.reports import Reports
from tajriba.predictions.core.scale import expit
from tajriba.predictions.core.table import features_table


@dataclass(frozen=True)
class Standing:
    """What is asked about, and the known reports that are judged for habits and peers.

    Their features rest on what other patients say.
    """

    reports: Reports
    judged: Codes
    asked: Codes
    of_judged: Features
    of_asked: Features


@dataclass(frozen=True)
class Foretold:
    """Features with habits and peers filled in, the three opinions, and the final logits."""

    features: Features
    opinions: Opinions
    logit: Column


def stand(reports: Reports, known: Codes, asked: Codes, half_life: float) -> Standing:
    """Prepare, without a model, to foretell reports that are not known from those that are."""
    relatives = kin_of(reports, known)
    judged = known if _related(reports, known, asked) else known[:0]
    of_judged = features_table(reports, known, judged, half_life, relatives)
    of_asked = features_table(reports, known, asked, half_life, relatives)
    return Standing(reports, judged, asked, of_judged, of_asked)


def stand_among(reports: Reports, asked: Codes, half_life: float) -> Standing:
    """Prepare to foretell some of the reports, each from all others; habits and peers from some."""
    known = np.arange(len(reports))
    of = features_table(reports, known, asked, half_life, kin_of(reports, known))
    return Standing(reports, asked, asked, of, of)


def _related(reports: Reports, known: Codes, asked: Codes) -> bool:
    """Return whether habits or peers could be told: a patient returns, or sex or age is given."""
    returns = np.isin(reports.patient[asked], reports.patient[known]).any()
    return bool(returns or (reports.sex >= 0).any() or (reports.age >= 0).any())


def kin_of(reports: Reports, known: Codes) -> Relatives:
    """Return the kin of all conditions, nearest by what is known."""
    counts = np.bincount(reports.condition[known], minlength=len(reports.conditions))
    return relatives_of(reports.conditions, counts.astype(np.float64))


def foretell(standing: Standing, model: Learned) -> Foretold:
    """Return what the model expects of each asked report.

    The judged reports are foretold by remedy alone, each without its patient; what they did
    beyond that are the leanings of peers, and of a patient's other reports.
    """
    one = standing
    plain = np.asarray(opinions(one.of_judged, model, own=False).logit)
    judged = _with_all_peers(one.of_judged, plain, one, one.judged, model)
    expected = np.asarray(expit(with_peers(plain, judged, model)))
    asked = judged
    if one.asked is not one.judged:
        asked = _with_all_peers(one.of_asked, plain, one, one.asked, model)
    features = replace(asked, habit=_habit(one, expected))
    opinion = opinions(features, model)
    at = with_peers(opinion.logit, features, model) + lean(features.habit, model.habit)
    return Foretold(features, opinion, np.asarray(at))


def _with_all_peers(
    of: Features, plain: Column, standing: Standing, asked: Codes, model: Learned
) -> Features:
    reports = standing.reports
    cells = [codes for codes in (reports.sex, reports.age) if (codes >= 0).any()]
    if not cells:
        return of
    mean = np.asarray(expit(plain))
    peers = tuple(_others(standing, codes, mean, asked) for codes in cells)
    seen = plain
    for codes in cells:
        seen = seen + lean(_others(standing, codes, mean, standing.judged), model.peers)
    moved = np.asarray(expit(seen))
    within = tuple(
        _others(standing, _crossed(codes, whole), moved, asked)
        for codes in cells
        for whole in (reports.herb, reports.condition)
    )
    return replace(of, peers=peers, peers_within=within)


def _crossed(cells: Codes, whole: Codes) -> Codes:
    return np.where(cells < 0, -1, whole * (int(cells.max()) + 1) + cells)


def _others(standing: Standing, keys: Codes, expected: Column, asked: Codes) -> Leaning:
    """Return the leaning of other patients with the same key."""
    reports, judged = standing.reports, standing.judged
    width = int(keys.max(initial=0)) + 1
    own = np.where(keys < 0, -1, reports.patient * width + keys)
    every = _sums(keys, reports, judged, expected, asked)
    mine = _sums(own, reports, judged, expected, asked)
    has = (keys[asked] >= 0).astype(np.float64)
    left = [np.maximum(0.0, (one - two) * has) for one, two in zip(every, mine, strict=True)]
    return Leaning(*left)


def _habit(standing: Standing, expected: Column) -> Leaning:
    reports, judged, asked = standing.reports, standing.judged, standing.asked
    every = _sums(reports.patient, reports, judged, expected, asked)
    itself = np.isin(asked, judged).astype(np.float64)
    if standing.asked is standing.judged:
        own_expected = expected
    else:
        places = np.zeros(len(reports))
        places[judged] = expected
        own_expected = places[asked]
    mine = (itself * reports.success[asked], itself, itself * own_expected)
    return Leaning(*[np.maximum(0.0, one - two) for one, two in zip(every, mine, strict=True)])


def _sums(
    keys: Codes, reports: Reports, judged: Codes, expected: Column, asked: Codes
) -> Sequence[Column]:
    found, places = np.unique(keys[judged], return_inverse=True)
    if not len(found):
        return [np.zeros(len(asked))] * 3
    at = np.minimum(np.searchsorted(found, keys[asked]), len(found) - 1)
    at = np.where(found[at] == keys[asked], at, len(found))
    columns = (reports.success[judged], np.ones(len(judged)), expected)
    return [np.append(np.bincount(places, one, len(found)), 0.0)[at] for one in columns]
