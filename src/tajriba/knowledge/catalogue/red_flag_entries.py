"""What the files of red flags hold: signs, figures, syndromes."""

from typing import Annotated

from pydantic import Field

from tajriba.knowledge.entries import Code, Entry, Name, Words
from tajriba.triage.rules import Call, Urgency


class Sign(Entry):
    """Something that a complaint may name, with what people write for it.

    Other signs are said of a `part`. A `fact` may come from the record, too. A `serious` sign
    counts even where it is only feared, a `passing` one though it is over: a stroke may pass.
    What others have `noticed` counts for whomever it is told of: who is ill does not see it.
    A `degree` says how, when or how much and is nothing by itself, an `effort` one is usual after
    sport, and an `age` says how old somebody is.
    """

    code: Code
    fa: tuple[Name, ...] = ()
    en: tuple[Name, ...] = ()
    part: bool = False
    fact: bool = False
    serious: bool = False
    passing: bool = False
    noticed: bool = False
    degree: bool = False
    effort: bool = False
    age: bool = False


class Harmless(Entry):
    """Names that hold a sign and mean none."""

    fa: tuple[Name, ...] = ()
    en: tuple[Name, ...] = ()


class Measurement(Entry):
    """A figure beside one of the signs `of` that is a sign itself; or that `counts` a unit."""

    code: Code
    of: Annotated[tuple[Code, ...], Field(min_length=1)]
    at_least: float
    at_most: float
    counts: bool = False


class RedFlag(Entry):
    """A syndrome that wants a doctor soon or now, and the signs by which it is recognised.

    See `triage.rules.parse` for what stands in `when`; `unless` are signs that explain it.
    """

    code: Code
    name_fa: Name
    name_en: Name
    urgency: Urgency
    call: Call = "emergency"
    when: Annotated[tuple[Words, ...], Field(min_length=1)]
    unless: tuple[Code, ...] = ()
