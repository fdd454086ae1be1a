"""Coming in and leaving, as a person sees it."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.actions import sign_up
from tests.e2e.served_clinic import Town
from tests.kit.clients.remote_client import PASSWORD

EMAIL = "maryam.sign-up@example.org"


def test_sign_up_leave_and_come_back(window: Open) -> None:
    maryam = window()
    page = maryam.open("/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name=maryam.say("account.open_account")).click()
    page.get_by_label(maryam.say("account.full_name")).fill("مریم احمدی")
    page.get_by_label(maryam.say("account.email")).fill(EMAIL)
    page.get_by_label(maryam.say("account.password")).fill(PASSWORD)
    page.get_by_role("button", name=maryam.say("account.open_account")).click()
    page.get_by_role("link", name=maryam.say("frame.settings")).click()
    expect(page.get_by_role("main").get_by_text("مریم احمدی")).to_be_visible()
    page.get_by_role("button", name=maryam.say("account.leave")).click()
    expect(page.get_by_role("heading", name=maryam.say("account.hero_title"))).to_be_visible()
    page.get_by_role("link", name=maryam.say("frame.sign_in"), exact=True).click()
    page.get_by_label(maryam.say("account.email")).fill(EMAIL)
    page.get_by_label(maryam.say("account.password")).fill(PASSWORD)
    page.get_by_role("button", name=maryam.say("account.sign_in")).click()
    expect(page).to_have_url(f"{maryam.address}/diagnoses")


def test_a_wrong_password_is_told_in_the_readers_language(window: Open) -> None:
    stranger = window(lang="en")
    stranger.watch.forgive("401.*/api/auth/login")
    page = stranger.open("/sign-in")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.get_by_label(stranger.say("account.email")).fill("nobody@example.org")
    page.get_by_label(stranger.say("account.password")).fill("wrong-password")
    page.get_by_role("button", name=stranger.say("account.sign_in")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name=stranger.say("frame.other_language")).click()
    expect(page.get_by_role("button", name="ورود")).to_be_visible()


def test_where_one_wanted_to_go_is_remembered(window: Open) -> None:
    page = window().open("/history")
    expect(page).to_have_url(re.compile("/sign-in.to=%2Fhistory$"))


def test_everything_that_is_kept_of_one_is_downloaded(window: Open) -> None:
    zahra = window()
    sign_up(zahra, "زهرا کریمی", "zahra.download@example.org", PASSWORD)
    page = zahra.open("/settings")
    with page.expect_download() as started:
        page.get_by_role("button", name=zahra.say("account.data_export")).click()
    found = json.loads(Path(started.value.path()).read_text("utf-8"))
    assert started.value.suggested_filename == "tajriba-personal-data.json"
    assert found["sections"]["record"][0]["full_name"] == "زهرا کریمی"


def test_links_prove_an_address_and_set_a_password(window: Open, clinic: Town) -> None:
    maryam, zahra = clinic.patient().remote, window()
    page = zahra.open(_link(clinic, maryam.email, "verify"))
    expect(page.get_by_text(zahra.say("account.verify_sign_in"))).to_be_visible()
    page.get_by_label(zahra.say("account.email")).fill(maryam.email)
    page.get_by_label(zahra.say("account.password")).fill(PASSWORD)
    page.get_by_role("button", name=zahra.say("account.sign_in")).click()
    expect(page.get_by_text(zahra.say("account.verify_done"))).to_be_visible()
    assert maryam.get("/api/auth/me")["email_verified"] is True
    page = window().open(_link(clinic, maryam.email, "reset"))
    page.get_by_label(zahra.say("account.new_password")).fill("another-long-password")
    page.get_by_role("button", name=zahra.say("account.reset_save")).click()
    expect(page.get_by_text(zahra.say("account.reset_done"))).to_be_visible()
    assert "#" not in page.url
    assert maryam.call("GET", "/api/auth/me").status_code == 401


def _link(clinic: Town, email: str, purpose: str) -> str:
    """Return the path of a link as the operator hands it over."""
    made = clinic.home.run("user", "link", email, "--to", purpose)
    assert made.returncode == 0, made.stderr
    return urlsplit(made.stdout.strip())._replace(scheme="", netloc="").geturl()


def test_ending_another_session_takes_the_password(window: Open, clinic: Town) -> None:
    maryam, desk = clinic.patient(), window()
    desk.sign_in(maryam.remote.email)
    page, end = desk.open("/settings"), desk.say("account.session_end")
    page.get_by_role("button", name=end).click()
    form = page.locator("form").filter(has=page.get_by_role("button", name=end))
    form.get_by_label(desk.say("account.current_password")).fill(PASSWORD)
    form.get_by_role("button", name=end).click()
    expect(page.get_by_role("button", name=end)).to_have_count(0)
    expect(page.get_by_text(desk.say("account.session_present"), exact=True)).to_be_visible()
