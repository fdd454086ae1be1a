"""A condition that a doctor must see says so before its remedies, and in an emergency has none."""

from typing import Any

import pytest

from tests.kit.clinics.clinic import Clinic, data_of


def answers(clinic: Clinic, condition: str, lang: str) -> list[Any]:
    who = clinic.patient()
    body = {"condition": condition, "severity": 2}
    found = data_of(clinic.client.post("/api/diagnoses", json=body, headers=who.headers), 201)
    at = f"/api/diagnoses/{found['id']}"
    headers = who.headers | {"Accept-Language": lang}
    return [
        clinic.client.get(f"{at}/{each}", headers=headers).json()
        for each in ("candidates", "choices")
    ]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("فشار خون بالا", "doctor"),
        ("diabetes mellitus", "doctor"),
        ("سلیاک", "A doctor finds and treats"),
        ("کرون", "within days"),
        ("آپاندیسیت", "see a doctor now"),
    ],
)
def test_what_a_doctor_treats_is_referred_and_has_no_remedy(
    clinic: Clinic, condition: str, said: str
) -> None:
    for answer in answers(clinic, condition, "en"):
        assert said in answer["referral"]
        assert answer["data"] == []


@pytest.mark.parametrize("condition", ["تپش قلب", "سوزش ادرار", "خون‌ریزی زیاد قاعدگی"])
def test_a_referral_stands_beside_remedies(clinic: Clinic, condition: str) -> None:
    for answer in answers(clinic, condition, "fa"):
        assert "پزشک" in answer["referral"]


def test_a_complaint_for_home_has_none(clinic: Clinic) -> None:
    assert [one["referral"] for one in answers(clinic, "سردرد", "en")] == [None, None]
