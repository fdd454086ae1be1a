"""Every screen in both languages: nothing for axe to find, nothing to scroll sideways for."""

import pytest
from playwright.sync_api import Page

from tests.e2e.browser.axe import violations
from tests.e2e.browser.circle import SCREENS, Circle
from tests.e2e.browser.conftest import Open
from tests.e2e.browser.window import Window

WIDTHS = (320, 1920)
NOT_FOUND = r"404 .*/no/such/place$"


def opened(window: Open, circle: Circle, role: str, **options: str) -> Window:
    """Open a window of somebody of a role."""
    one = window(reduced_motion="reduce", **options)
    one.watch.forgive(NOT_FOUND)
    if role in circle.emails:
        one.sign_in(circle.emails[role])
    return one


@pytest.mark.parametrize("role", SCREENS)
@pytest.mark.parametrize("lang", ["fa", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(window: Open, circle: Circle, role: str, lang: str, theme: str) -> None:
    mine = opened(window, circle, role, lang=lang, color_scheme=theme)
    found = {}
    for path in circle.screens(role):
        page = mine.open(path)
        mine.settle()
        found[path] = violations(page)
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("role", SCREENS)
@pytest.mark.parametrize("lang", ["fa", "en"])
def test_nothing_is_scrolled_sideways(window: Open, circle: Circle, role: str, lang: str) -> None:
    mine = opened(window, circle, role, lang=lang)
    wide = []
    for path in circle.screens(role):
        page = mine.open(path)
        mine.settle()
        wide += [(path, width, over) for width in WIDTHS if (over := _over(page, width))]
    assert wide == []


def _over(page: Page, width: int) -> list[str]:
    """Return what sticks out of a page of a width, where it can be scrolled sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    return list(page.evaluate(STICKS_OUT))


STICKS_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const out = (one) => {
    const { left, right } = one.getBoundingClientRect();
    return left < -1 || right > root.clientWidth + 1;
  };
  const found = [...document.body.querySelectorAll("*")].filter(out);
  return found.map((one) => one.outerHTML.slice(0, 120));
}"""
