"""What people do on the screens, step by step, as they find it by its words."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.kit.browser_window import BrowserWindow

TABS = 80


def choose(page: Page, legend: str, place: int) -> None:
    """Choose the n-th of a group's options, from 1."""
    _options(page, legend).nth(place - 1).check()


def tap(page: Page, legend: str, place: int) -> None:
    """The same with a thumb."""
    _options(page, legend).nth(place - 1).tap()


def _options(page: Page, legend: str) -> Locator:
    return page.get_by_role("group", name=legend, exact=True).get_by_role("radio")


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on one of the elements that are wanted."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate_all("all => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"{wanted} is not reached by the keyboard")


def press(page: Page, legend: str, place: int) -> None:
    """Choose the n-th of a group's options by the keyboard alone."""
    reach(page, _options(page, legend))
    page.keyboard.press("Space")
    for _ in range(place - 1):
        page.keyboard.press("ArrowDown")
    expect(_options(page, legend).nth(place - 1)).to_be_checked()


def assess_mizaj(window: BrowserWindow, answer: int = 0) -> None:
    """Answer every question alike, from the screen of the mizaj."""
    page = window.page
    page.get_by_role("button", name=window.say("patient.mizaj_assess")).click()
    progress = page.get_by_role("progressbar")
    of = int(progress.get_attribute("max") or 0)
    for number in range(1, of + 1):
        expect(progress).to_have_attribute("value", str(number))
        question = page.get_by_text(window.say("patient.mizaj_progress", n=number, of=of))
        question.locator("xpath=..").get_by_role("button").nth(answer).click()
    expect(page.get_by_role("button", name=window.say("patient.mizaj_again"))).to_be_visible()


def find_condition(window: BrowserWindow, spelling: str, name: str) -> None:
    """Search a condition in some spelling and pick what is found."""
    page = window.page
    page.get_by_role("combobox", name=window.say("patient.condition")).fill(spelling)
    page.get_by_role("option", name=name, exact=True).click()


def say_no_to_questions(window: BrowserWindow) -> None:
    """Say no to whatever has to be known before remedies can be called safe, and one's age."""
    page = window.page
    no = page.get_by_role("button", name=window.say("patient.no"), exact=True)
    begin = page.get_by_role("button", name=window.say("patient.start_plan"))
    expect(begin).to_be_visible()
    while (left := no.count()) > 0:
        expect(begin).to_be_disabled()
        no.first.click()
        expect(no).not_to_have_count(left)
    year = page.get_by_label(window.say("patient.birth_year"))
    if year.count():
        year.fill("65")
        page.get_by_role("button", name=window.say("ui.save")).click()
        expect(page.get_by_text(window.say("patient.birth_year_bad"))).to_be_visible()
        year.fill("1365")
        page.get_by_role("button", name=window.say("ui.save")).click()
    expect(begin).to_be_enabled()


def sign_up(window: BrowserWindow, name: str, email: str, password: str) -> None:
    """Open an account, which leads to one's mizaj."""
    page = window.open("/sign-up")
    page.get_by_label(window.say("account.full_name")).fill(name)
    page.get_by_label(window.say("account.email")).fill(email)
    page.get_by_label(window.say("account.password")).fill(password)
    page.get_by_role("button", name=window.say("account.open_account")).click()
    expect(page).to_have_url(re.compile("/mizaj$"))
