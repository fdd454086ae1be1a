"""Response models of training jobs."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tajriba.kit.http.schemas import Body, View, storable

Kind = Literal["retrain"]
State = Literal["waiting", "running", "done", "failed"]
Says = Literal[
    "waiting", "reading", "training", "judging", "refitting",
    "promoted", "kept", "nothing", "failed", "abandoned",
]  # fmt: skip


class ServingModel(Body):
    """Which model is to serve."""

    version: Annotated[str, Field(max_length=20), AfterValidator(storable)] = Field(examples=["1"])


class JobView(View):
    """Work that runs beside serving."""

    id: int = Field(examples=[12])
    kind: Kind
    state: State
    progress: float = Field(description="0..1", examples=[0.4])
    says: Says = Field(description="The step, or how it ended.", examples=["training"])
    detail: str | None = Field(
        description="The version that was promoted, why none was, or what failed.",
        examples=["2.1"],
    )
    text: str = Field(description="The same in words.")
    asked_by: int | None = Field(description="The account; null for the program itself.")
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    started_at: str | None = Field(examples=["2026-11-22T10:30:00.000Z"])
    finished_at: str | None = Field(examples=["2026-11-22T10:31:00.000Z"])
