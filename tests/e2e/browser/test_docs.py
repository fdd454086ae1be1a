"""The API's description, as a developer sees it at `/docs`: from this server and no other."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open


def test_the_operations_are_shown_and_tried_without_any_other_server(window: Open) -> None:
    mine = window(lang="en")
    page = mine.open("/docs")
    described = mine.context.request.get(f"{mine.address}/openapi.json").json()
    operations = [one for path in described["paths"].values() for one in path.values()]
    expect(page.locator(".opblock")).to_have_count(len(operations))
    alive = page.locator(".opblock", has_text="/health/live")
    alive.get_by_role("button").first.click()
    alive.get_by_role("button", name="Try it out").click()
    alive.get_by_role("button", name="Execute").click()
    expect(alive.locator(".live-responses-table")).to_contain_text('"alive": true')
