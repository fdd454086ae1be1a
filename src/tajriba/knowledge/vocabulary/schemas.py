"""The shapes of words that people type: suggestions, what is read, what clinicians mapped."""

from typing import Annotated, Literal

from pydantic import Field

from tajriba.kit.http.schemas import Body, Term, View
from tajriba.knowledge.entries import Code
from tajriba.knowledge.schemas import TermView
from tajriba.knowledge.vocabulary.words import MappedKind

SuggestedKind = Literal["medicine", "health_state", "allergen", "reaction", "symptom"]
"""What people type of themselves, with suggestions."""


class Suggestion(View):
    """A thing that people may mean: its Persian and English name, then further ones."""

    names: list[str] = Field(examples=[["وارفارین", "Warfarin", "ماروان"]])
    codes: list[str] = Field(description="Its classes.", examples=[["anticoagulant"]])


class Suggestions(View):
    """Everything of a kind that has a name, for both languages at once."""

    version: str = Field(description="Of the knowledge.", examples=["3ba165679d6060b9"])
    kind: SuggestedKind
    suggestions: list[Suggestion]


class Texts(Body):
    """What somebody typed, as one kind of thing."""

    kind: SuggestedKind = Field(examples=["medicine"])
    texts: Annotated[list[Term], Field(min_length=1, max_length=50)] = Field(
        examples=[["متفورمین و ناشناخته"]]
    )


class ConceptView(View):
    """A thing that a text names, at its place in it (in characters)."""

    text: str = Field(description="The words for it.", examples=["متفورمین"])
    start: int = Field(examples=[0])
    end: int = Field(examples=[8])
    classes: list[TermView] = Field(description="What it is; none: known, and no rule is of it.")
    counts: bool = Field(description="False: denied, somebody else's, or over.")
    misspelt: bool


class UnreadView(View):
    """A place in a text that was not understood."""

    text: str = Field(examples=["ناشناخته"])
    start: int = Field(examples=[11])
    end: int = Field(examples=[19])


class ReadingView(View):
    """What was understood of one text, and what was not."""

    text: str = Field(examples=["متفورمین و ناشناخته"])
    concepts: list[ConceptView]
    unread: list[UnreadView]
    none: bool = Field(description="It says that there is nothing.", examples=[False])


class MappingBody(Body):
    """What a word means. Without codes it is harmless: no contraindication speaks of it."""

    kind: MappedKind = Field(examples=["medicine"])
    text: Term = Field(examples=["ناشناخته"])
    codes: Annotated[list[Code], Field(max_length=10)] = Field(
        description="Classes of the kind; of an allergen also herbs.", examples=[["antidiabetic"]]
    )


class MappingView(View):
    """A word that a clinician mapped, for the whole installation."""

    id: int = Field(examples=[1])
    kind: MappedKind
    text: str = Field(examples=["ناشناخته"])
    classes: list[TermView]
    author: str = Field(description="Who decided it.", examples=["دکتر سارا رضایی"])
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


class PatientName(View):
    """A patient in one's care."""

    id: int = Field(examples=[3])
    full_name: str = Field(examples=["مریم احمدی"])


class UnreadWord(View):
    """A word of records that nobody could read yet."""

    kind: MappedKind
    text: str = Field(examples=["ناشناخته"])
    count: int = Field(description="Patients whose record holds it.", examples=[1])
    patients: list[PatientName] = Field(description="Of one's own care; administrators get none.")
