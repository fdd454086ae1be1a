"""A symptom that is not understood is said to be so, with whom to call if it is urgent."""

from typing import Any

import pytest

from tests.kit.clinics.clinic import Clinic, Person


def get(clinic: Clinic, person: Person, path: str, lang: str) -> Any:
    headers = {**person.headers, "Accept-Language": lang}
    answer = clinic.client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("lang", "number"), [("en", "115"), ("fa", "۱۱۵")])
def test_a_symptom_that_is_not_understood_is_told_once(
    clinic: Clinic, lang: str, number: str
) -> None:
    person = clinic.patient()
    symptoms = ["headache", "صدري يؤلمني", "мне плохо"]
    path = f"/api/diagnoses/{clinic.diagnosis(person, symptoms=symptoms)}"
    shown = get(clinic, person, path, lang)["data"]["unread_symptoms"]
    assert number in shown
    assert "صدري يؤلمني" in shown
    assert "мне плохо" in shown
    assert "headache" not in shown
    assert get(clinic, person, f"{path}/candidates", lang)["unread_symptoms"] == shown


@pytest.mark.parametrize("symptoms", [[], ["headache", "no fever"], ["سردرد شدید", "chst pian"]])
def test_nothing_is_said_where_all_was_understood(clinic: Clinic, symptoms: list[str]) -> None:
    person = clinic.patient()
    path = f"/api/diagnoses/{clinic.diagnosis(person, symptoms=symptoms)}"
    assert get(clinic, person, path, "en")["data"]["unread_symptoms"] is None
    assert get(clinic, person, f"{path}/candidates", "en")["unread_symptoms"] is None
