"""The subprocess that trains: `python -m tajriba.lab.training.child_main`.

It reads an npz document (`child_launcher.packed`) from standard input and writes a line of
JSON for each step, `{"says", "progress"}`, and last `{"outcome"}` or `{"failed"}`. It ends silently
when the process that started it has ended.
"""

import json
import os
import sys
import threading
import time
from dataclasses import asdict
from typing import Any, Final

from tajriba.lab.training.champion_challenger import retrain
from tajriba.lab.training.child_launcher import unpacked

_KIND: Final = 10
"""How much it lets everything else on the machine go first."""
_LOOK_SECONDS: Final = 1.0


def main() -> None:
    """Train what comes in, telling each step; see the module."""
    os.nice(_KIND)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        outcome = retrain(unpacked(sys.stdin.buffer.read()), _tell)
    except Exception as problem:
        _say({"failed": type(problem).__name__})
        raise
    _say({"outcome": asdict(outcome)})


def _end_with(parent: int) -> None:
    """End the process once its parent has: a killed one can't do so itself."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def _tell(says: str, progress: float) -> None:
    _say({"says": says, "progress": progress})


def _say(line: dict[str, Any]) -> None:
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)  # an ordinary end would flush once more, and complain


if __name__ == "__main__":
    main()
