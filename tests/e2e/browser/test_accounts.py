"""An administrator manages accounts."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.served_clinic import Town


def test_an_administrator_hands_a_link_over_and_disables(window: Open, clinic: Town) -> None:
    one, admin = clinic.patient().remote, clinic.employ("admin")
    desk = window()
    desk.sign_in(admin.email)
    page = desk.open("/admin/users")
    page.get_by_label(desk.say("admin.search_users")).fill(one.email)
    named = page.get_by_text(one.email, exact=True)
    row = page.get_by_role("main").get_by_role("listitem").filter(has=named)
    row.get_by_role("button", name=desk.say("admin.manage")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=desk.say("admin.link_reset")).click()
    expect(dialog.get_by_text("/reset-password#")).to_be_visible()
    assert one.call("GET", "/api/auth/me").status_code == 200
    dialog.get_by_role("button", name=desk.say("admin.disable"), exact=True).click()
    expect(dialog.get_by_text(desk.say("admin.account_changed"))).to_be_visible()
    assert one.call("GET", "/api/auth/me").status_code == 401
    expect(dialog.get_by_role("button", name=desk.say("admin.enable"), exact=True)).to_be_visible()
