"""The API's description, as a developer sees it at `/docs`: from this server and no other."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Open

PASSES = 5
"""A busy machine may draw late, so what was not shown the first time is looked for again."""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
AT_END = "() => innerHeight + scrollY >= document.documentElement.scrollHeight - 1"
SHOWN = """() => [...document.querySelectorAll('.opblock')].map((one) => [
    one.querySelector('.opblock-summary-method').textContent,
    one.querySelector('.opblock-summary-path').dataset.path,
])"""


def operations_down(page: Page) -> Iterator[tuple[str, str]]:
    """Scroll down and give the operations that are shown: only those in sight are drawn."""
    while True:
        page.evaluate(PAINTED)
        yield from ((method, path) for method, path in page.evaluate(SHOWN))
        if page.evaluate(AT_END):
            return
        page.evaluate("() => scrollBy(0, innerHeight / 2)")


def test_the_operations_are_shown_and_tried_without_any_other_server(window: Open) -> None:
    mine = window(lang="en")
    page = mine.open("/docs")
    paths = mine.context.request.get(f"{mine.address}/openapi.json").json()["paths"]
    expect(page.locator(".opblock").first).to_be_visible()
    described = {(method.upper(), path) for path, those in paths.items() for method in those}
    shown: set[tuple[str, str]] = set()
    for _ in range(PASSES):
        shown |= set(operations_down(page))
        page.evaluate("() => scrollTo(0, 0)")
        if shown == described:
            break
    assert shown == described
    next(one for one in operations_down(page) if one == ("GET", "/health/live"))
    alive = page.locator(".opblock", has_text="/health/live")
    alive.get_by_role("button").first.click()
    alive.get_by_role("button", name="Try it out").click()
    alive.get_by_role("button", name="Execute").click()
    expect(alive.locator(".live-responses-table")).to_contain_text('"alive": true')
