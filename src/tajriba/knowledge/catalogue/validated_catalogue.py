"""The catalogue as its rules see it, and one thing that is wrong with it."""

from typing import NamedTuple, Protocol

from tajriba.knowledge.catalogue.red_flag_faults import Flagged
from tajriba.knowledge.entries import (
    Condition,
    Herb,
    Member,
    Poison,
    Recommendation,
    SideEffect,
    Source,
    Term,
)
from tajriba.knowledge.preparation_entries import PreparationForm


class Problem(NamedTuple):
    """One thing wrong: where, a stable code, and what."""

    where: str
    code: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.code}: {self.what}"


class Knowledge(Flagged, Protocol):
    """The catalogue as the rules see it."""

    @property
    def sources(self) -> tuple[Source, ...]: ...
    @property
    def symptoms(self) -> tuple[Term, ...]: ...
    @property
    def conditions(self) -> tuple[Condition, ...]: ...
    @property
    def herbs(self) -> tuple[Herb, ...]: ...
    @property
    def recommendations(self) -> tuple[Recommendation, ...]: ...
    @property
    def side_effects(self) -> tuple[SideEffect, ...]: ...
    @property
    def health_states(self) -> tuple[Term, ...]: ...
    @property
    def medicines(self) -> tuple[Term, ...]: ...
    @property
    def allergens(self) -> tuple[Term, ...]: ...
    @property
    def members(self) -> tuple[Member, ...]: ...
    @property
    def constituents(self) -> tuple[Term, ...]: ...
    @property
    def poisons(self) -> tuple[Poison, ...]: ...
    @property
    def preparations(self) -> tuple[PreparationForm, ...]: ...
