"""The input and the findings of the contraindication check."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from tajriba.knowledge.entries import ADULT_FROM, Herb, Part, Route

Question = Literal["pregnant", "nursing", "birth_year"]


class Unread(NamedTuple):
    """Words of a record that no term of the vocabulary matches, and where they stand."""

    kind: Literal["condition", "medicine", "allergy"]
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """What the gate knows of a patient. None is unknown; `unread` holds what could not be read,
    `allergy_herbs` plants (`plant_of`) with the patient's words for them.

    `held` are recommendations of which the patient reported a sign of danger, `held_plants` the
    plants in them, `kin_allergens` the allergens of these plants where the reaction may have been
    an allergic one. `planned` are recommendations of the patient's standing plans.
    `months` is the lowest age, in whole months, that the year of birth allows.
    """

    months: int | None
    sex: Literal["female", "male"] | None
    pregnant: bool | None
    nursing: bool | None
    conditions: frozenset[str]
    medicines: frozenset[str]
    allergens: frozenset[str]
    allergy_herbs: tuple[tuple[str, str], ...]
    unread: tuple[Unread, ...]
    held: frozenset[int] = frozenset()
    held_plants: frozenset[str] = frozenset()
    kin_allergens: frozenset[str] = frozenset()
    planned: frozenset[int] = frozenset()

    @property
    def age(self) -> int | None:
        """The lowest age in whole years."""
        return None if self.months is None else self.months // 12


class Portion(NamedTuple):
    """A herb in a remedy, and its grams of a day; None where they are not known."""

    herb: Herb
    daily_g: float | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the gate knows of a recommendation. Without a herb entry nobody described it.

    `reviewed` says that it may be offered to this person. `allergens` are those that the words of
    the preparation name, `additions` the further herbs in it, `ingredients` those of a compound,
    `correctives` herbs that may be taken beside it.
    `shipped` are remedies of the catalogue, not a practitioner's.
    """

    recommendation_id: int
    herb: Herb | None
    reviewed: bool
    daily_g: float | None
    route: Route = "swallowed"
    part: Part | None = None
    days: int | None = None
    min_age: int = ADULT_FROM
    allergens: frozenset[str] = frozenset()
    additions: tuple[Herb, ...] = ()
    correctives: tuple[Herb, ...] = ()
    ingredients: tuple[Portion, ...] = ()
    shipped: bool = True

    @property
    def herbs(self) -> tuple[Herb, ...]:
        """Every herb in it that is described."""
        own = () if self.herb is None else (self.herb,)
        parts = (portion.herb for portion in self.ingredients)
        return (*own, *parts, *self.additions, *self.correctives)


@dataclass(frozen=True, slots=True)
class Note:
    """A reason against, or a caution: a code of the catalogues' `gate` section, and what of."""

    code: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A note, whether it excludes, and what one would have to know."""

    note: Note
    excludes: bool
    question: Question | None = None
