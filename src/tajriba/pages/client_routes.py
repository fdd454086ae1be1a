"""The addresses of the client's screens, as in its router (`client/src/routes.ts`)."""

import re
from typing import Final

SCREENS: Final = (
    "/",
    "/sign-in",
    "/sign-up",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/confirm-registration",
    "/provider-sign-in",
    "/privacy",
    "/settings",
    "/today",
    "/diagnoses",
    "/diagnoses/new",
    "/diagnoses/:id",
    "/diagnoses/:id/report",
    "/diagnoses/:id/report/:recommendationId",
    "/diagnoses/:id/curve",
    "/diagnoses/:id/print",
    "/history",
    "/mizaj",
    "/care",
    "/patients",
    "/patients/:id",
    "/patients/:id/diagnose",
    "/plans",
    "/reports",
    "/safety",
    "/remedies",
    "/words",
    "/evidence",
    "/herbs",
    "/herbs/:id",
    "/conditions",
    "/conditions/:id",
    "/recommendations/:id",
    "/admin/users",
    "/admin/models",
    "/admin/connections",
)
MACHINES: Final = frozenset(
    {"api", "ws", "events", "health", "metrics", "docs", "assets", "openapi.json", "asyncapi.json"}
)
"""First parts of paths that no person opens: what is unknown below them is a problem document."""

_KNOWN: Final = [
    (re.compile(re.sub(r":\w+", "([0-9]{1,19})", screen)), screen) for screen in SCREENS
]


def screen_of(path: str) -> tuple[str, int | None] | None:
    """Return the screen at a path, and the first id in the path; None where there is no screen."""
    for pattern, screen in _KNOWN:
        if found := pattern.fullmatch(path):
            return screen, int(found[1]) if found.groups() else None
    return None


def is_for_machines(path: str) -> bool:
    """Return whether a path is one that programs ask, not people."""
    return path.split("/", 2)[1:2][0] in MACHINES if path.startswith("/") else True
