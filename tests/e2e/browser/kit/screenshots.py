"""A picture of every screen, at the size of a phone and of a desk, in both languages.

python -m tests.e2e.browser.kit.screenshots [readme | /diagnoses/{diagnosis} ...]
They show the demo clinic and are put into ./screenshots; those of the README into docs/pictures.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.browser.conftest import PATIENCE_MS
from tests.e2e.browser.kit.browser_window import PHONE, BrowserWindow
from tests.e2e.browser.kit.people import NOT_FOUND, SCREENS
from tests.kit.servers.chromium import launched
from tests.kit.servers.server_process import Home

FOLDER = Path("screenshots")
DESK = ViewportSize(width=1440, height=900)
SIZES = {"phone": PHONE, "desk": DESK}
DASHBOARD = "/diagnoses/{diagnosis}"
LOADED = """
document.fonts.status === "loaded" && [...document.images].every(image => image.complete)
"""
README = Path("docs/pictures")


@dataclass(frozen=True)
class Picture:
    """What one picture shows."""

    role: str
    path: str
    size: str
    lang: str
    theme: str = "light"

    @property
    def name(self) -> str:
        """Return its file's name: `patient-diagnoses-new-phone-fa.png`."""
        words_ = [word.strip("{}") for word in self.path.split("/") if word]
        dark = ["dark"] if self.theme == "dark" else []
        return "-".join([self.role, *(words_ or ["home"]), self.size, self.lang, *dark]) + ".png"


def pictures(wanted: list[str]) -> Iterator[Picture]:
    """Yield every picture of the wanted addresses; of all, where none is named."""
    for role, size, lang in product(SCREENS, SIZES, ("fa", "en")):
        for path in SCREENS[role]:
            if wanted and path not in wanted:
                continue
            yield Picture(role, path, size, lang)
            if path == DASHBOARD:
                yield Picture(role, path, size, lang, "dark")


FOR_THE_README = {
    "dashboard": Picture("patient", DASHBOARD, "phone", "fa"),
    "report": Picture("patient", f"{DASHBOARD}/report/{{remedy}}", "phone", "fa", "dark"),
    "patients": Picture("practitioner", "/patients", "desk", "en"),
}


class Studio:
    """A browser before a demo clinic; each role, size, language and theme has a window."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.ids = self._ids()

    def take(self, picture: Picture, file: Path, whole: bool) -> None:
        """Take a picture of the whole page, or of what the screen shows of it."""
        window = self._window(picture)
        page = window.open(picture.path.format(**self.ids))
        window.settle()
        page.wait_for_function(LOADED)
        if picture.role != "nobody":
            page.wait_for_load_state("networkidle")
        if whole:
            _grow(page, SIZES[picture.size])
        page.screenshot(path=file)
        assert window.watch.complaints() == [], (picture, window.watch.complaints())
        window.context.close()

    def _window(self, picture: Picture) -> BrowserWindow:
        context = self.browser.new_context(
            viewport=SIZES[picture.size],
            locale="fa-IR" if picture.lang == "fa" else "en-GB",
            color_scheme="dark" if picture.theme == "dark" else "light",
            reduced_motion="reduce",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE_MS)
        window = BrowserWindow(context, self.address, picture.lang)
        window.watch.forgive(NOT_FOUND)
        if picture.role != "nobody":
            self._be(window, picture.role)
        return window

    def _be(self, window: BrowserWindow, role: str) -> dict[str, str]:
        url = f"{self.address}/api/demo/sign-in"
        answer = window.context.request.post(url, data={"role": role})
        assert answer.ok, answer.text()
        return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}

    def _ids(self) -> dict[str, int]:
        """Return what the addresses of the screens name, all of the demo patient's first."""
        window = BrowserWindow(self.browser.new_context(), self.address)
        token = self._be(window, "patient")

        def get(path: str) -> Any:
            answer = window.context.request.get(self.address + path, headers=token)
            assert answer.ok, answer.text()
            return answer.json()["data"]

        patient = get("/api/auth/me")["patient_id"]
        diagnosis = min(one["id"] for one in get("/api/diagnoses"))
        remedy = get(f"/api/diagnoses/{diagnosis}/live")["ranking"][0]["recommendation_id"]
        about = get(f"/api/recommendations/{remedy}")
        window.context.close()
        return {
            "patient": patient,
            "diagnosis": diagnosis,
            "remedy": remedy,
            "herb": about["herb_id"],
            "condition": about["condition_id"],
        }


def _grow(page: Page, size: ViewportSize) -> None:
    """Make room for the whole page, so that what keeps to the screen's end stands there."""
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})


def main(wanted: list[str]) -> int:
    """Take them all; 0."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        try:
            server = home.serve("--demo")
            with launched() as browser:
                _take(Studio(browser, server.address), wanted)
        finally:
            home.close()
    return 0


def _take(studio: Studio, wanted: list[str]) -> None:
    if wanted == ["readme"]:
        README.mkdir(exist_ok=True)
        for name, picture in FOR_THE_README.items():
            studio.take(picture, README / f"{name}.png", whole=False)
        return
    FOLDER.mkdir(exist_ok=True)
    for picture in pictures(wanted):
        studio.take(picture, FOLDER / picture.name, whole=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
