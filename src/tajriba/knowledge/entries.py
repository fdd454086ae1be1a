"""The entries of knowledge files: one frozen model per kind of entry."""

from itertools import product
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, Field(min_length=1, max_length=600)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Degree = Annotated[int, Field(ge=0, le=4)]
Grams = Annotated[float, Field(gt=0, le=2000)]
Level = Literal["absolute", "caution"]
Confidence = Literal["monograph", "unverified"]
Part = Literal[
    "root",
    "rhizome",
    "bulb",
    "stem",
    "bark",
    "wood",
    "leaf",
    "flower",
    "stigma",
    "fruit",
    "rind",
    "kernel",
    "seed",
    "aerial_parts",
    "whole_plant",
    "gum",
    "resin",
    "sap",
    "oil",
    "honey",
    "mineral",
    "animal",
    "fungus",
    "gall",
    "distillate",
]
Route = Literal["swallowed", "skin", "inhaled", "gargled"]
Referral = Literal["now", "soon", "doctor"]
Kind = Literal["pregnancy", "nursing", "age", "condition", "medicine", "allergy"]


def expand(phrase: str) -> list[str]:
    """Return the wordings of a phrase: "/" parts what follows each other, "|" alternatives.

    "leg|foot / swollen" stands for "leg swollen" and "foot swollen".
    """
    parts = [[one.strip() for one in part.split("|")] for part in phrase.split("/")]
    return [" ".join(filter(None, words)) for words in product(*parts)]


class Entry(BaseModel):
    """Base of all entries: unknown keys and loose types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(Entry):
    """The same words in both languages."""

    fa: Words
    en: Words


class Source(Entry):
    """Where a fact comes from."""

    code: Code
    citation: Words


class Term(Entry):
    """A named thing of a vocabulary, with what people write for it."""

    code: Code
    name_fa: Name
    name_en: Name
    spellings: tuple[Name, ...]


class SideEffect(Term):
    """An unwanted effect, `serious` where it may be the beginning of harm, however mild. `phrases`
    are how people tell of it, each a pattern of `expand`."""

    phrases: tuple[Words, ...] = ()
    serious: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """Every wording that the phrases stand for, each once."""
        return tuple(dict.fromkeys(one for phrase in self.phrases for one in expand(phrase)))


class Member(Entry):
    """A medicine, health state or allergen by its own name, and the classes that it belongs to.

    Without classes it is known, and no rule speaks of it. The rest are codes of the world for it.
    """

    kind: Literal["medicine", "health_state", "allergen"]
    codes: tuple[Code, ...]
    name_fa: Name
    name_en: Name
    spellings: tuple[Name, ...]
    atc: Annotated[str, Field(pattern=r"^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$")] | None = (
        None
    )
    icd10: Annotated[str, Field(pattern=r"^[A-Z][0-9][0-9A-Z]([.][0-9A-Z]{1,4})?$")] | None = None
    taxon: Name | None = None


class Condition(Term):
    """What people complain of.

    `refer` says that a doctor must see it: now, within days, or at all; `referral` says in words of
    its own who should see one.
    """

    symptoms: Annotated[tuple[Code, ...], Field(min_length=1)]
    refer: Referral | None = None
    referral: Text | None = None


UNSOURCED = "unsourced"
"""The source of what stays in force until a monograph, a review or a dated text is named."""


class Opinion(Entry):
    """One authority's degrees; an axis that it leaves open is absent, balanced is 0.

    `place` is where in the source it stands.
    """

    hot: Degree | None = None
    cold: Degree | None = None
    wet: Degree | None = None
    dry: Degree | None = None
    source: Code
    place: Name | None = None
    preferred: bool = False

    @property
    def warmth(self) -> int | None:
        """Degree -4..4 (hot positive), None if unstated."""
        return _signed(self.hot, self.cold)

    @property
    def moisture(self) -> int | None:
        """Degree -4..4 (wet positive), None if unstated."""
        return _signed(self.wet, self.dry)


def _signed(positive: int | None, negative: int | None) -> int | None:
    if positive is None and negative is None:
        return None
    return (positive or 0) - (negative or 0)


class Contraindication(Entry):
    """Who must not take it (absolute) or should ask first (caution).

    `what` names a health state, medicine class or allergen; `min_age` is in years.
    """

    kind: Kind
    what: Code | None = None
    min_age: Annotated[int, Field(ge=1, le=18)] | None = None
    level: Level
    source: Code


class HerbDose(Entry):
    """The usual dose in words; the least and the most in a whole day (grams), where known."""

    min_daily_g: Grams | None = None
    max_daily_g: Grams | None = None
    text_fa: Words
    text_en: Words
    source: Code


class AgeBand(Entry):
    """The most of a child's day, in grams, from an age in years on."""

    from_age: Annotated[int, Field(ge=0, le=11)]
    max_daily_g: Grams


