"""The errors of feedback."""

from tajriba.kit.errors import AppError


class IdempotencyConflict(AppError):
    """The Idempotency-Key was used before with another body."""

    code = "idempotency_conflict"
    kind = "conflict"
