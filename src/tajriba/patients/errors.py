"""The errors of patients and care."""

from tajriba.kit.errors import AppError


class CareExists(AppError):
    """The practitioner has a pending or active invitation to this e-mail."""

    code = "care_exists"
    kind = "conflict"


class CareNotPending(AppError):
    """The invitation was accepted or ended before."""

    code = "care_not_pending"
    kind = "conflict"


class CareEnded(AppError):
    """The care had ended before."""

    code = "care_ended"
    kind = "conflict"


class NoticeChanged(AppError):
    """The notice that was accepted is not the one that stands."""

    code = "notice_changed"
    kind = "conflict"


class WrongCareCode(AppError):
    """No pending invitation to the patient's e-mail has this code."""

    code = "wrong_care_code"
    kind = "not_found"
