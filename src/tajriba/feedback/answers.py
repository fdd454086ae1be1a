"""The answers of a report: their one declaration, from which all other code is derived. Pure.

Bodies, views, columns, sums, imports, exports, the audit trail and events take their fields from
`Answers`: a new answer is a new line here.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal, NamedTuple, get_type_hints

Severity = Literal["mild", "moderate", "severe"]


class SideEffect(NamedTuple):
    """A side effect as the patient named it; `severity` is None where they gave none."""

    name: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """An answer from `low` to `high`; None where one that is not required was left out.

    `stem` names its figures in the evidence: STEM_sum and average_STEM.
    """

    low: int
    high: int
    stem: str
    example: int
    description: str | None = None
    name: str = ""
    required: bool = True

    @property
    def sum(self) -> str:
        """The name of its sum."""
        return f"{self.stem}_sum"

    @property
    def count(self) -> str:
        """The name of the number of reports that answer it."""
        return "total" if self.required else f"{self.stem}_count"

    @property
    def average(self) -> str:
        """The name of its mean."""
        return f"average_{self.stem}"


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; no where nothing is said."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Free text of at most `longest` characters, or None. It is never public."""

    longest: int
    example: str


@dataclass(frozen=True, slots=True)
class SideEffects:
    """A list of side effects."""


Kind = Scale | Flag | Prose | SideEffects


class Answers(NamedTuple):
    """What a patient says in a report. Those without a default are required."""

    rating: Annotated[int, Scale(1, 5, "rating", 4)]
    symptom_improvement: Annotated[
        int,
        Scale(
            1,
            5,
            "improvement",
            3,
            "1 none or worse, 2 slight, 3 moderate, 4 considerable, 5 complete.",
        ),
    ]
    compliance_score: Annotated[int | None, Scale(1, 5, "compliance", 5)] = None
    got_worse: Annotated[bool, Flag()] = False
    side_effects: Annotated[tuple[SideEffect, ...], SideEffects()] = ()
    comment: Annotated[str | None, Prose(500, "خوابم بهتر شد")] = None

    def shown(self) -> dict[str, Any]:
        """Return the answers by name as their patient is shown them, ready for JSON."""
        said = self._asdict()
        said["side_effects"] = [one._asdict() for one in self.side_effects]
        return said

    def audited(self) -> dict[str, Any]:
        """Return the answers by name as the audit trail keeps them, ready for JSON: never a text,
        since it may be taken back; of a comment whether there is one, of side effects how bad."""
        said = self._asdict() | {name: getattr(self, name) is not None for name in PROSE}
        said["side_effects"] = [one.severity for one in self.side_effects]
        return said

    def without_text(self) -> "Answers":
        """Return what is left of the answers when their text is taken away."""
        rated = tuple([SideEffect("", one.severity) for one in self.side_effects if one.severity])
        none: dict[str, Any] = dict.fromkeys(PROSE)
        return self._replace(**none, side_effects=rated)


REQUIRED: Final = frozenset(Answers._fields) - Answers._field_defaults.keys()
NULLABLE: Final = frozenset(
    name for name, default in Answers._field_defaults.items() if default is None
)


def _kind(name: str, annotated: Any) -> Kind:
    kind: Kind = annotated.__metadata__[0]
    return replace(kind, name=name, required=name in REQUIRED) if isinstance(kind, Scale) else kind


KINDS: Final[dict[str, Kind]] = {
    name: _kind(name, annotated)
    for name, annotated in get_type_hints(Answers, include_extras=True).items()
}
"""What kind of answer each field of `Answers` is."""

PROSE: Final = tuple(name for name, kind in KINDS.items() if isinstance(kind, Prose))
SCALES: Final = tuple(kind for kind in KINDS.values() if isinstance(kind, Scale))
