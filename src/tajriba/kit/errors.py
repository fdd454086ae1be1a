"""The base classes of all errors that a user may see. HTTP, sockets and CLI map each kind once."""

from typing import ClassVar, Literal

Kind = Literal[
    "unauthenticated",
    "forbidden",
    "not_found",
    "conflict",
    "too_large",
    "invalid",
    "rate_limited",
    "unavailable",
]


class AppError(Exception):
    """A failure with a stable `code`, a `kind` and `params` for its translated message.

    `fields` says which parts of the request are meant, where that is known; `of` whose record was
    refused, as subject and id for the audit trail: the answer does not tell.
    """

    code: ClassVar[str]
    kind: ClassVar[Kind]

    def __init__(self, **params: str | int | float) -> None:
        super().__init__(self.code)
        self.params = params
        self.fields: list[FieldProblem] = []
        self.of: tuple[str, int] | None = None


class NotFound(AppError):
    """It does not exist, or this person may not see it: the answer is the same."""

    code = "not_found"
    kind = "not_found"

    def __init__(
        self,
        fields: "list[FieldProblem] | None" = None,
        *,
        of: tuple[str, int] | None = None,
    ) -> None:
        super().__init__()
        self.fields = fields or []
        self.of = of


class Forbidden(AppError):
    """This role may never do this."""

    code = "forbidden"
    kind = "forbidden"


class Invalid(AppError):
    """Fields of the request are bad; `fields` says which and why."""

    code = "invalid"
    kind = "invalid"

    def __init__(self, fields: "list[FieldProblem] | None" = None) -> None:
        super().__init__()
        self.fields = fields or []


class FieldProblem:
    """One bad field: where it stands, a code of the catalogue's `field` section, its params."""

    def __init__(self, where: list[str | int], code: str, **params: str | int | float) -> None:
        self.where = where
        self.code = code
        self.params = params


class TooLarge(AppError):
    """The request's body is larger than any that this service has use for."""

    code = "too_large"
    kind = "too_large"


class RateLimited(AppError):
    """Too many requests; `retry_after` is in whole seconds."""

    code = "rate_limited"
    kind = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after


class Unavailable(AppError):
    """A part that is needed cannot answer now; the same request may succeed later."""

    code = "unavailable"
    kind = "unavailable"


def bad_field(where: str, code: str, **params: str | int | float) -> Invalid:
    """Return the error for one bad field of a body."""
    return Invalid([FieldProblem(["body", where], code, **params)])
