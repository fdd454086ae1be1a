"""The nine temperaments of a person or an imbalance, and the place of each on the two axes."""

from typing import Final, Literal

Mizaj = Literal[
    "motadel",
    "garm",
    "sard",
    "tar",
    "khoshk",
    "garm_khoshk",
    "garm_tar",
    "sard_tar",
    "sard_khoshk",
]

MIZAJ_AXES: Final[dict[Mizaj, tuple[int, int]]] = {
    "motadel": (0, 0),
    "garm": (1, 0),
    "sard": (-1, 0),
    "tar": (0, 1),
    "khoshk": (0, -1),
    "garm_khoshk": (1, -1),
    "garm_tar": (1, 1),
    "sard_tar": (-1, 1),
    "sard_khoshk": (-1, -1),
}
"""(warmth, moisture): hot 1, cold -1; wet 1, dry -1; balanced 0."""
