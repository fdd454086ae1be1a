"""The errors of diagnoses and plans."""

from tajriba.kit.errors import AppError


class PlanNotYours(AppError):
    """A patient may plan only for a diagnosis that they reported themselves."""

    code = "plan_not_yours"
    kind = "forbidden"
