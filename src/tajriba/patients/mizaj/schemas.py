"""Request and response models of the mizaj questionnaire."""

from typing import Annotated, Literal

from pydantic import Field

from tajriba.kit.http.schemas import Body, View
from tajriba.kit.mizaj import Mizaj
from tajriba.patients.mizaj.questionnaire import CHOICES, ITEMS, Leaning
from tajriba.patients.schemas import PatientView


class ItemChoice(View):
    """One answer to an item."""

    value: int = Field(ge=1, le=CHOICES, examples=[3])
    text: str = Field(examples=["گرم‌اند"])


class Item(View):
    """One question of the mizaj questionnaire."""

    code: str = Field(examples=["touch"])
    axis: Literal["warmth", "moisture"]
    question: str = Field(examples=["دست و پای شما بیشتر چگونه است؟"])
    choices: list[ItemChoice]


class Answers(Body):
    """The answers to the mizaj questionnaire, in the order of its items."""

    answers: Annotated[
        list[Annotated[int, Field(ge=1, le=CHOICES)]],
        Field(min_length=len(ITEMS), max_length=len(ITEMS)),
    ] = Field(examples=[[3, 3, 2, 3, 2, 3, 2, 3, 1, 1]])


class ScaleView(View):
    """The points on one axis and what they say."""

    points: int = Field(examples=[21])
    least: int = Field(description="The fewest points: wholly cold or dry.", examples=[8])
    most: int = Field(description="The most points: wholly hot or wet.", examples=[24])
    leaning: Leaning = Field(description="Hot or wet 1, cold or dry -1, else 0.", examples=[1])


class MizajView(View):
    """What the questionnaire says; it is in the record from now on."""

    mizaj: Mizaj = Field(examples=["garm_khoshk"])
    name: str = Field(examples=["گرم و خشک"])
    warmth: ScaleView
    moisture: ScaleView
    limits: str = Field(description="What such an answer can't say, in the reader's language.")
    patient: PatientView
