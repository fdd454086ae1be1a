"""Response models of privacy."""

from typing import Any, Literal

from pydantic import Field

from tajriba.kit.http.schemas import View


class PersonalData(View):
    """Everything that is kept of a person."""

    format: Literal["tajriba-personal-data-1"]
    made_at: str
    sections: dict[str, list[dict[str, Any]]] = Field(
        description="Rows by what they are of: `account`, `record`, `diagnoses`, `reports` and so "
        "on; times in ISO 8601.",
        examples=[{"record": [{"id": 7, "full_name": "مریم احمدی", "mizaj": "sard"}]}],
    )
    names: dict[str, dict[str, dict[str, str | None]]] = Field(
        description="What the ids of `conditions` and `remedies` are called.",
        examples=[{"conditions": {"3": {"fa": "سردرد", "en": "Headache"}}}],
    )


class RecordReading(View):
    """That somebody read the record of the person who asks, on one day."""

    reader_id: int = Field(examples=[4])
    reader_name: str = Field(examples=["دکتر سارا رضایی"])
    first_at: str = Field(description="When they read it first on that UTC day.")
    last_at: str = Field(description="When they read it last on that UTC day.")
    times: int = Field(description="How many requests read it.", examples=[3])


class Erasure(View):
    """One's request to be erased; both times are null where there is none."""

    asked_at: str | None = Field(examples=["2026-11-22T10:30:00Z"])
    due_at: str | None = Field(
        description="From then on it is done, and nothing undoes it.",
        examples=["2026-12-06T10:30:00Z"],
    )
