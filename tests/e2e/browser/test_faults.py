"""What goes wrong has an answer in the reader's language, and nothing is lost by it."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.browser.kit.stored_data import in_the_open, wait_for_kept, wait_for_nothing_kept
from tests.e2e.browser.test_live import REFUSED, report, watched
from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import PASSWORD

LIVE = "**/api/diagnoses/*/live"
A_DAY_AHEAD = """(() => {
  const day = 86_400_000, Real = Date;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + day); }
    static now() { return Real.now() + day; }
  };
})();"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("Access is denied.", "SecurityError"); },
  });
}"""


def once(answer: Callable[[Route], None]) -> Callable[[Route], None]:
    """Answer the first request so, and let the others pass."""
    left = [answer]

    def handle(route: Route) -> None:
        (left.pop() if left else Route.fallback)(route)

    return handle


def fails(status: int) -> Callable[[Route], None]:
    """Answer with a status and no words of ours, as a proxy would."""
    return lambda route: route.fulfill(status=status, body="<h1>Bad</h1>", content_type="text/html")


def patients_window(window: Open, patient: Patient, **options: str) -> BrowserWindow:
    """Open a window whose requests can be caught, signed in."""
    mine = window(service_workers="block", **options)
    mine.sign_in(patient.remote.email)
    return mine


def test_leaving_ends_sockets_and_clears_what_was_kept(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.probe()
    board = watched(mine, maryam)
    wait_for_kept(board.page)
    assert in_the_open(board.page) == set()
    other = mine.tab()
    other.goto(f"{mine.address}/settings")
    other.get_by_role("button", name=mine.say("account.leave")).click()
    closed = "() => probe.sockets.length > 0 && probe.sockets.every((one) => one.readyState > 1)"
    board.page.wait_for_function(closed, timeout=1000)
    expect(board.page.get_by_text("سردرد")).to_have_count(0)
    expect(other.get_by_text(maryam.remote.email)).to_have_count(0)
    wait_for_nothing_kept(other)
    assert in_the_open(other) == set()


def test_a_stale_token_is_renewed_unseen(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = patients_window(window, maryam)
    mine.watch.forgive("401 .*/live")
    board = DashboardPage(mine, maryam).open()
    mine.context.route(LIVE, once(fails(401)))
    board.refresh()
    expect(board.page.get_by_text(mine.say("live.refreshed"))).to_have_count(1)
    expect(board.page.get_by_role("dialog")).to_have_count(0)


def test_an_ended_session_asks_to_sign_in_and_goes_on(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = window()
    mine.watch.forgive("401 ")
    board = watched(mine, maryam)
    reset = clinic.home.run("user", "reset-password", maryam.remote.email, said="a-new-password")
    assert reset.returncode == 0, reset.stderr
    dialog = board.page.get_by_role("dialog", name=mine.say("account.again_title"))
    dialog.get_by_label(mine.say("account.password")).fill("a-new-password")
    dialog.get_by_role("button", name=mine.say("account.sign_in"), exact=True).click()
    expect(dialog).to_have_count(0)
    board.is_("live")


def test_a_server_in_trouble_says_so_and_can_be_asked_again(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = patients_window(window, maryam)
    mine.watch.forgive("50[03] ")
    mine.context.route("**/api/diagnoses*", once(fails(500)))
    page = mine.open("/diagnoses")
    problem = page.get_by_role("alert").filter(has_text=mine.say("problem.server.title"))
    problem.get_by_role("button", name=mine.say("ui.retry")).click()
    expect(page.get_by_text("سردرد").first).to_be_visible()
    expect(problem).to_have_count(0)


def test_a_slow_answer_leaves_no_blank_page(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = patients_window(window, maryam)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    mine.context.route(LIVE, hold)
    page = mine.open(f"/diagnoses/{maryam.diagnosis_id}")
    expect(page.get_by_role("heading", name="سردرد")).to_be_visible()
    expect(page.get_by_text(mine.say("ui.loading")).first).to_be_attached()
    for route in held:
        route.continue_()
    mine.context.unroute(LIVE)
    DashboardPage(mine, maryam).is_("live")
    expect(page.get_by_text(mine.say("ui.loading"))).to_have_count(0)


def test_an_event_of_an_unknown_type_is_passed_over(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.probe()
    board = watched(mine, maryam)
    unknown = {"type": "weather_update", "event_id": 10**9, "timestamp": "", "data": {}}
    position = max(one["message"]["event_id"] for one in mine.arrivals(board.page))
    mine.deliver(board.page, [{**unknown, "event_id": position + 1}, {"nonsense": True}])
    report(maryam, 0)  # its event has the id that the unknown one came with
    board.tells(report(maryam, 1))


def test_a_clock_a_day_ahead_fools_nobody(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.context.add_init_script(A_DAY_AHEAD)
    board = watched(mine, maryam)
    told = report(maryam, 0)
    expect(board.telling(told)).to_contain_text("اکنون")


def test_a_browser_that_keeps_nothing_works_all_the_same(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.context.add_init_script(NO_STORAGE)
    board = watched(mine, maryam)
    board.tells(report(maryam, 0))
    board.page.reload()
    board.is_("live")


def test_it_opens_without_a_network(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.watch.forgive(REFUSED)
    board = watched(mine, maryam)
    told = report(maryam, 0)
    board.tells(told)
    wait_for_kept(board.page)
    board.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    mine.context.set_offline(True)
    board.page.reload()
    board.is_("offline")
    board.page.get_by_text(mine.part("live.as_of")).wait_for()
    board.tells(told)


def test_a_password_stays_out_of_addresses(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = window()
    asked: list[str] = []
    mine.context.on("request", lambda request: asked.append(request.url))
    page = mine.open(f"/sign-in?to=/diagnoses/{maryam.diagnosis_id}")
    page.get_by_label(mine.say("account.email")).fill(maryam.remote.email)
    page.get_by_label(mine.say("account.password")).fill(PASSWORD)
    page.get_by_role("button", name=mine.say("account.sign_in"), exact=True).click()
    DashboardPage(mine, maryam).is_("live")
    secret = [url for url in asked if PASSWORD in url or "token" in url or "ticket=" in url]
    assert secret == []
    assert len(asked) > 5
