"""The processor time of a process, from the kernel."""

import os
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12
"""The places of user and system time behind the name, which may hold anything."""


def processor_seconds(process: int) -> float:
    """How many seconds of processors a process and its threads have used; without its children."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS
