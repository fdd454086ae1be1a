"""The result of one check of `tajriba doctor`."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one thing, and what to do where it is not well."""

    name: str
    state: State
    finding: str
    remedy: str = ""
