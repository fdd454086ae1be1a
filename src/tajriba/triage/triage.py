"""From a complaint to the signs of danger in it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

from tajriba.triage.findings import Findings, Vocabulary, joined, read
from tajriba.triage.rules import Rules, Urgency

_REMEMBERED: Final = 512
"""How many texts are not read twice: a report is judged when it is stored and when it is
answered, and what people call side effects comes again and again."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The signs of danger of a complaint with their urgency, the most urgent first."""

    urgencies: dict[str, Urgency]
    unread: tuple[str, ...]

    @property
    def urgency(self) -> Urgency | None:
        """How soon somebody must see the patient; None where nothing is urgent."""
        return next(iter(self.urgencies.values()), None)


class Triage:
    """Reads complaints by a vocabulary of signs and judges them by rules."""

    def __init__(self, vocabulary: Vocabulary, rules: Rules, facts: frozenset[str]) -> None:
        """`facts` are the signs that a patient's record may tell, too."""
        self._read = lru_cache(_REMEMBERED)(partial(read, vocabulary))
        self._rules = rules
        self._facts = facts

    def assess(self, texts: Iterable[str], facts: Iterable[str] = ()) -> Assessment:
        """Return what is urgent in all texts of one complaint together.

        `facts` are signs that are known of the patient otherwise: age, sex, pregnancy, record.
        """
        findings = self._findings(texts)
        return Assessment(self._rules.apply(findings, facts), findings.unread)

    def facts_in(self, texts: Sequence[str]) -> frozenset[str]:
        """Return what the texts of a record tell that matters for urgency."""
        return self._findings(texts).signs & self._facts

    def has_signs(self, texts: Sequence[str]) -> bool:
        """Return whether the texts tell of any sign, urgent or not."""
        return bool(self._findings(texts).signs)

    def _findings(self, texts: Iterable[str]) -> Findings:
        return joined(map(self._read, texts))
