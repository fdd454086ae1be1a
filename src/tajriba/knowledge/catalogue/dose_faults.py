"""What may be wrong with doses and routes of remedies. Pure."""

from collections.abc import Iterator

from tajriba.knowledge.catalogue.validated_catalogue import Knowledge, Problem
from tajriba.knowledge.dosage.posology import limits_of
from tajriba.knowledge.dosage.preparation_words import RouteWords
from tajriba.knowledge.entries import Herb, Recommendation


def dose_ranges(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield the herbs whose least amount of a day has no maximum, or is above it."""
    for herb in knowledge.herbs:
        least, most = herb.dose.min_daily_g, herb.dose.max_daily_g
        where = f"herb {herb.code}"
        if least is not None and most is None:
            yield Problem(where, "maximum_unstated", f"at least {least} g")
        elif least is not None and most is not None and least > most:
            yield Problem(where, "dose_range_reversed", f"{least} g to {most} g")


def doses(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield the remedies that their herb's posology is against."""
    herbs = {herb.code: herb for herb in knowledge.herbs}
    for one in knowledge.recommendations:
        if one.herb in herbs:
            yield from _dose(one, herbs[one.herb])


def _dose(one: Recommendation, herb: Herb) -> Iterator[Problem]:
    where = f"recommendation {one.code}"
    limits = limits_of(herb, one.route, one.part)
    if limits is None:
        yield Problem(where, "route_never", f"{herb.code} is not for {one.route}")
        return
    most, days = limits.max_daily_g, limits.max_days
    if most is not None and one.dose.daily_g is None:
        yield Problem(where, "dose_unstated", f"{herb.code} has a maximum of {most} g")
    elif most is not None and one.dose.daily_g is not None and one.dose.daily_g > most:
        yield Problem(where, "dose_above_maximum", f"{one.dose.daily_g} g, at most {most} g")
    if days is not None and one.duration_days > days:
        yield Problem(where, "days_above_maximum", f"{one.duration_days}, at most {days}")
    if one.part is not None and one.part not in herb.parts:
        yield Problem(where, "unknown_part", one.part)


def route_words(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield the remedies whose words tell of another route than theirs, and routes told twice."""
    for form in knowledge.preparations:
        if len(set(form.routes)) < len(form.routes):
            yield Problem(f"preparation {form.code}", "repeated_route", form.routes[0])
    words = RouteWords(knowledge.preparations)
    for one in knowledge.recommendations:
        for text in (one.preparation.fa, one.preparation.en):
            if not words.fits(one.route, text):
                yield Problem(f"recommendation {one.code}", "route_contradicted", text)
