"""Creating the remedies that practitioners write, under the rules of shipped remedies."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Final, get_args

import orjson

from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, Values, WriteTx
from tajriba.kit.errors import bad_field
from tajriba.knowledge.dosage.doses import DailyDose, daily_dose
from tajriba.knowledge.dosage.frequencies import times_a_day
from tajriba.knowledge.dosage.household_measures import Measure
from tajriba.knowledge.dosage.known_words import unknown_words
from tajriba.knowledge.dosage.numerals import tokens_of
from tajriba.knowledge.dosage.posology import Limits, limits_of
from tajriba.knowledge.dosage.preparation_amounts import contradicts_dose, told_in
from tajriba.knowledge.dosage.preparation_words import by_other_route, parts_in
from tajriba.knowledge.entries import ADULT_FROM, Herb, Part, Route, Term
from tajriba.knowledge.schemas import Text2
from tajriba.knowledge.service import (
    condition_name,
    herb_entries_by_code,
    herb_entry,
    herb_name,
)
from tajriba.knowledge.tables import recommendation
from tajriba.knowledge.vocabulary.terms import (
    has_poisonous_parts,
    herbs,
    named_in,
    poisons_in,
    route_words,
)

VEHICLES: Final[frozenset[Part]] = frozenset({"oil", "distillate", "gum"})
"""Parts of other plants with which a remedy is mixed: a powder in rose water is no rose water."""
SPOONFUL_G: Final = 5.0
"""What is added without a stated amount may be a spoonful; below it, a maximum needs one."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy in its author's words; without a route or a part the words tell them."""

    herb_id: int
    condition_id: int
    preparation: str
    dose: str
    frequency: str
    duration_days: int
    route: Route | None = None
    part: Part | None = None
    min_age: int = ADULT_FROM


def create_recommendation(tx: WriteTx, author_id: int, remedy: Remedy) -> int:
    """Store a practitioner's remedy and return its id; it awaits a review.

    Raises `NotFound` where herb or condition do not exist, `Invalid` where the herb's posology is
    against it, where a dose can't be read that has a maximum, or where its words name a poison.
    """
    recommendation_id = tx.add(
        recommendation,
        **checked_values(tx, remedy),
        origin="practitioner",
        author_id=author_id,
        created_at=tx.now,
    )
    after = asdict(remedy)
    record(
        tx,
        Entry(author_id, "recommendation.create", "recommendation", recommendation_id, after=after),
    )
    return recommendation_id


def checked_values(tx: ReadTx, remedy: Remedy) -> Values:
    """Return what is stored of a remedy that nothing known is against; raises as above."""
    herb_name(tx, remedy.herb_id)
    condition_name(tx, remedy.condition_id)
    entry = herb_entry(tx, remedy.herb_id)
    _refuse_poison(tx, remedy, entry)
    read = _read(remedy, entry)
    if entry is not None:
        _refuse_limits(entry, remedy, read)
    _refuse_other_route(remedy, entry, read)
    _refuse_contradiction(remedy, entry, read)
    if entry is not None and has_poisonous_parts(entry.code):
        _refuse_unknown_words(entry, remedy)
    additions = _additions(remedy, entry)
    _refuse_additions(tx, additions, remedy, read, entry)
    return {
        "herb_id": remedy.herb_id,
        "condition_id": remedy.condition_id,
        **_both("preparation", remedy.preparation),
        **_both("dose", remedy.dose),
        **_both("frequency", remedy.frequency),
        "duration_days": remedy.duration_days,
        "daily_g": read.daily.grams if read.daily.certain else None,
        "route": read.route,
        "part": read.part,
        "min_age": remedy.min_age,
        "additions": orjson.dumps(additions).decode(),
        "reviewed": False,
        "reviewer_id": None,
        "refusal": None,
    }


@dataclass(frozen=True, slots=True)
class _Read:
    route: Route
    part: Part | None
    daily: DailyDose


def _read(remedy: Remedy, entry: Herb | None) -> _Read:
    """Return what the words of a remedy say; raises `Invalid` where they contradict its fields."""
    words = remedy.preparation
    if by_other_route(words):
        raise bad_field("preparation", "route_unjudged")
    named = parts_in(words)
    if remedy.part is not None and named - VEHICLES and remedy.part not in named:
        raise bad_field("part", "part_contradicted")
    parts = named if remedy.part is None else frozenset({remedy.part})
    if entry is not None and len(parts) == 1 and not parts <= set(entry.parts):
        raise bad_field("preparation", "part_undescribed")
    return _Read(
        remedy.route or route_words().route_of(words),
        next(iter(parts)) if len(parts) == 1 else None,
        daily_dose(remedy.dose, remedy.frequency, _grams_of(entry), _words_of(entry)),
    )


def _grams_of(entry: Herb | None) -> dict[Measure, float]:
    if entry is None or entry.measures is None:
        return {}
    stated = entry.measures.model_dump()
    return {one: stated[f"{one}_g"] for one in get_args(Measure) if stated[f"{one}_g"]}


def _words_of(entry: Term | None) -> frozenset[str]:
    names = (entry.name_fa, entry.name_en, *entry.spellings) if entry else ()
    return frozenset(token for name in names for token in tokens_of(name) if token.isalpha())


