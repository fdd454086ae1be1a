"""Today and the curve: what is taken and how one is, also without a network."""

from playwright.sync_api import Page, Response, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.actions import choose
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.people import care_for
from tests.e2e.browser.kit.stored_data import in_the_open
from tests.e2e.served_clinic import Patient, Town


def today(window: BrowserWindow, patient: Patient) -> Page:
    """Open the screen of today for a patient."""
    window.sign_in(patient.remote.email)
    page = window.open("/today")
    expect(page.get_by_text(window.say("diary.severity_hint"))).to_be_visible()
    return page


def check_in(window: BrowserWindow, page: Page, severity: int, sleep: int) -> None:
    """Answer both questions."""
    form = page.get_by_role("region", name=window.say("diary.check_in"))
    choose(page, window.say("diary.severity", condition="سردرد"), severity + 1)
    choose(page, window.say("diary.sleep"), sleep)
    form.get_by_role("button", name=window.say("diary.save")).click()
    expect(form.get_by_text(window.say("diary.said_severity", n=severity))).to_be_visible()


def is_written(answer: Response) -> bool:
    """Return whether the server has taken a day of a diary."""
    return answer.request.method == "PUT" and answer.url.endswith("/diary") and answer.ok


def diary(patient: Patient) -> dict[str, object]:
    """Return the diary as the server keeps it."""
    found: dict[str, object] = patient.remote.get(f"/api/diagnoses/{patient.diagnosis_id}/diary")
    return found


def test_a_day_is_kept_taken_back_and_drawn(window: Open, clinic: Town) -> None:
    maryam, doctor = clinic.patient(1), clinic.practitioner()
    care_for(doctor, maryam)
    mine = window()
    page = today(mine, maryam)
    take = page.get_by_role("button", name=mine.part("diary.take_of"))
    take.click()
    expect(page.get_by_text(mine.say("diary.taken", n=1))).to_be_visible()
    page.get_by_role("button", name=mine.part("diary.again_of")).click()
    expect(page.get_by_text(mine.say("diary.taken", n=2))).to_be_visible()
    undo = page.get_by_role("button", name=mine.part("diary.undo_of"))
    undo.click()
    expect(page.get_by_text(mine.say("diary.taken", n=1))).to_be_visible()
    check_in(mine, page, 7, 2)
    page.get_by_role("button", name=mine.say("diary.change"), exact=True).click()
    with page.expect_response(is_written):
        check_in(mine, page, 4, 5)
    page.get_by_role("link", name=mine.say("frame.curve")).click()
    chart = page.get_by_role("img", name=mine.part("diary.chart_label"))
    expect(chart).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name=mine.say("diary.picture")).click()
    assert saving.value.path().read_bytes().startswith(b"\x89PNG")
    page.get_by_text(mine.say("diary.table")).click()
    row = page.get_by_role("table").get_by_role("row").nth(1)
    expect(row).to_contain_text(mine.say("diary.sleep_5"))
    expect(row.get_by_role("cell").first).to_have_text(mine.written(4))
    theirs = window(lang="en")
    theirs.sign_in(doctor.email)
    seen = theirs.open(f"/diagnoses/{maryam.diagnosis_id}/curve")
    expect(seen.get_by_role("img", name="4 of 10 at the end")).to_be_visible()
    about = seen.get_by_role("region", name=theirs.say("practitioner.about_patient"))
    expect(about).to_be_visible()
    expect(seen.get_by_role("link", name=theirs.say("diary.write"))).to_have_count(0)


def test_without_a_network_it_is_kept_and_sent_later(window: Open, clinic: Town) -> None:
    maryam = clinic.patient(1)
    mine = window()
    mine.watch.forgive("ERR_INTERNET_DISCONNECTED")
    page = today(mine, maryam)
    mine.context.set_offline(True)
    page.get_by_role("button", name=mine.part("diary.take_of")).click()
    expect(page.get_by_text(mine.say("diary.taken", n=1))).to_be_visible()
    expect(page.get_by_text(mine.say("diary.kept")).first).to_be_visible()
    check_in(mine, page, 6, 3)
    assert in_the_open(page) == set()
    assert diary(maryam)["days"] == []
    with page.expect_response(is_written):
        mine.context.set_offline(False)
    page.reload()
    expect(page.get_by_text(mine.say("diary.said_severity", n=6))).to_be_visible()
    expect(page.get_by_text(mine.say("diary.taken", n=1))).to_be_visible()
