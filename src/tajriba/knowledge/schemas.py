"""Models of knowledge: facts for other features, request and response models of the routes."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tajriba.kit.http.schemas import Body, Id, Line, Text, View, not_blank
from tajriba.kit.i18n import Lang
from tajriba.knowledge.entries import ADULT_FROM, Confidence, Kind, Level, Part, Route

Origin = Literal["shipped", "practitioner", "import"]


@dataclass(frozen=True, slots=True)
class Text2:
    """Words in one or both languages; an imported remedy may have none."""

    fa: str | None
    en: str | None

    @property
    def both(self) -> dict[str, str | None]:
        """The words by language, as events keep them."""
        return {"fa": self.fa, "en": self.en}

    def in_(self, lang: Lang) -> str:
        """Return the words in `lang`, else in the other language, else nothing."""
        first, second = (self.en, self.fa) if lang == "en" else (self.fa, self.en)
        return first or second or ""


@dataclass(frozen=True, slots=True)
class RecommendationFacts:
    """A remedy as other features need it; `daily_g` is the whole day's grams, None if unread."""

    id: int
    herb_id: int
    condition_id: int
    herb_name: Text2
    condition_name: Text2
    preparation: Text2
    dose: Text2
    frequency: Text2
    duration_days: int | None
    daily_g: float | None
    route: Route
    part: Part | None
    min_age: int
    additions: tuple[str, ...]
    reviewed: bool
    author_id: int | None
    refusal: str | None
    withdrawn: bool
    origin: Origin

    @property
    def public(self) -> bool:
        """Whether everybody may read of it: somebody besides a practitioner who wrote it stands
        for it."""
        return self.origin != "practitioner" or self.reviewed


class RecommendationBody(Body):
    """A practitioner's remedy. Without a route or a part its preparation's words tell them."""

    herb_id: Id = Field(examples=[1])
    condition_id: Id = Field(examples=[1])
    preparation: Line = Field(examples=["دم‌کرده"])
    dose: Line = Field(examples=["۲ گرم"])
    frequency: Line = Field(examples=["روزی ۲ بار"])
    duration_days: Annotated[int, Field(ge=1, le=365)] = Field(examples=[14])
    route: Route | None = Field(None, examples=["swallowed"])
    part: Part | None = Field(None, examples=["flower"])
    min_age: Annotated[int, Field(ge=0, le=18)] = Field(
        ADULT_FROM, description="The age in years from which the dose is meant.", examples=[12]
    )


class RecommendationView(View):
    """A remedy in the reader's language; words that an import did not give are null."""

    id: int = Field(examples=[1])
    herb_id: int
    herb_name: str = Field(examples=["اسطوخودوس"])
    condition_id: int
    condition_name: str = Field(examples=["سردرد"])
    preparation: str | None
    dose: str | None
    frequency: str | None
    duration_days: int | None
    daily_g: float | None = Field(description="The whole day's grams, null where unknown.")
    route: Route
    part: Part | None
    min_age: int = Field(description="The age in years from which the dose is meant.")
    reviewed: bool = Field(
        description="Before a second practitioner or an administrator has reviewed it, a remedy "
        "is offered to its author's own patients alone."
    )
    withdrawn: bool = Field(description="It is offered to nobody; what was reported stays.")
    origin: Origin


class WrittenRemedyView(RecommendationView):
    """A practitioner's remedy as its author and its reviewers see it."""

    author: str = Field(description="Who wrote it.", examples=["دکتر سارا رضایی"])
    mine: bool = Field(description="Whether one wrote it oneself; then another reviews it.")
    refusal: str | None = Field(
        description="Why a reviewer refused it: it is offered to nobody until it is corrected.",
        examples=["بیشینهٔ مقدار برای سالمندان کمتر است."],
    )


class RefusalBody(Body):
    """Why a remedy should not be offered, for its author to read."""

    reason: Annotated[Text, Field(min_length=3, max_length=500), AfterValidator(not_blank)] = Field(
        examples=["بیشینهٔ مقدار برای سالمندان کمتر است."]
    )


class TermView(View):
    """A word of the vocabulary, in the reader's language."""

    code: str = Field(examples=["headache"])
    name: str = Field(examples=["سردرد"])


class SourceView(View):
    """Where a fact comes from."""

    code: str
    citation: str


class OpinionView(View):
    """One authority's degrees, -4..4 (hot and wet positive); null where it states none."""

    warmth: int | None = Field(ge=-4, le=4)
    moisture: int | None = Field(ge=-4, le=4)
    source: str
    preferred: bool


class ContraindicationView(View):
    """Who must not take it (absolute) or should ask first (caution)."""

    kind: Kind
    what: TermView | None
    min_age: int | None = Field(description="Years.")
    level: Level
    source: str


class PosologyView(View):
    """How a part is used: by which routes, the most of a day, from which age and for how long.

    `text` says it in words. Without `part` it is of every part.
    """

    text: str = Field(examples=["swallowed, at most 12 g a day, at most 14 days"])
    part: TermView | None
    routes: list[TermView]
    max_daily_g: float | None = Field(description="An adult's; null where unlimited.")
    min_age: int | None = Field(description="Years.")
    max_days: int | None
    source: str


class HerbDoseView(View):
    """The usual dose in words; the least and the most in a whole day, in `unit`, where known."""

    text: str
    min_daily_g: float | None
    max_daily_g: float | None
    unit: Literal["g"]
    source: str


class SubstituteView(TermView):
    """A herb that may be taken instead."""

    id: int | None = Field(description="Null for one that is no longer known.", examples=[1])


class HerbSummary(View):
    """A herb by its names; `described` says whether its nature and dangers are known."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["اسطوخودوس"])
    name_fa: str = Field(examples=["اسطوخودوس"])
    name_en: str | None = Field(examples=["Lavender"])
    name_latin: str | None
    origin: Origin
    described: bool


class HerbView(HerbSummary):
    """A herb with everything that is known of it; an imported one has its name alone.

    `sources` holds every source that any part names by its code.
    """

    wfo: str | None = Field(
        description="The plant's identifier in World Flora Online, where one was found.",
        examples=["wfo-0000691487"],
    )
    spellings: list[str] = Field(description="Further names, as people write them.")
    opinions: list[OpinionView]
    indications: list[TermView]
    parts: list[TermView] = Field(description="The parts that are used.")
    substitutes: list[SubstituteView]
    harms: str | None
    correctives: str | None
    dose: HerbDoseView | None
    posology: list[PosologyView]
    contraindications: list[ContraindicationView]
    confidence: Confidence | None
    confidence_meaning: str | None
    sources: list[SourceView]


class ConditionSummary(View):
    """A condition by its names."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["سردرد"])
    name_fa: str = Field(examples=["سردرد"])
    name_en: str | None = Field(examples=["Headache"])
    origin: Origin


class ConditionView(ConditionSummary):
    """A condition with its symptoms; an imported one has its name alone."""

    spellings: list[str] = Field(description="Further names, as people write them.")
    symptoms: list[TermView]
    referral: str | None = Field(description="Who should see a doctor with it.")
