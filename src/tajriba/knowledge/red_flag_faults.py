"""What may be wrong with red flags: unknown signs, conditions that can't be read. Pure."""

from collections.abc import Iterable, Iterator

from tajriba.knowledge.entries import Measurement, RedFlag, Sign
from tajriba.triage.rules import parse


def faults(
    signs: Iterable[Sign], measurements: Iterable[Measurement], flags: Iterable[RedFlag]
) -> Iterator[tuple[str, str, str]]:
    """Yield every fault: where, a stable code, and what."""
    named = frozenset(sign.code for sign in signs)
    measured = tuple(measurements)
    known = named | {one.code for one in measured}
    for one in measured:
        yield from _unknown(f"measurement {one.code}", one.of, named)
    for flag in flags:
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
