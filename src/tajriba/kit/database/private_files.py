"""Files that hold health records: created so that only their owner can read them."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

OWNER_ONLY: Final = 0o600


def create_private(path: Path) -> None:
    """Make an empty file; one that another process has made meanwhile stays as it is."""
    with suppress(FileExistsError):
        os.close(_create(path.resolve()))


def open_private(path: Path) -> TextIO:
    """Open a new text file to write, in UTF-8 and with line ends as they are given.

    One of this name is replaced, so that nobody who has it open reads on. What UTF-8 can't hold
    is written as a question mark. Raises OSError.
    """
    path.unlink(missing_ok=True)
    return os.fdopen(_create(path), "w", encoding="utf-8", errors="replace", newline="")


def is_shared(path: Path) -> bool:
    """Return whether others than its owner may do anything with a file."""
    return path.stat().st_mode & 0o077 != 0


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
