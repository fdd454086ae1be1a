"""Request and response models of patients."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tajriba.accounts.schemas import Email, LinkSecret, Password, Role
from tajriba.kit.http.schemas import Body, Line, Term, View, storable
from tajriba.kit.mizaj import Mizaj
from tajriba.patients.age import is_year_of_birth
from tajriba.patients.record import LISTS, ListName, Sex


def _year_of_birth(year: int) -> int:
    if not is_year_of_birth(year):
        raise PydanticCustomError("not_a_birth_year", "a year of birth, Persian or Gregorian")
    return year


Terms = Annotated[list[Term], Field(max_length=50)]
BirthYear = Annotated[int, AfterValidator(_year_of_birth)]
Search = Annotated[str, Field(max_length=200), AfterValidator(storable)]


class Registration(Body):
    """Who opens an account."""

    email: Email = Field(examples=["maryam@example.org"])
    password: Password = Field(examples=["correct horse battery"])
    full_name: Line = Field(examples=["مریم احمدی"])


class Registered(View):
    """The new account and its patient record."""

    user_id: int = Field(examples=[7])
    patient_id: int = Field(examples=[3])


class Registering(View):
    """What became of a registration: an account, or an e-mail to the address, whose it may be."""

    mailed: bool = Field(description="Whether a link was sent that has to be opened first.")
    user_id: int | None = Field(None, description="Null where a link was sent.", examples=[7])
    patient_id: int | None = Field(None, description="Null where a link was sent.", examples=[3])


class Confirmation(LinkSecret):
    """Who opens the link of their registration."""

    password: Annotated[str, Field(max_length=200), AfterValidator(storable)] = Field(
        description="The one that was chosen.", examples=["correct horse battery"]
    )


class Me(View):
    """Who is signed in."""

    user_id: int = Field(examples=[7])
    email: str = Field(examples=["maryam@example.org"])
    email_verified: bool = Field(description="Whether the person has proved that it is theirs.")
    second_factor: bool = Field(description="Whether a password alone does not sign in.")
    authenticator: bool = Field(description="Whether codes of an authenticator are asked for.")
    second_factor_required: bool = Field(description="Whether the role needs one.")
    full_name: str = Field(examples=["مریم احمدی"])
    role: Role = Field(examples=["patient"])
    patient_id: int | None = Field(description="Null for who is no patient.", examples=[3])
    notice_accepted: bool = Field(
        description="Whether the person accepted the privacy notice that stands "
        "(PUT `/api/me/consents`)."
    )


class PatientView(View):
    """A patient's record; null is unknown."""

    id: int = Field(examples=[3])
    full_name: str = Field(examples=["مریم احمدی"])
    mizaj: Mizaj | None = Field(examples=["garm_khoshk"])
    birth_year: int | None = Field(
        description="As it was given: Persian below 1900, else Gregorian.", examples=[1364]
    )
    sex: Sex | None = Field(examples=["female"])
    conditions: list[str] = Field(examples=[["میگرن"]])
    allergies: list[str] = Field(examples=[["بابونه"]])
    medicines: list[str] = Field(examples=[["وارفارین"]])
    none_known: list[ListName] = Field(
        description="The lists that are empty because there is nothing: asked, and answered so. "
        "Any other empty list is unknown.",
        examples=[[]],
    )
    pregnant: bool | None = Field(examples=[False])
    nursing: bool | None = Field(examples=[None])
    version: int = Field(description="Grows with every change.", examples=[2])


class PatientPatch(Body):
    """The fields of a record that change; what is not given stays, null clears."""

    full_name: Line = Field(default_factory=str, examples=["مریم احمدی"])
    mizaj: Mizaj | None = Field(None, examples=["garm_khoshk"])
    birth_year: BirthYear | None = Field(
        None, description="Persian or Gregorian, at most the current year.", examples=[1364]
    )
    sex: Sex | None = Field(None, examples=["female"])
    conditions: Terms | None = Field(None, examples=[["میگرن"]])
    allergies: Terms | None = Field(None, examples=[["بابونه"]])
    medicines: Terms | None = Field(None, examples=[["وارفارین"]])
    none_known: Annotated[list[ListName], Field(max_length=len(LISTS))] | None = Field(
        None,
        description="All lists of which it is known that there is nothing. A list that says so in "
        "words («ندارد», `none`, `NKDA`) joins them by itself; one that is filled leaves them.",
        examples=[[]],
    )
    pregnant: bool | None = Field(None, examples=[False])
    nursing: bool | None = Field(None, examples=[None])
