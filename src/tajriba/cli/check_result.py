"""What a check of a set-up says."""

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
