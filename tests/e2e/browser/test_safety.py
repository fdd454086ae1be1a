"""What is urgent stands above everything, and what severe reports take out is reviewed."""

import re

from playwright.sync_api import Page, Route, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.axe import violations
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.people import care_for
from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import Remote

DESK = {"width": 1280, "height": 800}
SEVERE = [{"name": "سرگیجه", "severity": "severe"}]
DANGER = "گلویم ورم کرده و نفسم بند آمده"


def in_care(clinic: Town) -> tuple[Remote, Patient]:
    """Return a practitioner and a patient in their care."""
    doctor, patient = clinic.practitioner(), clinic.patient()
    care_for(doctor, patient)
    return doctor, patient


def herb_of(patient: Patient, remedy: int = 0) -> str:
    """Return the name of the herb of the n-th remedy."""
    return str(patient.remote.get(f"/api/recommendations/{patient.remedies[remedy]}")["herb_name"])


def stands_above_all(page: Page, window: BrowserWindow) -> None:
    """Expect the signs of danger before everything else of the screen."""
    alert = page.get_by_role("alert").filter(has_text=window.say("live.urgent_title"))
    expect(alert).to_be_visible()
    first = alert.evaluate(
        """one => [...document.querySelectorAll("main h2, main h3, main details, main form")]
        .every(other => one.contains(other) ||
          one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)"""
    )
    assert first


def test_a_plan_pauses_until_a_doctor_has_seen_the_patient(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    maryam.report(1, comment=DANGER)
    mine = window()
    mine.sign_in(maryam.remote.email)
    for path in ("", "/report", "/print"):
        page = mine.open(f"/diagnoses/{maryam.diagnosis_id}{path}")
        stands_above_all(page, mine)
    page = mine.open(f"/diagnoses/{maryam.diagnosis_id}")
    paused = page.get_by_text(mine.say("safety.paused"))
    expect(paused).to_be_visible()
    expect(page.get_by_text(herb_of(maryam), exact=True)).to_be_hidden()
    expect(page.get_by_role("article")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name=mine.say("live.urgent_seen")).click()
    expect(page.get_by_role("article")).to_have_count(2)
    expect(paused).to_have_count(0)
    assert maryam.remote.get(f"/api/diagnoses/{maryam.diagnosis_id}")["withheld"] is False


def test_a_severe_report_pauses_the_open_screen(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = window()
    mine.sign_in(maryam.remote.email)
    page = mine.open(f"/diagnoses/{maryam.diagnosis_id}")
    expect(page.get_by_role("article")).to_have_count(3)
    maryam.report(0, comment=DANGER)
    stands_above_all(page, mine)
    expect(page.get_by_text(mine.say("safety.paused"))).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


def test_what_is_decided_on_one_screen_shows_on_the_other(window: Open, clinic: Town) -> None:
    doctor, maryam = in_care(clinic)
    maryam.report(0, comment=DANGER)
    mine, theirs = window(), window(viewport=DESK)
    mine.sign_in(maryam.remote.email)
    theirs.sign_in(doctor.email)
    path = f"/diagnoses/{maryam.diagnosis_id}"
    pages = [mine.open(path), theirs.open(path)]
    for page, screen in zip(pages, (mine, theirs), strict=True):
        stands_above_all(page, screen)
        expect(page.get_by_text(screen.say("safety.paused"))).to_be_visible()
    pages[1].get_by_role("button", name=theirs.say("live.urgent_seen")).click()
    for page in pages:
        expect(page.get_by_role("article")).to_have_count(2)
        expect(page.get_by_role("alert")).to_be_visible()
    review = {"recommendation_id": maryam.remedies[0]}
    doctor.post(f"/api{path}/safety-reviews", review)
    for page in pages:
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.get_by_role("article")).to_have_count(2)


def test_a_practitioner_is_told_on_every_screen_and_reviews(window: Open, clinic: Town) -> None:
    doctor, maryam = in_care(clinic)
    desk, phone = window(viewport=DESK), window()
    desk.sign_in(doctor.email)
    phone.sign_in(doctor.email)
    page, other = desk.open("/words"), phone.open("/evidence")
    desk.settle()
    phone.settle()
    banner = page.get_by_role("link", name=desk.say("safety.banner", n=1))
    badge = page.get_by_role("link", name=desk.say("safety.badge", n=1), exact=True)
    theirs = other.get_by_role("link", name=phone.say("safety.banner", n=1))
    expect(banner).to_have_count(0)
    maryam.report(0, comment=DANGER)
    for seen in (banner, badge, theirs):
        expect(seen).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(۱\) "))
    page.goto(f"{desk.address}/herbs")
    banner.click()
    expect(page.get_by_text(DANGER)).to_be_visible()
    expect(banner).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name=desk.say("safety.end")).click()
    expect(page.get_by_text(desk.say("safety.none"))).to_be_visible()
    expect(theirs).to_have_count(0)
    expect(page).not_to_have_title(re.compile(r"^\("))
    assert doctor.get("/api/practice/live")["alerts"] == []
    assert maryam.remedies[0] not in maryam.remote.candidates(maryam.diagnosis_id)
    page.goto(f"{desk.address}/patients")
    desk.settle()
    expect(banner).to_have_count(0)


