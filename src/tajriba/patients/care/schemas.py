"""Request and response models of care."""

from typing import Literal

from pydantic import Field

from tajriba.accounts.schemas import Email
from tajriba.kit.http.schemas import Body, Line, View

CareStatus = Literal["pending", "active", "ended"]


class Invitation(Body):
    """Whom a practitioner asks for consent."""

    email: Email = Field(examples=["maryam@example.org"])


class CareCode(Body):
    """The digits that a practitioner shows."""

    code: Line = Field(examples=["38201 77465"])


class CareView(View):
    """A practitioner's care of a patient, or the invitation to it."""

    id: int = Field(examples=[5])
    status: CareStatus = Field(examples=["pending"])
    email: str = Field(examples=["maryam@example.org"])
    practitioner_id: int = Field(examples=[2])
    practitioner_name: str = Field(examples=["دکتر سارا رضایی"])
    patient_id: int | None = Field(description="Told while the care is active.", examples=[None])
    patient_name: str | None = Field(description="Told while the care is active.", examples=[None])
    created_at: str = Field(examples=["2026-11-22T10:30:00.000Z"])
    accepted_at: str | None = Field(examples=[None])
    ended_at: str | None = Field(examples=[None])
    code: str | None = Field(
        None,
        description="Told to the practitioner while the care is pending, to show it in person.",
        examples=["3820177465"],
    )