class Posology(Entry):
    """How a part is used: by which routes, how much a day, from which age and for how long.

    Without `part` it is of every part. `max_daily_g` that is left out is, where it is swallowed,
    the herb's own, else unlimited. Ages are in years.
    """

    part: Part | None = None
    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    max_daily_g: Grams | None = None
    children: tuple[AgeBand, ...] = ()
    min_age: Annotated[int, Field(ge=1, le=18)] | None = None
    max_days: Annotated[int, Field(ge=1, le=90)] | None = None
    source: Code


class Measures(Entry):
    """Grams of the herb in a measure of the household, where known."""

    teaspoon_g: Grams | None = None
    dessertspoon_g: Grams | None = None
    tablespoon_g: Grams | None = None
    cup_g: Grams | None = None
    drop_g: Grams | None = None
    ml_g: Grams | None = None
    source: Code


class Ingredient(Entry):
    """A herb in a compound preparation, and its part of the whole by mass.

    A share that is not known is left out: the whole then counts as this herb.
    """

    herb: Code
    share: Annotated[float, Field(gt=0, le=1)] | None = None


class Herb(Term):
    """A medicinal substance of the tradition; `substitutes` are codes of other herbs.

    The files must state `parts` (see `rules`); only what older versions stored may lack them.
    Without `posology` every part may be used by every route, up to the dose's maximum. A compound
    preparation states its `ingredients`; `constituents` are summed with those of other herbs.
    `wfo` is the plant's identifier in World Flora Online.
    """

    name_latin: Name
    wfo: Annotated[str, Field(pattern=r"^wfo-[0-9]{10}$")] | None = None
    opinions: Annotated[tuple[Opinion, ...], Field(min_length=1)]
    indications: Annotated[tuple[Code, ...], Field(min_length=1)]
    parts: tuple[Part, ...] = ()
    substitutes: tuple[Code, ...] = ()
    harms: Text
    correctives: Text
    dose: HerbDose
    posology: tuple[Posology, ...] = ()
    measures: Measures | None = None
    constituents: tuple[Code, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    contraindications: tuple[Contraindication, ...]
    confidence: Confidence
    sources: Annotated[tuple[Code, ...], Field(min_length=1)]

    @property
    def opinion(self) -> Opinion:
        """The preferred opinion."""
        return next(one for one in self.opinions if one.preferred)

    @property
    def cited(self) -> tuple[str, ...]:
        """Every source that any part names, each once."""
        opinions = (one.source for one in self.opinions)
        warnings = (one.source for one in self.contraindications)
        uses = (one.source for one in self.posology)
        measures = () if self.measures is None else (self.measures.source,)
        cited = (*self.sources, *opinions, self.dose.source, *uses, *measures, *warnings)
        return tuple(dict.fromkeys(cited))

    @property
    def safe_for_everyone(self) -> bool:
        """Whether nothing rules it out absolutely for anybody."""
        return all(one.level != "absolute" for one in self.contraindications)


class RecommendationDose(Text):
    """`daily_g` is the whole day's amount of the herb in grams."""

    daily_g: Grams | None = None


class Frequency(Text):
    """How often, in words and as times a day."""

    per_day: Annotated[float, Field(gt=0, le=24)]


ADULT_FROM = 12
"""The age in years from which a remedy may be offered that says nothing else."""


class Recommendation(Entry):
    """A remedy for a condition: herb, preparation, dose, frequency and duration.

    `min_age` (years) is the age from which the dose is meant; `additions` are further herbs in the
    preparation.
    """

    code: Code
    herb: Code
    condition: Code
    preparation: Text
    dose: RecommendationDose
    frequency: Frequency
    duration_days: Annotated[int, Field(ge=1, le=90)]
    route: Route = "swallowed"
    part: Part | None = None
    min_age: Annotated[int, Field(ge=0, le=18)] = ADULT_FROM
    additions: tuple[Code, ...] = ()
    reviewed: bool


class Poison(Term):
    """What is never a remedy, and why; with `herbs` a part or kin of these, in theirs alone."""

    herbs: tuple[Code, ...] = ()
    reason: Text
    source: Code
