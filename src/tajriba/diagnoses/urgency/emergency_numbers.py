"""Whom to call: the numbers in force in this process, those of Iran until others are given."""

from dataclasses import dataclass
from typing import Final

from tajriba.triage.rules import Call


@dataclass(frozen=True, slots=True)
class EmergencyNumbers:
    """The telephone numbers of ambulances and of the crisis line for thoughts of suicide."""

    emergency: str = "115"
    crisis_line: str = "123"


_in_force: Final = [EmergencyNumbers()]


def put_in_force(numbers: EmergencyNumbers) -> None:
    """Have this process name these numbers from now on."""
    _in_force[:] = [numbers]


def number_of(call: Call) -> str:
    """Return the number to call."""
    numbers = _in_force[0]
    return numbers.crisis_line if call == "crisis_line" else numbers.emergency