def _refuse_poison(tx: ReadTx, remedy: Remedy, entry: Herb | None) -> None:
    for field in ("preparation", "dose", "frequency"):
        if poisons_in(getattr(remedy, field), entry.code if entry else None):
            raise bad_field(field, "names_poison")
    named = herb_name(tx, remedy.herb_id)
    if any(poisons_in(name) for name in (named.fa, named.en) if name):
        raise bad_field("herb_id", "names_poison")


def _refuse_unknown_words(entry: Herb, remedy: Remedy) -> None:
    """Refuse what is not understood of a herb that has a poisonous part or relative; of one of
    which the oil alone is used, words that do not say that it is the oil."""
    added = [herbs()[code] for code in _additions(remedy, entry)]
    named = _words_of(entry).union(route_words().words, *map(_words_of, added))
    for field in ("preparation", "dose", "frequency"):
        unknown = unknown_words(getattr(remedy, field), entry.parts, named)
        if unknown:
            raise bad_field(field, "words_unread", words=", ".join(unknown))
    if entry.parts == ("oil",) and "oil" not in parts_in(remedy.preparation):
        raise bad_field("preparation", "part_undescribed")


def _refuse_limits(entry: Herb, remedy: Remedy, read: _Read) -> None:
    limits = limits_of(entry, read.route, read.part, min(remedy.min_age, ADULT_FROM))
    if limits is None:
        raise bad_field("preparation", "route_never")
    most, daily = limits.max_daily_g, read.daily
    if most is not None and daily.grams is not None and daily.grams > most:
        raise bad_field("dose", "dose_above_maximum", max=most, daily=daily.grams)
    if most is not None and daily.grams is None:
        raise bad_field("dose", "dose_unread", max=most)
    if most is not None and not daily.certain:
        raise bad_field("frequency", "frequency_unread", max=most)
    if limits.max_days is not None and remedy.duration_days > limits.max_days:
        raise bad_field("duration_days", "days_above_maximum", max=limits.max_days)


def _refuse_contradiction(remedy: Remedy, entry: Herb | None, read: _Read) -> None:
    """Refuse a preparation that tells of more than the dose, the frequency and the duration do, of
    a herb that has a maximum."""
    limits = limits_of(entry, read.route, read.part) if entry else None
    if limits is not None and _bounded(limits):
        _refuse_more(remedy, entry)


def _bounded(limits: Limits) -> bool:
    return limits.max_daily_g is not None or limits.max_days is not None


def _refuse_more(remedy: Remedy, entry: Herb | None) -> None:
    words = (remedy.preparation, remedy.dose, remedy.frequency)
    if contradicts_dose(*words, remedy.duration_days, _grams_of(entry)):
        raise bad_field("preparation", "dose_contradicted")


def _refuse_other_route(remedy: Remedy, entry: Herb | None, read: _Read) -> None:
    """Refuse words that tell of another route; those of a herb that is never swallowed must tell
    how it is used."""
    words = route_words()
    if not words.fits(read.route, remedy.preparation):
        raise bad_field("preparation" if remedy.route is None else "route", "route_contradicted")
    for field in ("dose", "frequency"):
        if words.contradicts(read.route, getattr(remedy, field)):
            raise bad_field(field, "route_contradicted")
    never = entry is not None and limits_of(entry, "swallowed", read.part) is None
    if never and not words.tells(read.route, remedy.preparation):
        raise bad_field("preparation", "route_untold")


def _refuse_additions(
    tx: ReadTx, codes: list[str], remedy: Remedy, read: _Read, entry: Herb | None
) -> None:
    """Refuse what is added by a route or so long as it may not be used, or in an unread amount.

    The amounts that a preparation tells may all be those of what is added.
    """
    told = told_in(remedy.preparation, _grams_of(entry))
    stated = told.grams * (times_a_day(remedy.frequency) or 1.0)
    for added in herb_entries_by_code(tx, codes).values():
        limits = limits_of(added, read.route)
        if limits is None:
            raise bad_field("preparation", "route_never")
        if limits.max_days is not None and remedy.duration_days > limits.max_days:
            raise bad_field("duration_days", "days_above_maximum", max=limits.max_days)
        most = limits.max_daily_g
        if most is not None and most < max(SPOONFUL_G, stated):
            raise bad_field("preparation", "addition_unread", max=most)
        if _bounded(limits):
            _refuse_more(remedy, entry)


def _additions(remedy: Remedy, entry: Herb | None) -> list[str]:
    """Return the codes of the further herbs that the words of a preparation name."""
    own = entry.code if entry else None
    return [code for code in named_in(remedy.preparation)[0] if code != own]


def _both(field: str, text: str) -> dict[str, str | None]:
    words = in_its_language(text)
    return {f"{field}_fa": words.fa, f"{field}_en": words.en}


def in_its_language(text: str) -> Text2:
    """Return words as Persian where they have a letter of its script, else as English."""
    persian = any("ARABIC LETTER" in unicodedata.name(char, "") for char in text)
    return Text2(text, None) if persian else Text2(None, text)
