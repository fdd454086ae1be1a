"""Rules from signs to how soon somebody must be seen. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from tajriba.triage.findings import Findings

Urgency = Literal["soon", "now"]
Call = Literal["emergency", "crisis_line"]

URGENCIES: Final[tuple[Urgency, ...]] = ("soon", "now")


class Condition(NamedTuple):
    """When a rule applies: every group holds somewhere in the complaint.

    A group is a list of alternatives each; all of them must be said of one thing.
    """

    groups: tuple[tuple[frozenset[str], ...], ...]

    @property
    def signs(self) -> frozenset[str]:
        """Every sign that it names."""
        return frozenset(code for group in self.groups for one in group for code in one)


class Rule(NamedTuple):
    """A syndrome: when it must be thought of, unless something harmless explains it."""

    code: str
    urgency: Urgency
    when: tuple[Condition, ...]
    unless: frozenset[str]


def parse(text: str) -> Condition:
    """Return a condition as it is written: "chest + pain|pressure & sweating".

    "+" joins what is said of one thing, "&" what stands anywhere, "|" alternatives. ValueError
    for an empty part.
    """
    groups = tuple(
        tuple(
            frozenset(code.strip() for code in alternatives.split("|"))
            for alternatives in group.split("+")
        )
        for group in text.split("&")
    )
    if any("" in one for group in groups for one in group):
        raise ValueError(f"Name a sign on both sides of +, & and |: {text!r}.")
    return Condition(groups)


class Rules:
    """Rules, found by the signs that a complaint has."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._order: dict[str, int] = {}
        self._by_sign: defaultdict[str, list[tuple[Rule, Condition]]] = defaultdict(list)
        for rule in rules:
            self._order.setdefault(rule.code, len(self._order))
            for condition in rule.when:
                for sign in min((one for group in condition.groups for one in group), key=len):
                    self._by_sign[sign].append((rule, condition))

    def apply(self, findings: Findings, facts: Iterable[str] = ()) -> dict[str, Urgency]:
        """Return how urgent each rule that applies is, by its code; the most urgent first.

        `facts` are signs that are known of the patient beside the complaint.
        """
        known = frozenset(facts)
        signs = findings.signs | known
        together = [(one, one | known) for one in findings.together]
        found: dict[str, Urgency] = {}
        for sign in signs:
            for rule, condition in self._by_sign.get(sign, ()):
                if found.get(rule.code) in ("now", rule.urgency):
                    continue
                if _may_hold(condition, signs) and _holds(rule, condition, together, known):
                    found[rule.code] = rule.urgency
        order = sorted(found, key=lambda code: (found[code] != "now", self._order[code]))
        return {code: found[code] for code in order}


def _may_hold(condition: Condition, signs: frozenset[str]) -> bool:
    """Return whether every sign is there at all: most conditions fail here."""
    for group in condition.groups:
        for any_of in group:
            if any_of.isdisjoint(signs):
                return False
    return True


def _holds(
    rule: Rule, condition: Condition,
    together: Sequence[tuple[frozenset[str], frozenset[str]]], known: frozenset[str],
) -> bool:  # fmt: skip
    for group in condition.groups:
        if len(group) == 1 and group[0] & known:
            continue
        if not any(
            rule.unless.isdisjoint(said) and not any(map(signs.isdisjoint, group))
            for said, signs in together
        ):
            return False
    return True
