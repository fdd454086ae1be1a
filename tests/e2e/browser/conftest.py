"""Fixtures: one browser and one served clinic for all tests, windows of each test's own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser.kit.browser_window import PHONE, BrowserWindow
from tests.e2e.browser.kit.people import People, people_in
from tests.e2e.served_clinic import Town, town_in
from tests.kit.servers.chromium import launched

PATIENCE_MS = 15_000
Open = Callable[..., BrowserWindow]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town for tests that leave the server running."""
    with town_in(tmp_path_factory.mktemp("clinic")) as town:
        yield town


@pytest.fixture(scope="session")
def people(clinic: Town) -> People:
    """People of the clinic whose screens have something on them."""
    return people_in(clinic)


@pytest.fixture
def window(browser: Browser, clinic: Town) -> Iterator[Open]:
    """Open windows; each must have found nothing to complain of when the test ends."""
    opened: list[BrowserWindow] = []

    def open_one(town: Town = clinic, lang: str = "fa", **options: Any) -> BrowserWindow:
        context = browser.new_context(
            **{"viewport": PHONE, "locale": "fa-IR" if lang == "fa" else "en-GB", **options}
        )
        context.set_default_timeout(PATIENCE_MS)
        opened.append(BrowserWindow(context, town.server.address, lang))
        return opened[-1]

    yield open_one
    complaints = [each for one in opened for each in one.watch.complaints()]
    for one in opened:
        one.context.close()
    assert complaints == []
