"""What may be wrong with red flags: unknown signs, conditions that can't be read. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from tajriba.knowledge.catalogue.red_flag_entries import Measurement, RedFlag, Sign
from tajriba.triage.rules import parse


class Flagged(Protocol):
    """What of a catalogue is judged here."""

    @property
    def signs(self) -> tuple[Sign, ...]: ...
    @property
    def measurements(self) -> tuple[Measurement, ...]: ...
    @property
    def red_flags(self) -> tuple[RedFlag, ...]: ...


def faults(knowledge: Flagged) -> Iterator[tuple[str, str, str]]:
    """Yield every fault: where, a stable code, and what."""
    for code, times in Counter(sign.code for sign in knowledge.signs).items():
        if times > 1:
            yield f"sign {code}", "duplicate_code", f"{times} times"
    named = frozenset(sign.code for sign in knowledge.signs)
    known = named | {one.code for one in knowledge.measurements}
    for one in knowledge.measurements:
        yield from _unknown(f"measurement {one.code}", one.of, named)
    for flag in knowledge.red_flags:
        where = f"red_flag {flag.code}"
        yield from _unknown(where, flag.unless, known)
        for text in flag.when:
            try:
                condition = parse(text)
            except ValueError as error:
                yield where, "unreadable_condition", str(error)
            else:
                yield from _unknown(where, sorted(condition.signs), known)


def _unknown(
    where: str, codes: Iterable[str], known: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    return ((where, "unknown_code", code) for code in codes if code not in known)
