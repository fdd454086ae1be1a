"""Signing in by a clinic's identity provider, as a person sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tajriba.kit.clock import system_clock
from tests.e2e.browser.conftest import Open
from tests.e2e.served_clinic import Town, town_in
from tests.kit.clients.remote_client import PASSWORD
from tests.kit.servers.identity_provider import CLIENT, SARA, SECRET, IdentityProvider
from tests.kit.servers.identity_provider import running as running_provider

NAME = "درمانگاه شیراز"


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with running_provider(system_clock) as provider:
        yield provider


@pytest.fixture(scope="module")
def town(provider: IdentityProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    settings = {
        "TAJRIBA_OIDC_ISSUER": provider.issuer,
        "TAJRIBA_OIDC_CLIENT_ID": CLIENT,
        "TAJRIBA_OIDC_CLIENT_SECRET": SECRET,
        "TAJRIBA_OIDC_NAME": NAME,
    }
    folder: Path = tmp_path_factory.mktemp("oidc")
    with town_in(folder, **settings) as town:
        provider.back = f"{town.server.address}/provider-sign-in"
        yield town


def test_the_provider_signs_in_and_leads_to_what_was_wanted(
    window: Open, town: Town, provider: IdentityProvider
) -> None:
    provider.person = dict(SARA)
    desk = window(town)
    page = desk.open("/mizaj")
    page.get_by_role("button", name=desk.say("account.provider_sign_in", name=NAME)).click()
    expect(page).to_have_url(f"{desk.address}/mizaj")
    expect(page.get_by_role("heading", name=desk.say("frame.mizaj")).first).to_be_visible()
    page.close()


def test_an_account_is_linked_by_its_password(
    window: Open, town: Town, provider: IdentityProvider
) -> None:
    doctor = town.practitioner()
    provider.person = SARA | {"sub": "the doctor", "email": doctor.email}
    desk = window(town)
    desk.watch.forgive("409.*/api/auth/oidc")
    page = desk.open("/sign-in")
    page.get_by_role("button", name=desk.say("account.provider_sign_in", name=NAME)).click()
    title = desk.say("frame.provider_sign_in")
    expect(page.get_by_role("heading", name=title)).to_be_visible()  # both pages have a password
    page.get_by_label(desk.say("account.password")).fill(PASSWORD)
    page.get_by_role("button", name=desk.say("account.sign_in"), exact=True).click()
    expect(page).to_have_url(f"{desk.address}/patients")
    page.close()


def test_who_declines_at_the_provider_is_told(window: Open, town: Town) -> None:
    desk = window(town)
    page = desk.open("/provider-sign-in?error=access_denied&state=any")
    expect(page.get_by_text(desk.say("account.provider_declined"))).to_be_visible()
    expect(page).to_have_url(f"{desk.address}/provider-sign-in")
    page.close()
