"""From a complaint to the signs of danger in it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from tajriba.triage.findings import Findings, joined, read
from tajriba.triage.rules import Rules, Urgency
from tajriba.triage.vocabulary import Vocabulary

_KEPT: Final = 1024
"""How many texts' findings, and how many judgements of findings, are kept in memory: the same few
words come again and again."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The signs of danger of a complaint with their urgency, the most urgent first."""

    urgencies: Mapping[str, Urgency]
    unread: tuple[str, ...]

    @property
    def urgency(self) -> Urgency | None:
        """How soon somebody must see the patient; None where nothing is urgent."""
        return next(iter(self.urgencies.values()), None)


class Triage:
    """Reads complaints by a vocabulary of signs and judges them by rules."""

    def __init__(self, vocabulary: Vocabulary, rules: Rules, facts: frozenset[str]) -> None:
        """`facts` are the signs that a patient's record may tell, too."""
        self._read = lru_cache(maxsize=_KEPT)(partial(read, vocabulary))
        self._apply = lru_cache(maxsize=_KEPT)(rules.apply)
        self._facts = facts
        self._finder = vocabulary.finder

    def make_ready(self) -> None:
        """Index what is looked up for words that no sign has."""
        self._finder.make_ready()

    def assess(self, texts: Iterable[str], facts: Iterable[str] = ()) -> Assessment:
        """Return what is urgent in all texts of one complaint together.

        `facts` are signs that are known of the patient otherwise: age, sex, pregnancy, record.
        """
        findings = self.read(texts)
        return Assessment(self.judge(findings, facts), findings.unread)

    def read(self, texts: Iterable[str]) -> Findings:
        """Return what all texts of one complaint tell."""
        return joined(map(self._read, texts))

    def judge(self, findings: Findings, facts: Iterable[str]) -> Mapping[str, Urgency]:
        """Return how urgent each sign of danger is that findings and facts make together."""
        return self._apply(findings, frozenset(facts))

    def judge_of_anybody(self, findings: Findings, facts: Iterable[str]) -> Mapping[str, Urgency]:
        """Return how urgent each sign of danger is at most, whatever a record tells, and of
        whomever some of these facts are known: no rule asks that a fact be absent."""
        return self._apply(findings, self._facts.union(facts))

    def facts_in(self, texts: Sequence[str]) -> frozenset[str]:
        """Return what the texts of a record tell that matters for urgency."""
        return self.read(texts).signs & self._facts
