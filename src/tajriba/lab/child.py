"""The process that trains: `python -m tajriba.lab.child`.

It reads an npz document (`apart.packed`) from standard input and writes a line of JSON for each
step, `{"says", "progress"}`, and last `{"outcome"}` or `{"failed"}`.
"""

import json
import os
import sys
from dataclasses import asdict
from typing import Any, Final

from tajriba.lab.apart import unpacked
from tajriba.lab.retraining import retrain

_KIND: Final = 10
"""How much it lets everything else on the machine go first."""


def main() -> None:
    """Train what comes in, telling each step; see the module."""
    os.nice(_KIND)
    try:
        outcome = retrain(unpacked(sys.stdin.buffer.read()), _tell)
    except Exception as problem:
        _say({"failed": type(problem).__name__})
        raise
    _say({"outcome": asdict(outcome)})


def _tell(says: str, progress: float) -> None:
    _say({"says": says, "progress": progress})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
