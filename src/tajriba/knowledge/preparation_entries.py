"""The entry of a word that tells how a remedy is used."""

from typing import Annotated

from pydantic import Field

from tajriba.knowledge.entries import Route, Term


class PreparationForm(Term):
    """A form of preparation, or a way of taking it, with all routes that it fits, its usual one
    first."""

    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
