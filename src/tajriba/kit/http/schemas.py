"""Models that all routes share: strict bodies, ids, text, and the envelope of an answer."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from tajriba.kit.text import is_storable, is_visible

MAX_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=MAX_ID)]


def _digits(value: object) -> object:
    """Refuse what int() would take besides digits: signs, spaces, underscores, fractions."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("int_parsing", "an id is written in digits")
    return value


PathId = Annotated[Id, BeforeValidator(_digits)]
QueryId = PathId
Limit = Annotated[int, Field(ge=1, le=200, description="How many at most.")]


def storable(text: str) -> str:
    if not is_storable(text):
        raise PydanticCustomError("text_unstorable", "text holds NUL or half a character")
    return text


def not_blank(text: str) -> str:
    if not is_visible(text):
        raise PydanticCustomError("text_blank", "text is blank")
    return text


Text = Annotated[str, AfterValidator(storable)]
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(storable),
                 AfterValidator(not_blank)]  # fmt: skip
Term = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(storable),
                 AfterValidator(not_blank)]  # fmt: skip

T = TypeVar("T")
Model = TypeVar("Model", bound=BaseModel)


def with_fields(
    fields: Mapping[str, tuple[Any, Any]],
) -> Callable[[type[Model]], type[Model]]:
    """Return a decorator that adds fields, each a type and its default or `Field`, to a model."""

    def extended(model: type[Model]) -> type[Model]:
        named: dict[str, Any] = dict(fields)
        return create_model(
            model.__name__,
            __base__=model,
            __module__=model.__module__,
            __doc__=model.__doc__,
            **named,
        )

    return extended


class Body(BaseModel):
    """A request's body: unknown fields and wrong types are refused, never guessed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class View(BaseModel):
    """What a response shows: all of its fields, always."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class Success(BaseModel, Generic[T]):
    """One thing."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    status: Literal["success"] = "success"
    data: T


class Page(BaseModel, Generic[T]):
    """A page of a list; `next`, where there is more, goes back as `?cursor=`."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    status: Literal["success"] = "success"
    data: list[T]
    count: int = Field(examples=[1])
    next: str | None = Field(None, examples=["bzox"])


class ProblemField(BaseModel):
    """One bad field: where it stands and why it is refused."""

    where: list[str | int] = Field(examples=[["body", "rating"]])
    code: str = Field(examples=["less_than_equal"])
    message: str = Field(examples=["Must be at most 5."])


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    code: str = Field(examples=["not_found"])
    detail: str = Field(examples=["There is nothing here, or you may not see it."])
    fields: list[ProblemField] | None = None


def ok(data: T) -> Success[T]:
    """Wrap one thing in the success envelope."""
    return Success(data=data)


def page(data: list[T], next_cursor: str | None = None) -> Page[T]:
    """Wrap a list in the success envelope."""
    return Page(data=data, count=len(data), next=next_cursor)
