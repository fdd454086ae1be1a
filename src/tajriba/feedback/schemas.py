"""Request and response models of feedback."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field

from tajriba.feedback.answers import (
    KINDS,
    NULLABLE,
    Answers,
    Flag,
    Kind,
    Prose,
    Scale,
    Severity,
    SideEffect,
)
from tajriba.feedback.success import split_side_effects
from tajriba.kit.http.schemas import Body, Id, Term, View, storable, with_fields

ShortText = Annotated[str, Field(max_length=500), AfterValidator(storable)]


class SideEffectIn(Body):
    """A side effect that was chosen or typed with its severity."""

    name: Annotated[Term, AfterValidator(str.strip)] = Field(examples=["تهوع"])
    severity: Severity | None = None


class SideEffectView(View):
    """A side effect; `severity` is null where the patient gave none."""

    name: str = Field(examples=["تهوع"])
    severity: Severity | None = None


_SideEffectsIn = Annotated[list[SideEffectIn], Field(max_length=20)] | ShortText
_EFFECTS_IN = ["سردرد، تهوع", [{"name": "تهوع", "severity": "mild"}]]


def _given(kind: Kind) -> tuple[Any, dict[str, Any]]:
    """Return the type of an answer in a body, and how it is described."""
    match kind:
        case Scale(low, high, _, example, description):
            described = {"examples": [example], "description": description}
            return Annotated[int, Field(ge=low, le=high)], described
        case Flag():
            return bool, {"examples": [False]}
        case Prose(longest, example):
            text = Annotated[str, Field(max_length=longest), AfterValidator(storable)]
            return text, {"examples": [example]}
        case _:
            return _SideEffectsIn, {"examples": _EFFECTS_IN}


def _in_report(name: str, kind: Kind) -> tuple[Any, Any]:
    found, described = _given(kind)
    if name in NULLABLE:
        return found | None, Field(None, **described)
    if name not in Answers._field_defaults:
        return found, Field(**described)
    default = Answers._field_defaults[name]
    if isinstance(default, tuple):
        return found, Field(default_factory=list, **described)
    return found, Field(default, **described)


def _in_revision(_: str, kind: Kind) -> tuple[Any, Any]:
    found, described = _given(kind)
    return found | None, Field(None, **described)


def _in_view(name: str, kind: Kind) -> tuple[Any, Any]:
    match kind:
        case Scale(example=example):
            return int | None if name in NULLABLE else int, Field(examples=[example])
        case Flag():
            return bool, Field(examples=[False])
        case Prose(example=text):
            return str | None, Field(examples=[text])
        case _:
            return list[SideEffectView], Field()


def _of_each(field: Callable[[str, Kind], tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: field(name, kind) for name, kind in KINDS.items()}


@with_fields(_of_each(_in_report))
class FeedbackIn(Body):
    """A report. Side effects come as a list, or as a text as one would type it."""

    recommendation_id: Id
    diagnosis_id: Id
    observed_at: Annotated[AwareDatetime, Field(strict=False)] | None = Field(
        None,
        description="When it was observed, at most 30 days back; now where absent.",
        examples=["2026-11-22T10:30:00Z"],
    )

    @classmethod
    def of(
        cls,
        answers: Answers,
        *,
        recommendation_id: int,
        diagnosis_id: int,
        observed_at: datetime | None = None,
    ) -> Self:
        """Return the body that says `answers`."""
        effects = [SideEffectIn(**one._asdict()) for one in answers.side_effects]
        said = {**answers._asdict(), "side_effects": effects}
        return cls(
            recommendation_id=recommendation_id,
            diagnosis_id=diagnosis_id,
            observed_at=observed_at,
            **said,
        )

    def answers(self) -> Answers:
        """Return what the report says."""
        given = Answers(*_given_in(self))
        return given._replace(side_effects=_side_effects(given.side_effects))


class BatchIn(Body):
    """Reports that are stored all or not at all."""

    items: Annotated[list[FeedbackIn], Field(min_length=1, max_length=50)]


@with_fields(_of_each(_in_revision))
class FeedbackRevision(Body):
    """What replaces the report's own answers; a field that is absent stays as it is."""

    def answers(self) -> dict[str, Any]:
        """Return the answers that are given, by name; null where null is given."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        if given.get("side_effects") is not None:
            given["side_effects"] = _side_effects(given["side_effects"])
        return given


_given_in = attrgetter(*Answers._fields)


def _side_effects(given: Any) -> tuple[SideEffect, ...]:
    """Return the side effects of a body, in either of its forms."""
    if isinstance(given, str):
        return split_side_effects(given)
    return tuple([SideEffect(one.name, one.severity) for one in given])


@with_fields(_of_each(_in_view))
class FeedbackView(View):
    """A report as stored."""

    id: int = Field(examples=[1])
    recommendation_id: int = Field(examples=[1])
    diagnosis_id: int = Field(examples=[1])
    patient_id: int = Field(examples=[1])
    observed_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    updated_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])


Answer = Literal["go_on", "stop", "call_me", "come_in"]


class ReplyView(View):
    """That a practitioner has read a report, and what they answered."""

    practitioner_name: str = Field(examples=["دکتر سارا رضایی"])
    read_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    answer: Answer | None = Field(description="Null where they chose none.", examples=["call_me"])
    text: str | None = Field(examples=["امروز عصر تماس می‌گیرم."])
    answered_at: str | None = Field(description="Null where they only read it.")


class PastReport(FeedbackView):
    """A report with the name of what it is about, who has read it and what was answered."""

    herb_name: str = Field(examples=["بابونه"])
    replies: list[ReplyView]


class FeedbackHealth(View):
    """Whether feedback can be stored and read."""

    healthy: Literal[True] = True
