"""What axe-core finds wrong with a page."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

FONTS = "Promise.all([...document.fonts].map((face) => face.load())).then(() => null)"
"""axe measures words on a canvas; while a font loads, widths of both fonts mix, which it takes for
an icon's name."""
SOURCE = Path(__file__).parents[4] / "client" / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _source() -> str:
    return SOURCE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Return each violation with the elements that it is about.

    Of what is found while a screen is still being put together, only what stays is one.
    """
    page.evaluate(FONTS)
    page.evaluate(_source())
    found = _run(page)
    return [one for one in _run(page) if one in found] if found else []


def _run(page: Page) -> list[str]:
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
