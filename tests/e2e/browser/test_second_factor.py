"""Signing in with more than a password, as a person sees it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tajriba.accounts.second_factor.totp import STEP_SECONDS, code_at
from tajriba.kit.clock import system_clock
from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.served_clinic import Town, town_in
from tests.kit.clients.remote_client import PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""What Chromium stands in for: one inside the device, whose person is verified at once."""


def test_signing_in_asks_for_the_code_of_an_authenticator(window: Open, clinic: Town) -> None:
    doctor, desk = clinic.practitioner(), window()
    desk.sign_in(doctor.email)
    page = desk.open("/settings")
    kept = _add_authenticator(desk)
    expect(page.get_by_text(desk.say("account.second_factor_on"))).to_be_visible()
    other = window()
    other.watch.forgive("401.*/api/auth/login")
    page = _sign_in(other, doctor.email)
    page.get_by_label(other.say("account.code")).fill(kept)
    page.get_by_role("button", name=other.say("account.sign_in")).click()
    expect(page).to_have_url(f"{other.address}/patients")


def test_who_needs_a_second_factor_sets_one_up_first(window: Open, tmp_path: Path) -> None:
    with town_in(tmp_path, TAJRIBA_SECOND_FACTOR="required") as town:
        made = town.home.run(
            "user", "create", "sara@example.org", "--role", "practitioner", said=PASSWORD
        )
        assert made.returncode == 0, made.stderr
        desk = window(town)
        page = _sign_in(desk, "sara@example.org")
        expect(page.get_by_text(desk.say("account.second_factor_required"))).to_be_visible()
        expect(page.get_by_role("navigation").get_by_role("link")).to_have_count(0)
        _add_authenticator(desk)
        title = desk.say("frame.patients")
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        page.close()


def test_a_passkey_signs_in_without_a_password(window: Open, clinic: Town) -> None:
    doctor, desk = clinic.practitioner(), window()
    desk.address = f"http://localhost:{clinic.server.port}"  # passkeys are for names
    devtools = desk.context.new_cdp_session(desk.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    desk.sign_in(doctor.email)
    page = desk.open("/settings")
    card = page.locator("form").filter(has_text=desk.say("account.passkey_text"))
    card.get_by_label(desk.say("account.passkey_name")).fill("کلید من")
    card.get_by_label(desk.say("account.current_password")).fill(PASSWORD)
    card.get_by_role("button", name=desk.say("account.passkey_add")).click()
    page.get_by_role("button", name=desk.say("account.recovery_kept")).click()
    expect(page.get_by_text("کلید من", exact=True).first).to_be_visible()
    page.get_by_role("button", name=desk.say("account.leave")).click()
    expect(page.get_by_role("heading", name=desk.say("account.hero_title"))).to_be_visible()
    page = desk.open("/sign-in")
    page.get_by_role("button", name=desk.say("account.passkey_sign_in")).click()
    expect(page).to_have_url(f"{desk.address}/patients")


def _sign_in(window: BrowserWindow, email: str) -> Page:
    page = window.open("/sign-in")
    page.get_by_label(window.say("account.email")).fill(email)
    page.get_by_label(window.say("account.password")).fill(PASSWORD)
    page.get_by_role("button", name=window.say("account.sign_in"), exact=True).click()
    return page


def _add_authenticator(window: BrowserWindow) -> str:
    """Add an authenticator, and return a code that stands in for it."""
    page = window.page
    card = page.locator("form").filter(has_text=window.say("account.second_factor_text"))
    card.get_by_label(window.say("account.current_password")).fill(PASSWORD)
    card.get_by_role("button", name=window.say("account.second_factor_add")).click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label(window.say("account.code")).fill(_code(secret))
    page.get_by_role("button", name=window.say("account.second_factor_confirm")).click()
    kept = page.get_by_role("code").first.inner_text()
    page.get_by_role("button", name=window.say("account.recovery_kept")).click()
    return kept


def _code(secret: str) -> str:
    return code_at(secret, system_clock() // 1000 // STEP_SECONDS)