def test_a_severe_side_effect_is_acknowledged(window: Open, clinic: Town) -> None:
    doctor, maryam = in_care(clinic)
    phone = window()
    phone.sign_in(doctor.email)
    page = phone.open("/safety")
    expect(page.get_by_text(phone.say("safety.none"))).to_be_visible()
    maryam.report(0, side_effects=SEVERE)
    expect(page.get_by_text("سرگیجه")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=phone.say("safety.acknowledge")).click()
    expect(page.get_by_text(phone.say("safety.none"))).to_be_visible()
    assert maryam.remedies[0] in maryam.remote.candidates(maryam.diagnosis_id)


def test_a_severe_report_is_answered_and_the_patient_sees_it(window: Open, clinic: Town) -> None:
    doctor, maryam = in_care(clinic)
    mine, desk = window(), window(viewport=DESK)
    mine.sign_in(maryam.remote.email)
    desk.sign_in(doctor.email)
    page = mine.open(f"/diagnoses/{maryam.diagnosis_id}")
    theirs = desk.open("/evidence")
    mine.settle()
    desk.settle()
    maryam.report(0, comment="سرم گیج می‌رود", side_effects=SEVERE, compliance_score=4)
    expect(theirs.get_by_role("link", name=desk.say("safety.banner", n=1))).to_be_visible()
    theirs = desk.open("/reports")
    report = theirs.get_by_role("article").first
    expect(report.get_by_text("سرم گیج می‌رود")).to_be_visible()
    expect(report.get_by_text(desk.say("practitioner.report_severe"), exact=True)).to_be_visible()
    report.get_by_role("button", name=desk.say("practitioner.answer"), exact=True).click()
    stop = desk.say("patient.answer_stop")
    report.get_by_role("button", name=stop).click()
    report.get_by_label(desk.say("practitioner.answer_text")).fill("امروز تماس بگیرید.")
    assert violations(theirs) == []
    report.get_by_role("button", name=desk.say("practitioner.answer_send")).click()
    expect(report.get_by_text("امروز تماس بگیرید.")).to_be_visible()
    expect(theirs.get_by_role("link", name=desk.say("safety.banner", n=1))).to_have_count(0)
    told = page.get_by_role("status").filter(has_text="امروز تماس بگیرید.")
    expect(told).to_contain_text(mine.say("patient.answer_stop"))
    assert violations(page) == []
    page = mine.open("/history")
    expect(page.get_by_text("امروز تماس بگیرید.")).to_be_visible()


def test_a_released_remedy_is_offered_again(window: Open, clinic: Town) -> None:
    doctor, maryam = in_care(clinic)
    maryam.report(0, comment=DANGER)
    maryam.remote.post(f"/api/diagnoses/{maryam.diagnosis_id}/seen-by-doctor")
    assert maryam.remedies[0] not in maryam.remote.candidates(maryam.diagnosis_id)
    phone = window(lang="en")
    phone.sign_in(doctor.email)
    page = phone.open("/safety")
    page.get_by_role("button", name=phone.say("safety.release")).click()
    page.get_by_role("dialog").get_by_role("button", name=phone.say("safety.release")).click()
    expect(page.get_by_text(phone.say("safety.none"))).to_be_visible()
    assert maryam.remedies[0] in maryam.remote.candidates(maryam.diagnosis_id)


def test_a_plan_without_its_cautions_is_not_printed(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = window(viewport=DESK)
    mine.sign_in(maryam.remote.email)
    herb = herb_of(maryam)

    def as_before(route: Route) -> None:
        """Answer what an earlier version kept: remedies without what to mind."""
        answer = route.fetch()
        said = answer.json()
        for one in said["data"]["plan"]:
            del one["cautions"], one["correctives"]
        route.fulfill(response=answer, json=said)

    mine.context.route(f"**/api/diagnoses/{maryam.diagnosis_id}", as_before)
    page = mine.open(f"/diagnoses/{maryam.diagnosis_id}/print")
    expect(page.get_by_text(mine.say("patient.print_incomplete"), exact=True)).to_be_visible()
    expect(page.get_by_text(herb)).to_have_count(0)
    expect(page.get_by_role("button", name=mine.say("patient.print_now"))).to_have_count(0)
    mine.context.unroute(f"**/api/diagnoses/{maryam.diagnosis_id}")
    page.get_by_role("button", name=mine.say("ui.retry")).click()
    expect(page.get_by_text(herb).first).to_be_visible()
    expect(page.get_by_role("button", name=mine.say("patient.print_now"))).to_be_visible()


def test_the_printed_sheet_says_what_to_mind_and_whom_to_call(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    own = maryam.remote
    known = {"sex": "male", "birth_year": 1985, "allergies": ["بادام زمینی"]}
    known |= {"medicines": ["متفورمین"]}
    own.call("PATCH", f"/api/patients/{own.patient_id}", known)
    mine = window(viewport=DESK)
    mine.sign_in(own.email)
    page = mine.open(f"/diagnoses/{maryam.diagnosis_id}/print")
    page.emulate_media(media="print")
    expect(page.get_by_text("بادام زمینی")).to_be_visible()
    expect(page.get_by_text("متفورمین")).to_be_visible()
    shown = own.get(f"/api/diagnoses/{maryam.diagnosis_id}")
    expect(page.get_by_text(shown["whom_to_call"])).to_be_visible()
    assert shown["plan"]
    for one in shown["plan"]:
        sheet = page.get_by_role("listitem").filter(has_text=one["herb_name"]).first
        expect(sheet).to_contain_text(mine.say(f"evidence.route_{one['route']}"))
        for text in filter(None, (*one["cautions"], one["correctives"], one["dose"])):
            expect(sheet).to_contain_text(text)
    assert any(one["correctives"] for one in shown["plan"])
