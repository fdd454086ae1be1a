"""A page that opens: in the reader's language and theme, with an answer to what goes wrong."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.browser.kit.stored_data import wait_for_kept
from tests.e2e.browser.test_faults import fails, patients_window
from tests.e2e.served_clinic import Town

ME = "**/api/auth/me"
CODE = "**/assets/core-*.js"
LATER = "document.getAnimations().forEach((one) => one.finish())"


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_who_cannot_be_named_is_asked_to_come_in(window: Open, clinic: Town, status: int) -> None:
    mine = patients_window(window, clinic.patient())
    mine.watch.forgive(f"{status} .*/me")
    mine.context.route(ME, fails(status))
    page = mine.open("/diagnoses")
    expect(page.get_by_label(mine.say("account.password"))).to_be_visible()


def test_who_was_here_last_goes_on_unnamed(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = patients_window(window, maryam)
    board = DashboardPage(mine, maryam).open()
    wait_for_kept(board.page)
    mine.watch.forgive("503 .*/me")
    mine.context.route(ME, fails(503))
    board.page.reload()
    board.is_("live")
    expect(board.page.get_by_role("article").first).to_be_visible()


def test_a_server_that_takes_a_question_and_is_silent_is_as_good_as_none(
    window: Open, clinic: Town
) -> None:
    mine = patients_window(window, clinic.patient())
    mine.watch.forgive("Service Worker registration blocked")
    mine.context.route("**/api/auth/refresh", lambda _: None)
    mine.page.clock.install()
    page = mine.open("/diagnoses")
    page.clock.fast_forward(20_000)
    expect(page.get_by_label(mine.say("account.password"))).to_be_visible()


def test_a_page_whose_code_does_not_come_says_so(window: Open, clinic: Town) -> None:
    mine = patients_window(window, clinic.patient())
    mine.watch.forgive("ERR_FAILED")
    mine.context.route(CODE, lambda route: route.abort())
    page = mine.open("/diagnoses")
    again = page.locator(".late a")
    expect(again).to_be_hidden()
    page.evaluate(LATER)
    expect(again).to_be_visible()
    mine.context.unroute(CODE)
    again.click()
    mine.settle(page)


def test_the_first_thing_seen_is_in_the_readers_language_and_theme(
    window: Open, clinic: Town
) -> None:
    mine = patients_window(window, clinic.patient(), lang="en")
    mine.open("/settings").evaluate("localStorage['tajriba.theme'] = 'dark'")
    mine.watch.forgive("ERR_FAILED")
    mine.context.route(CODE, lambda route: route.abort())
    page = mine.open("/diagnoses")
    expect(page.get_by_text("Tajriba", exact=True)).to_be_visible()
    expect(page.get_by_text("تجربه", exact=True)).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
