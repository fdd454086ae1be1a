"""Evidence is for everybody: signed in or not, with JavaScript or without."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.people import People
from tests.e2e.served_clinic import Town

INTERVAL = {"fa": re.compile("[۰-۹]+٪ تا [۰-۹]+٪"), "en": re.compile(r"\d+ ?% to \d+ ?%")}
SUBJECTS = ("/recommendations/{remedy}", "/herbs/{herb}", "/conditions/{condition}", "/evidence")
LISTS = {"/herbs": "گل محمدی", "/conditions": "سردرد"}


@pytest.mark.parametrize("lang", INTERVAL)
@pytest.mark.parametrize("path", SUBJECTS)
def test_the_facts_stand_there_without_javascript(
    window: Open, people: People, path: str, lang: str
) -> None:
    address = f"{path.format(**people.ids)}?lang={lang}"
    page = window(lang=lang, java_script_enabled=False).open(address)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(INTERVAL[lang]).first).to_be_visible()


@pytest.mark.parametrize("path", LISTS)
def test_lists_lead_to_their_subjects_without_javascript(
    window: Open, people: People, path: str
) -> None:
    page = window(java_script_enabled=False).open(path)
    page.get_by_role("link", name=LISTS[path], exact=True).click()
    expect(page).to_have_url(re.compile(rf"{path}/\d+$"))
    expect(page.get_by_role("heading", level=1, name=LISTS[path])).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_no_figure_rests_on_fewer_than_five(window: Open, clinic: Town, javascript: bool) -> None:
    maryam = clinic.patient()
    few = maryam.remote.candidates(maryam.diagnosis_id)[-1]
    maryam.remote.plan(maryam.diagnosis_id, [few])
    maryam.remote.submit(maryam.diagnosis_id, few)
    mine = window(java_script_enabled=javascript)
    page = mine.open(f"/recommendations/{few}")
    if javascript:
        mine.settle()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(INTERVAL["fa"])).to_have_count(0)


def test_a_herb_is_found_in_any_spelling_and_opens_at_its_address(window: Open) -> None:
    mine = window()
    page = mine.open("/herbs")
    box = page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first
    box.fill("Rosa damascena")
    page.get_by_text("گل محمدی", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/herbs/\d+$"))
    expect(page.get_by_role("heading", level=1, name="گل محمدی")).to_be_visible()
    expect(page).to_have_title(re.compile("گل محمدی"))
