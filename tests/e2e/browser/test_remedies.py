"""A remedy that a practitioner writes, and its review by another."""

from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.axe import violations
from tests.e2e.served_clinic import Town
from tests.kit.clients.remote_client import Remote

DESK = {"width": 1280, "height": 800}
REASON = "برای سالمندان زیاد است."


def write(doctor: Remote, herb: str = "زنجبیل") -> Any:
    """Write a remedy for a headache through the API and return it."""
    herb_id = doctor.get(f"/api/herbs?q={herb}")[0]["id"]
    condition_id = doctor.get("/api/conditions?q=سردرد")[0]["id"]
    words = {"preparation": "دم‌کرده", "dose": "۱ گرم", "frequency": "روزی ۲ بار"}
    ids = {"herb_id": herb_id, "condition_id": condition_id, "duration_days": 7}
    return doctor.post("/api/recommendations", words | ids)


def waiting(who: Remote) -> list[int]:
    """Return the remedies that await a review."""
    return [one["id"] for one in who.get("/api/practice/unreviewed-remedies")]


def test_another_refuses_the_author_corrects_and_an_admin_approves(
    window: Open, clinic: Town
) -> None:
    author, colleague, admin = clinic.practitioner(), clinic.practitioner(), clinic.employ("admin")
    remedy = write(author)
    theirs = window(viewport=DESK)
    theirs.sign_in(colleague.email)
    page = theirs.open("/remedies")
    card = page.locator("section.card").filter(has_text=remedy["herb_name"]).first
    expect(card).to_contain_text(remedy["dose"])
    assert violations(page) == []
    card.get_by_role("button", name=theirs.say("review.refuse")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=theirs.say("review.refuse")).click()
    expect(dialog.get_by_text(theirs.say("review.reason_missing"))).to_be_visible()
    dialog.get_by_label(theirs.say("review.reason")).fill(REASON)
    dialog.get_by_role("button", name=theirs.say("review.refuse")).click()
    expect(page.get_by_text(theirs.say("review.none_waiting"), exact=True)).to_be_visible()
    mine = window()
    mine.sign_in(author.email)
    page = mine.open("/remedies")
    page.get_by_role("tab", name=mine.say("review.tab_mine")).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("button", name=mine.say("review.correct")).click()
    page.get_by_label(mine.say("review.dose_each")).fill("۱۰۰ گرم")
    mine.watch.forgive("422 ")
    page.get_by_role("button", name=mine.say("ui.save")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label(mine.say("review.dose_each")).fill("۰٫۵ گرم")
    page.get_by_role("button", name=mine.say("ui.save")).click()
    expect(page.get_by_text(mine.say("review.badge_waiting"), exact=True)).to_be_visible()
    office = window(lang="en", viewport=DESK)
    office.sign_in(admin.email)
    page = office.open("/remedies")
    page.get_by_role("button", name=office.say("review.approve")).click()
    expect(page.get_by_text(office.say("review.none_waiting"), exact=True)).to_be_visible()
    assert waiting(colleague) == []
    assert author.get(f"/api/recommendations/{remedy['id']}")["reviewed"] is True


def test_a_practitioner_writes_and_withdraws_a_remedy(window: Open, clinic: Town) -> None:
    author, colleague = clinic.practitioner(), clinic.practitioner()
    mine = window()
    mine.sign_in(author.email)
    page = mine.open("/remedies")
    page.get_by_role("button", name=mine.say("review.write")).click()
    page.get_by_role("combobox", name=mine.say("frame.herb")).fill("زنجبیل")
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.get_by_role("combobox", name=mine.say("frame.condition")).fill("سردرد")
    page.get_by_role("option", name="سردرد", exact=True).click()
    fields = {
        "evidence.preparation": "دم‌کرده",
        "review.dose_each": "۱ گرم",
        "evidence.frequency": "روزی ۲ بار",
        "review.days": "۷",
    }
    for label, text in fields.items():
        page.get_by_role("textbox", name=mine.say(label)).fill(text)
    page.get_by_role("button", name=mine.say("ui.save")).click()
    page.get_by_role("tab", name=mine.say("review.tab_mine")).click()
    expect(page.get_by_text(mine.say("review.by_me"))).to_be_visible()
    assert len(waiting(colleague)) == 1
    page.get_by_role("button", name=mine.say("review.withdraw")).click()
    page.get_by_role("dialog").get_by_role("button", name=mine.say("review.withdraw")).click()
    expect(page.get_by_text(mine.say("review.none_mine"), exact=True)).to_be_visible()
    assert waiting(colleague) == []
