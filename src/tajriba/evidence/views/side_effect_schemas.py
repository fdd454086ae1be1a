"""Response models of side effects. Across patients each counts once in a remedy."""

from pydantic import Field

from tajriba.kit.http.schemas import View


class EffectCount(View):
    """A side effect and how often it was reported; across patients, how many named it."""

    name: str = Field(examples=["تهوع"])
    count: int = Field(examples=[7])


class EffectOf(View):
    """How often a side effect was reported of one recommendation."""

    recommendation_id: int = Field(examples=[1])
    herb_name: str = Field(examples=["بابونه"])
    condition_name: str = Field(examples=["سردرد"])
    count: int = Field(examples=[7])
    reports: int | None = Field(
        description="The published reports of the recommendation that `count` is of: each "
        "patient counts once. Null where they are withheld.",
        examples=[40],
    )


class EffectStatistics(View):
    """A side effect over all recommendations for which it is published."""

    name: str = Field(examples=["تهوع"])
    count: int = Field(examples=[12])
    recommendations: list[EffectOf]
