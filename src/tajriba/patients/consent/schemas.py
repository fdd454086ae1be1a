"""Request and response models of consent."""

from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, Field

from tajriba.kit.http.schemas import Body, View

NOTICE_VERSION: Final = 2
"""The version of the privacy notice. Raise it where what it says changes: everybody is asked again.
The notice is the page `/privacy` of the client; version 0 is what was said before there was one."""

Purpose = Literal["published", "research", "training"]
"""What a patient's reports may be used for beyond their own care: figures that others see, research
with the reports themselves, training of models."""

PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)


def _each_once(purposes: list[Purpose]) -> list[Purpose]:
    return [one for one in PURPOSES if one in purposes]


class ConsentChoice(Body):
    """That one has read the notice, and all purposes that one agrees to."""

    notice_version: int = Field(
        ge=1, le=1_000_000, description="The version that was shown.", examples=[NOTICE_VERSION]
    )
    purposes: Annotated[
        list[Purpose], Field(max_length=len(PURPOSES)), AfterValidator(_each_once)
    ] = Field(
        description="Those that are not named end. Empty for who is no patient.",
        examples=[["published", "training"]],
    )


class ConsentEntry(View):
    """One consent: to the notice, a practitioner's care, or a purpose."""

    purpose: Literal["notice", "care", "published", "research", "training"] = Field(
        examples=["published"]
    )
    practitioner_name: str | None = Field(description="Of care.", examples=[None])
    notice_version: int | None = Field(
        description="The version that stood then; 0 before there was one.", examples=[1]
    )
    given_at: str = Field(examples=["2026-11-22T10:30:00Z"])
    ended_at: str | None = Field(description="Null while it holds.", examples=[None])


class Consents(View):
    """What one agrees to, and what one agreed to once."""

    notice_version: int = Field(description="The version that stands.", examples=[1])
    accepted_version: int | None = Field(
        description="The version that one accepted last; another than the one that stands is asked "
        "for again.",
        examples=[1],
    )
    purposes: list[Purpose] = Field(examples=[["published"]])
    history: list[ConsentEntry] = Field(description="The newest first.")
