"""The errors of diagnoses and plans."""

from tajriba.kit.errors import AppError


class DoctorFirst(AppError):
    """A sign wants a doctor now: no remedy is planned before one has seen the patient."""

    code = "doctor_first"
    kind = "conflict"


class ReviewFirst(AppError):
    """A severe report took a remedy out: a review of the remedy acknowledges its alert."""

    code = "review_first"
    kind = "conflict"


class NotSelfReported(AppError):
    """Another practitioner answers for this diagnosis: only a self-reported one is taken over."""

    code = "not_self_reported"
    kind = "conflict"


class PlanNotYours(AppError):
    """A patient may plan only for a diagnosis that they reported themselves."""

    code = "plan_not_yours"
    kind = "forbidden"
