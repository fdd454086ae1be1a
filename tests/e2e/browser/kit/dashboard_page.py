"""The live screen of a diagnosis, as one who reads it finds what is on it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.served_clinic import Patient
from tests.kit.clients.remote_client import Message


class DashboardPage:
    """The dashboard of a patient's diagnosis in a window, the patient's or another's."""

    def __init__(self, window: BrowserWindow, patient: Patient, page: Page | None = None) -> None:
        self.window = window
        self.patient = patient
        self.page = page or window.page
        self.herbs = _herbs(patient, window.lang)

    def open(self) -> "DashboardPage":
        """Open it and wait until it is live."""
        self.page.goto(f"{self.window.address}/diagnoses/{self.patient.diagnosis_id}")
        self.is_("live")
        return self

    def is_(self, state: str) -> None:
        """Wait until the state of the connection is so."""
        told = self.page.get_by_text(self.window.say(f"live.state_{state}"), exact=True)
        expect(told).to_be_visible()

    def refresh(self) -> None:
        """Press the button that takes everything anew."""
        self.page.get_by_role("button", name=self.window.say("live.refresh")).click()

    def telling(self, report: Message) -> Locator:
        """Return where a report stands among the events; a test tells its reports apart."""
        words = self.words_of(
            report["recommendation_id"], report["rating"], report["symptom_improvement"]
        )
        return self.page.get_by_role("listitem").filter(has_text=words)

    def words_of(self, remedy: int, rating: int, improvement: int) -> str:
        """Return how a report is told among the events."""
        herb = self.herbs[remedy]
        return self.window.say(
            "live.event_report", herb=herb, rating=rating, improvement=improvement
        )

    def look_for(self, words: str) -> None:
        """Have the probe take the time at which these words are on the screen."""
        self.page.evaluate("words => probe.look(words)", words)

    def seen_after(self, report: Message) -> float:
        """Return the ms from a report's message at the socket to what was looked for."""
        seen: float = self.page.evaluate("probe.seen")
        (came,) = (
            float(one["at"])
            for one in self.window.arrivals(self.page)
            if one["message"]["data"].get("feedback_id") == report["id"]
        )
        return seen - came

    def tells(self, report: Message, times: int = 1) -> None:
        """Wait until a report stands among the events so often."""
        expect(self.telling(report)).to_have_count(times)

    def position(self, remedy: int = 0) -> Locator:
        """Return the card of the n-th remedy of the plan."""
        name = self.herbs[self.patient.remedies[remedy]]
        return self.page.get_by_role("article", name=name)


def _herbs(patient: Patient, lang: str) -> dict[int, str]:
    """Return the plan's herbs by recommendation, in a language."""
    path = f"/api/diagnoses/{patient.diagnosis_id}/live"
    answer = patient.remote.call("GET", path, **{"Accept-Language": lang})
    ranking: list[Message] = answer.json()["data"]["ranking"]
    return {one["recommendation_id"]: one["herb_name"] for one in ranking}
