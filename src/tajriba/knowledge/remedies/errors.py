"""What can fail where practitioners write and review remedies."""

from tajriba.kit.errors import AppError


class OwnRemedy(AppError):
    """A remedy is reviewed by somebody else than its author."""

    code = "own_remedy"
    kind = "conflict"
