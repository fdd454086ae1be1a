"""The shapes of operations."""

from typing import Literal

from pydantic import Field

from tajriba.kit.schemas import View


class Alive(View):
    """The process answers."""

    alive: Literal[True] = True


class Ready(View):
    """The process can do its work; what it does without is named."""

    ready: Literal[True] = True
    degraded: list[str] = Field(
        description="Parts that fail while the rest goes on, by name.", examples=[[]]
    )


class ModelView(View):
    """A model that predicts, with what it holds its components to be worth."""

    version: str = Field(examples=["1"])
    active: bool = Field(examples=[True])
    weights: dict[str, float] = Field(
        description="Of each component, before what is not known is left out; their sum is 1.",
        examples=[
            {"historical_effectiveness": 0.4, "similar_patients": 0.35, "symptom_match": 0.25}
        ],
    )


class JobView(View):
    """A piece of work that waits: plans to predict anew."""

    id: int = Field(examples=[12])
    kind: Literal["recommendation", "diagnosis"] = Field(
        description="Whose plans: all that hold a recommendation, or that of one diagnosis.",
        examples=["recommendation"],
    )
    ref: int = Field(description="The id of the recommendation or the diagnosis.", examples=[3])
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
