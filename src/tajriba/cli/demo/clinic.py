"""Reading the demo clinic from clinic.toml, and the reports that its patients make."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from pydantic import BaseModel

from tajriba.accounts.schemas import Role
from tajriba.feedback.answers import Answers, SideEffect
from tajriba.feedback.schemas import FeedbackIn
from tajriba.kit.mizaj import Mizaj
from tajriba.patients.record import Sex


class Person(BaseModel):
    """Somebody with an account."""

    email: str
    full_name: str
    role: Role = "patient"


class DemoPatient(Person):
    """A patient, with what they come for."""

    sex: Sex
    birth_year: int
    mizaj: Mizaj
    pregnant: bool | None = None
    nursing: bool | None = None
    conditions: list[str]
    diagnoses: list[str]

    def record(self) -> dict[str, Any]:
        """Return the fields of the patient's record that are known."""
        fields = {"sex", "birth_year", "mizaj", "pregnant", "nursing", "conditions"}
        return self.model_dump(include=fields, exclude_none=True)


class DemoClinic(BaseModel):
    """The whole clinic."""

    seed: int
    password: str
    remedies_per_plan: int
    days_back: int
    days_between: int
    chances: list[float]
    side_effect_chance: float
    staff: list[Person]
    patients: list[DemoPatient]
    symptoms: dict[str, list[str]]
    comments: dict[str, list[str]]
    side_effects: list[SideEffect]

    @property
    def practitioner(self) -> Person:
        """Who cares for all the patients."""
        return self.staff[0]


@cache
def demo_clinic() -> DemoClinic:
    """Return the clinic, read once."""
    text = files("tajriba.cli.demo").joinpath("clinic.toml").read_text("utf-8")
    return DemoClinic.model_validate(tomllib.loads(text))


def report_days(clinic: DemoClinic) -> Iterator[int]:
    """Yield how many days back the patients report, longest ago first."""
    yield from range(clinic.days_back, 0, -clinic.days_between)


def report(
    clinic: DemoClinic, chance: float, draw: Random, diagnosis_id: int, recommendation_id: int,
    now: int, days_back: int,
) -> FeedbackIn:  # fmt: skip
    """Return what a patient reports of one remedy, `days_back` days before `now` (ms)."""
    good = draw.random() < chance
    improvement = draw.choice((3, 4, 4, 5) if good else (1, 2, 2, 3))
    answers = Answers(
        rating=draw.choice((3, 4, 5) if good else (1, 2, 3)),
        symptom_improvement=improvement,
        comment=draw.choice(clinic.comments["good" if good else "bad"]),
        compliance_score=draw.choice((3, 4, 5, 5)),
        side_effects=_side_effects(clinic, draw),
    )
    return FeedbackIn.of(
        answers,
        recommendation_id=recommendation_id,
        diagnosis_id=diagnosis_id,
        observed_at=datetime.fromtimestamp(now / 1000, UTC) - timedelta(days=days_back),
    )


def _side_effects(clinic: DemoClinic, draw: Random) -> tuple[SideEffect, ...]:
    harmed = draw.random() < clinic.side_effect_chance
    return (draw.choice(clinic.side_effects),) if harmed else ()
