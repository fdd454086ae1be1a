"""Every screen in both languages and themes: nothing for axe to find, nothing to scroll sideways
for, nothing that failed."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.axe import violations
from tests.e2e.browser.kit.people import NOT_FOUND, SCREENS, People

WIDTHS = (320, 1920)
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


@pytest.mark.parametrize("role", SCREENS)
@pytest.mark.parametrize("lang", ["fa", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_screen_is_for_everybody(
    window: Open, people: People, role: str, lang: str, theme: str
) -> None:
    mine = window(lang=lang, color_scheme=theme, reduced_motion="reduce")
    mine.watch.forgive(NOT_FOUND)
    if role in people.emails:
        mine.sign_in(people.emails[role])
    wrong: dict[str, list[str]] = {}
    for path in people.screens(role):
        page = mine.open(path)
        mine.settle()
        expect(page.get_by_role("alert")).to_have_count(0)
        wrong[path] = violations(page) + (_sideways(page) if theme == "light" else [])
    assert {path: each for path, each in wrong.items() if each} == {}


def test_what_is_wrong_with_a_page_is_found(window: Open) -> None:
    mine = window()
    page = mine.open("/")
    mine.settle()
    page.evaluate("document.querySelector('h1').innerHTML = '<button></button>'")
    page.evaluate("document.querySelector('main').style.inlineSize = '3000px'")
    assert "button-name" in {one.split()[0] for one in violations(page)}
    assert _sideways(page) != []


def _sideways(page: Page) -> list[str]:
    """Return what sticks out of a page that can be scrolled sideways, at each width."""
    found: list[str] = []
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"at {width}: {one}" for one in page.evaluate(STICKS_OUT)]
    if before:
        page.set_viewport_size(before)
    return found
