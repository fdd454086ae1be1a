"""Cells that a spreadsheet would take for formulas, pure: an apostrophe before them, and without.

Source: OWASP, CSV Injection.
"""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet computes; `plain` gives back what it was."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return a cell without the apostrophe that `guarded` put before it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
