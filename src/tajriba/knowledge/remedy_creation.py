"""What practitioners add to the knowledge."""

import unicodedata
from dataclasses import asdict, dataclass

from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.errors import bad_field
from tajriba.knowledge.doses import daily_dose
from tajriba.knowledge.schemas import Text2
from tajriba.knowledge.service import condition_name, herb_entry, herb_name
from tajriba.knowledge.tables import recommendation


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy in its author's words."""

    herb_id: int
    condition_id: int
    preparation: str
    dose: str
    frequency: str
    duration_days: int


def create_recommendation(tx: WriteTx, author_id: int, remedy: Remedy) -> int:
    """Store a practitioner's remedy and return its id.

    Its author answers for it, so it counts as reviewed. Raises `NotFound` where herb or
    condition do not exist, `Invalid` where a day's dose is above the herb's known maximum.
    """
    herb_name(tx, remedy.herb_id)
    condition_name(tx, remedy.condition_id)
    recommendation_id = tx.add(
        recommendation,
        herb_id=remedy.herb_id,
        condition_id=remedy.condition_id,
        **_both("preparation", remedy.preparation),
        **_both("dose", remedy.dose),
        **_both("frequency", remedy.frequency),
        duration_days=remedy.duration_days,
        daily_g=_checked_daily_g(tx, remedy),
        reviewed=True,
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


def _checked_daily_g(tx: WriteTx, remedy: Remedy) -> float | None:
    """Return the day's grams, None where the words leave them open."""
    entry = herb_entry(tx, remedy.herb_id)
    most = entry.dose.max_daily_g if entry else None
    daily = daily_dose(remedy.dose, remedy.frequency)
    if most is not None and daily.grams is not None and daily.grams > most:
        raise bad_field("dose", "dose_above_maximum", max=most, daily=daily.grams)
    return daily.grams if daily.certain else None


def _both(field: str, text: str) -> dict[str, str | None]:
    words = in_its_language(text)
    return {f"{field}_fa": words.fa, f"{field}_en": words.en}


def in_its_language(text: str) -> Text2:
    """Return words as Persian where they have a letter of its script, else as English."""
    persian = any("ARABIC LETTER" in unicodedata.name(char, "") for char in text)
    return Text2(text, None) if persian else Text2(None, text)
