"""Response models of the operators' and administrators' routes."""

from typing import Literal

from pydantic import Field

from tajriba.kit.http.schemas import View


class Alive(View):
    """The process answers."""

    alive: Literal[True] = True


class Ready(View):
    """The process can do its work; what it does without is named."""

    ready: Literal[True] = True
    degraded: list[str] = Field(
        description="Parts that fail while the rest goes on, by name.", examples=[[]]
    )
