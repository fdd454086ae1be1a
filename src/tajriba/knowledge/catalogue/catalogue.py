"""The catalogue of herbs, conditions and remedies, read from TOML files."""

import json
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from pydantic import ValidationError

from tajriba.knowledge.catalogue import validation
from tajriba.knowledge.catalogue.red_flag_entries import Harmless, Measurement, RedFlag, Sign
from tajriba.knowledge.catalogue.toml_files import read_tables
from tajriba.knowledge.catalogue.validated_catalogue import Problem
from tajriba.knowledge.entries import (
    Condition,
    Entry,
    Herb,
    Member,
    Poison,
    Recommendation,
    SideEffect,
    Source,
    Term,
)
from tajriba.knowledge.preparation_entries import PreparationForm
from tajriba.knowledge.symptom_match import HerbFacts

SHIPPED: Final[Traversable] = files("tajriba.knowledge") / "data"
TABLES: Final[Mapping[str, str]] = {
    "sources": "source",
    "symptoms": "symptom",
    "conditions": "condition",
    "herbs": "herb",
    "recommendations": "recommendation",
    "signs": "sign",
    "harmless": "harmless",
    "measurements": "measurement",
    "red_flags": "red_flag",
    "side_effects": "side_effect",
    "health_states": "health_state",
    "medicines": "medicine",
    "allergens": "allergen",
    "members": "member",
    "constituents": "constituent",
    "poisons": "poison",
    "preparations": "preparation",
}
"""Field of the catalogue: the table it is read from, in any file."""


class CatalogueError(ValueError):
    """The knowledge files cannot be used; `problems` lists everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Catalogue(Entry):
    """Everything shipped, valid as a whole."""

    sources: tuple[Source, ...]
    symptoms: tuple[Term, ...]
    conditions: tuple[Condition, ...]
    herbs: tuple[Herb, ...]
    recommendations: tuple[Recommendation, ...]
    signs: tuple[Sign, ...]
    harmless: tuple[Harmless, ...]
    measurements: tuple[Measurement, ...]
    red_flags: tuple[RedFlag, ...]
    side_effects: tuple[SideEffect, ...]
    health_states: tuple[Term, ...]
    medicines: tuple[Term, ...]
    allergens: tuple[Term, ...]
    members: tuple[Member, ...] = ()
    constituents: tuple[Term, ...] = ()
    poisons: tuple[Poison, ...] = ()
    preparations: tuple[PreparationForm, ...] = ()

    @cached_property
    def version(self) -> str:
        """16 hex digits of the SHA-256 of the content; the order of entries does not matter."""
        content = {
            name: sorted(entries, key=lambda entry: str(entry.get("code") or entry))
            for name, entries in self.model_dump(mode="json").items()
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()[:16]


def herb_facts(herb: Herb) -> HerbFacts:
    """Return what the match needs of a herb, by its preferred opinion."""
    return HerbFacts(
        indications=frozenset(herb.indications),
        warmth=herb.opinion.warmth,
        moisture=herb.opinion.moisture,
    )


def load_catalogue(folder: Traversable = SHIPPED) -> Catalogue:
    """Read and validate every knowledge file in `folder` and below.

    A file may hold any of the tables; the entries of a table are joined in the order of the
    files' paths. Raises CatalogueError with all problems of form (see `reading`; unknown key,
    wrong type), or, once the form is right, all problems of meaning (see `rules`).
    """
    content, problems = read_tables(folder, TABLES)
    if problems:
        raise CatalogueError(tuple(problems))
    catalogue = _parse(content)
    breaches = validation.problems(catalogue)
    if breaches:
        raise CatalogueError(tuple(breaches))
    return catalogue


def _parse(content: Mapping[str, Any]) -> Catalogue:
    try:
        # Strict JSON validation lets arrays become tuples, which strict Python validation refuses.
        return Catalogue.model_validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        problems = [
            Problem(_place(content, one["loc"]), one["type"], one["msg"]) for one in details
        ]
        raise CatalogueError(tuple(problems)) from error


def _place(content: Mapping[str, Any], location: tuple[int | str, ...]) -> str:
    """Name an entry by its code where it has one: a position means little to a reader."""
    field, index, *rest = (*location, None) if len(location) == 1 else location
    entry = content[str(field)][index] if isinstance(index, int) else None
    code = entry.get("code", entry.get("name_en", index)) if isinstance(entry, dict) else index
    return ".".join(str(part) for part in (field, code, *rest) if part is not None)
