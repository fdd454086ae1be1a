"""The formulas of model 2, for one patient or, as columns, for many at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tajriba.predictions.model.learned.features import Features, Residuals, Tally
from tajriba.predictions.model.learned.parameters import Learned
from tajriba.predictions.model.logit import expit, logit, random_intercept

if TYPE_CHECKING:
    from tajriba.predictions.model.logit import Figure

MIDDLE = 3.0


@dataclass(frozen=True, slots=True)
class Node:
    """What is thought at one level: the mean and strength of success, and the improvement."""

    mean: "Figure"
    strength: "Figure"
    improvement: "Figure"


@dataclass(frozen=True, slots=True)
class Opinions:
    """The three opinions, each one's share, and what they say together before habits.

    `own` is the share of the patient's own reports of this remedy in the strength of history.
    """

    historical: Node
    similar: Node
    match: Node
    shares: tuple["Figure", "Figure", "Figure"]
    logit: "Figure"
    own: "Figure"


def both(one: "Figure", other: "Figure") -> "Figure":
    """Return the strength of two uncertainties on top of each other: their variances add."""
    return one * other / (one + other)


def opinions(of: Features, model: Learned, *, own: bool = True) -> Opinions:
    """Return what history, similar patients and the texts say; without one's own if so asked."""
    elsewhere, prior = _expectation(of, model)
    historical = _recommended(prior, of.recommendation, of.own if own else None, model)
    apart = _recommended(prior, of.unlike, of.own if own else None, model)
    similar = _level(apart, model.similar, _effective(of.alike, model))
    match = _match(of, elsewhere, model)
    known = of.alike.total / (of.alike.total + 1e-9)
    weights = (
        historical.strength,
        known * model.weight_similar * similar.strength,
        of.match_known * model.weight_match * match.strength,
    )
    whole = weights[0] + weights[1] + weights[2]
    shares = (weights[0] / whole, weights[1] / whole, weights[2] / whole)
    pooled = (
        shares[0] * logit(historical.mean)
        + shares[1] * logit(similar.mean)
        + shares[2] * logit(match.mean)
    )
    personal = _effective(of.own, model).total * model.own if own else 0.0
    return Opinions(historical, similar, match, shares, pooled, personal / historical.strength)


def with_peers(at: "Figure", of: Features, model: Learned) -> "Figure":
    """Return the logit moved by how patients of one's own sex and age lean."""
    for one in of.peers:
        at = at + random_intercept_of(one, model.peers)
    for one in of.peers_within:
        at = at + random_intercept_of(one, model.peers_within)
    return at


def random_intercept_of(reports: Residuals, deviation: float) -> "Figure":
    """Return the shift of the logit that reports against expectation give."""
    return random_intercept(reports.successes, reports.total, reports.expected, deviation)


def posterior_strength(opinion: Opinions, model: Learned) -> "Figure":
    """Return the strength of the posterior: that of the Beta with the variance of the mixture.

    This is the variance within the opinions and that between them, as in model 1's linear pool;
    it is less than that of a single report, so that the strength is above 0. What the levels do
    not know of this patient and this time comes on top; own reports tell of both.
    """
    parts = tuple(
        zip(opinion.shares, (opinion.historical, opinion.similar, opinion.match), strict=True)
    )
    mean = sum((share * node.mean for share, node in parts), start=0.0)
    variance = sum(
        (
            share * (node.mean * (1 - node.mean) / (node.strength + 1) + (node.mean - mean) ** 2)
            for share, node in parts
        ),
        start=0.0,
    )
    strength = mean * (1 - mean) / variance - 1
    others = strength * (1 - opinion.own)
    return both(others, model.unseen) + strength * opinion.own


def improvement(opinion: Opinions, mean: "Figure", model: Learned) -> "Figure":
    """Return the expected improvement (1-5), moved by what moved the probability beyond history."""
    return opinion.historical.improvement + model.improvement * (mean - opinion.historical.mean)


def _expectation(of: Features, model: Learned) -> tuple[Node, Node]:
    """Return what is thought of all other remedies, and of this herb for this condition."""
    top = Node(0.5, model.population, MIDDLE)
    elsewhere = top
    for reports in (of.rest, of.herb, of.condition):
        elsewhere = _plus(elsewhere, _effective(reports, model))
    within = both(model.herb_condition, model.recommendation)
    herb = _level(elsewhere, model.herb, _told(of.herb, both(model.condition, within), model))
    family = _level(elsewhere, model.family, _told(of.family, model.condition, model))
    condition = _level(
        family, model.condition, _told(of.condition, both(model.herb, within), model)
    )
    pair = _additive(herb, condition, elsewhere, model)
    near = _level(pair, model.family_herb, _told(of.family_herb, model.herb_condition, model))
    siblings = _told(of.siblings, model.recommendation, model)
    return elsewhere, _level(near, model.herb_condition, siblings)


def _recommended(prior: Node, reports: Tally, own: Tally | None, model: Learned) -> Node:
    level = _level(prior, model.recommendation, _effective(reports, model))
    if own is None:
        return level
    personal = _effective(own, model)
    return _plus(level, _times(personal, model.own))


def _match(of: Features, elsewhere: Node, model: Learned) -> Node:
    mean = expit(logit(elsewhere.mean) + model.match_logit * of.match)
    strength = model.match_strength
    return Node(mean, strength, elsewhere.improvement + model.improvement * (mean - elsewhere.mean))


def _effective(reports: Tally, model: Learned) -> Tally:
    """Return reports after the design effect of repeated ones (Kish 1965, 5.4)."""
    repeats = (reports.reports + 1e-12) / (reports.patients + 1e-12)
    return _times(reports, 1 / (1 + (repeats - 1) * model.correlation))


def _told(reports: Tally, strength: "Figure", model: Learned) -> Tally:
    """Return what the reports of so many remedies tell of the level above them."""
    counted = _effective(reports, model)
    each = counted.total / reports.remedies
    return _times(counted, strength / (strength + each))


def _times(reports: Tally, share: "Figure") -> Tally:
    return Tally(
        reports.successes * share,
        reports.total * share,
        reports.improvement * share,
        reports.reports,
        reports.patients,
        reports.remedies,
    )


def _level(parent: Node, strength: float, reports: Tally) -> Node:
    prior = Node(parent.mean, both(strength, parent.strength), parent.improvement)
    return _plus(prior, reports)


def _plus(prior: Node, reports: Tally) -> Node:
    strength = prior.strength + reports.total
    return Node(
        (prior.mean * prior.strength + reports.successes) / strength,
        strength,
        (prior.improvement * prior.strength + reports.improvement) / strength,
    )


def _additive(herb: Node, condition: Node, parent: Node, model: Learned) -> Node:
    """Return the expectation of a herb for a condition: additive on the logit scale."""
    middle = logit(parent.mean)
    beyond = logit(herb.mean) + logit(condition.mean) - 2 * middle
    at = middle + model.intercept + model.slope * beyond
    base = both(both(model.herb, both(model.family, model.condition)), parent.strength)
    gained = herb.strength - both(model.herb, parent.strength)
    gained = (
        gained + condition.strength - both(model.condition, both(model.family, parent.strength))
    )
    moved = herb.improvement + condition.improvement - parent.improvement
    return Node(expit(at), base + gained, moved)
