"""Doses, ages, routes and sums over HTTP: what is too much is refused, with the reason."""

from typing import Any

import pytest
from sqlalchemy import select

from tajriba.knowledge.service import find_condition, find_herb
from tajriba.knowledge.tables import recommendation
from tests.kit.clinics.clinic import Clinic, Person, data_of, field_codes

EN = {"Accept-Language": "en"}
SKIN = {"route": "skin"}
DOSE_ROUTE = ("dose", "route_contradicted")
CONTRADICTED = ("preparation", "dose_contradicted")
HOW_OFTEN = ("frequency", "frequency_unread")


def write(clinic: Clinic, herb: str, **changes: Any) -> Any:
    """Send a practitioner's remedy and return the answer."""
    body = {
        "herb_id": clinic.database.read_now(find_herb, herb),
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "preparation": "powder with water",
        "dose": "0.1 g",
        "frequency": "once a day",
        "duration_days": 7,
    }
    doctor = clinic.practitioner()
    return clinic.client.post("/api/recommendations", json=body | changes, headers=doctor.headers)


def ids(clinic: Clinic, *codes: str) -> list[int]:
    table = recommendation.c
    rows = clinic.database.read_now(lambda tx: tx.all(select(table.id, table.code)))
    found = {row.code: row.id for row in rows}
    return [found[code] for code in codes]


def person(clinic: Clinic, **fields: Any) -> Person:
    who = clinic.patient()
    known = {"sex": "male", "birth_year": 1985} | fields
    path = f"/api/patients/{who.patient_id}"
    data_of(clinic.client.patch(path, json=known, headers=who.headers))
    return who


def put_plan(clinic: Clinic, who: Person, diagnosis_id: int, plan: list[int]) -> Any:
    path = f"/api/diagnoses/{diagnosis_id}/plan"
    body = {"recommendation_ids": plan}
    return clinic.client.put(path, json=body, headers=who.headers | EN)


@pytest.mark.parametrize(
    ("herb", "changes", "where", "code"),
    [
        ("nutmeg", {"dose": "one tablespoon", "frequency": "×3"}, "dose", "dose_above_maximum"),
        ("nutmeg", {"dose": "دو قاشق غذاخوری"}, "dose", "dose_above_maximum"),
        ("asafoetida", {"dose": "دو قاشق غذاخوری"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "100 tablespoons hourly"}, "dose", "dose_above_maximum"),
        ("mace", {"dose": "a pinch"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "at least 0.1 g"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "0.05 g/kg"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "two 0.8 g sachets"}, "dose", "dose_above_maximum"),
        ("nutmeg", {"frequency": "روزی چند بار"}, "frequency", "frequency_unread"),
        (
            "pomegranate",
            {"preparation": "root bark", "part": "fruit"},
            "part",
            "part_contradicted",
        ),
        ("nutmeg", {"frequency": "when needed"}, "frequency", "frequency_unread"),
        (
            "nutmeg",
            {"frequency": "once daily; may be repeated"},
            "frequency",
            "frequency_unread",
        ),
        ("nutmeg", {"frequency": "once a day or more"}, "frequency", "frequency_unread"),
        ("nutmeg", {"frequency": "هر وقت درد داشت"}, "frequency", "frequency_unread"),
        ("nutmeg", {"frequency": "0 times a day"}, "frequency", "frequency_unread"),
        (
            "nutmeg",
            {"frequency": "twice daily or every hour"},
            "frequency",
            "frequency_unread",
        ),
        ("nutmeg", {"frequency": "100 times a week"}, "dose", "dose_above_maximum"),
        ("nutmeg", {"frequency": "1000 times a month"}, "dose", "dose_above_maximum"),
        ("nutmeg", {"frequency": "هفته‌ای ۲۰۰ بار"}, "dose", "dose_above_maximum"),
        ("nutmeg", {"frequency": "5 days a week, 30 times"}, *HOW_OFTEN),
        ("nutmeg", {"dose": ".1 to .2 g"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "0.1 g heaped"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "0.1 g for each year of age"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "-0.1 g"}, "dose", "dose_unread"),
        ("nutmeg", {"dose": "0.1g2"}, "dose", "dose_unread"),
        ("nutmeg", {"preparation": "20 g hourly"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "powder, ۲۰ گرم"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "powder, hourly"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "پودر، هر دو ساعت"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "powder, two spoons"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "powder, 3 nuts"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "powder, for 60 days"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "powder, repeat as needed"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "پودر، هر وقت درد داشت"}, *CONTRADICTED),
        ("nutmeg", {"preparation": "یک مشت پودر"}, *CONTRADICTED),
        ("senna", {"preparation": "powder for 3 months", "dose": "1 g"}, *CONTRADICTED),
        (
            "honey",
            {"preparation": "eaten with 100 g licorice", "dose": "5 g"},
            "preparation",
            "dose_contradicted",
        ),
        ("camphor", {"preparation": "swallowed"}, "preparation", "route_never"),
        ("camphor", {}, "preparation", "route_never"),
        ("henna", {"preparation": "swallowed"}, "preparation", "route_never"),
        ("honey", {"preparation": "eye drops"}, "preparation", "route_unjudged"),
        ("honey", {"preparation": "در بینی بچکانید"}, "preparation", "route_unjudged"),
        ("honey", {"preparation": "injected", "route": "skin"}, "preparation", "route_unjudged"),
        ("henna", {"preparation": "to be eaten", "route": "skin"}, "route", "route_contradicted"),
        ("camphor", SKIN | {"preparation": "کپسول"}, "route", "route_contradicted"),
        ("camphor", SKIN | {"preparation": "two capsules"}, "route", "route_contradicted"),
        ("camphor", SKIN | {"preparation": "خوردنی"}, "route", "route_contradicted"),
        ("camphor", SKIN | {"preparation": "ointment", "dose": "1 capsule of 0.1 g"}, *DOSE_ROUTE),
        ("camphor", SKIN | {"preparation": "ضماد", "frequency": "روزی یک بار بخورد"}, *HOW_OFTEN),
        ("camphor", SKIN | {"preparation": "صبح‌ها"}, "preparation", "route_untold"),
        ("camphor", SKIN, "preparation", "route_untold"),
        ("henna", SKIN | {"preparation": "henna tea"}, "route", "route_contradicted"),
        ("henna", SKIN | {"preparation": "دمنوش حنا"}, "route", "route_contradicted"),
        ("henna", SKIN | {"preparation": "decoction"}, "route", "route_contradicted"),
        ("honey", SKIN | {"preparation": "شربت"}, "route", "route_contradicted"),
        ("rose", SKIN | {"preparation": "عرق"}, "route", "route_contradicted"),
        ("honey", SKIN | {"preparation": "majun, rubbed"}, "route", "route_contradicted"),
        ("honey", {"preparation": "ointment", "route": "swallowed"}, "route", "route_contradicted"),
        ("honey", {"preparation": "ضماد عسل", "route": "swallowed"}, "route", "route_contradicted"),
        ("گاوزبان", {"dose": "10 g", "duration_days": 365}, "duration_days", "days_above_maximum"),
        ("senna", {"dose": "1 g", "duration_days": 365}, "duration_days", "days_above_maximum"),
        (
            "quince seed",
            {"preparation": "crushed seeds", "dose": "60 g"},
            "dose",
            "dose_above_maximum",
        ),
        ("rose", {"preparation": "petals", "dose": "100 g"}, "dose", "dose_above_maximum"),
        ("olive", {"preparation": "leaf tea", "dose": "60 g"}, "preparation", "part_undescribed"),
        ("parsley", {"preparation": "seed", "dose": "6 g"}, "preparation", "part_undescribed"),
        (
            "pomegranate",
            {"preparation": "root bark", "dose": "100 g"},
            "preparation",
            "part_undescribed",
        ),
        (
            "barberry",
            {"preparation": "پوست ریشه", "dose": "30 g"},
            "preparation",
            "part_undescribed",
        ),
        ("carrot", {"preparation": "seed", "dose": "200 g"}, "preparation", "part_undescribed"),
        (
            "almond",
            {"preparation": "bitter almonds", "dose": "40 g"},
            "preparation",
            "names_poison",
        ),
        ("مرهم کندر", {"preparation": "eaten"}, "preparation", "route_never"),
        ("شیاف بنفشه", {"preparation": "خورده"}, "preparation", "route_never"),
        ("گلقند", {"dose": "40 g"}, "dose", "dose_above_maximum"),
        ("honey", {"preparation": "swallowed with camphor"}, "preparation", "route_never"),
        ("honey", {"preparation": "eaten with aloe"}, "preparation", "addition_unread"),
        ("honey", {"preparation": "خورده با زعفران"}, "preparation", "addition_unread"),
        (
            "honey",
            {"preparation": "eaten with گاوزبان", "duration_days": 30},
            "duration_days",
            "days_above_maximum",
        ),
        ("apple", {"preparation": "dissolve in methanol"}, "preparation", "names_poison"),
        ("apple", {"preparation": "با اندکی تریاک"}, "preparation", "names_poison"),
    ],
)
def test_what_a_practitioner_may_not_write(
    clinic: Clinic, herb: str, changes: dict[str, Any], where: str, code: str
) -> None:
    answer = write(clinic, herb, **changes)
    assert field_codes(answer) == {f"body.{where}": code}
    assert answer.json()["fields"][0]["message"]


@pytest.mark.parametrize(
    ("herb", "changes", "daily"),
    [
        ("honey", {"dose": "یک قاشق غذاخوری", "frequency": "روزی ۲ بار"}, 42.6),
        ("camphor", {"preparation": "ointment, rubbed on the skin", "dose": "0.1 g"}, 0.1),
        ("henna", {"preparation": "ضماد", "dose": "۵ گرم"}, 5),
        ("henna", SKIN | {"preparation": "decoction, rubbed on the skin", "dose": "5 g"}, 5),
        ("honey", SKIN | {"preparation": "a teaspoon, rubbed", "dose": "8 g"}, 8),
        ("lemon balm", {"preparation": "lemon balm tea", "dose": "1 g"}, 1),
        ("rose", {"preparation": "rose water in a glass of water", "dose": "50 g"}, 50),
        ("nutmeg", {"dose": "quarter of a teaspoon"}, 0.55),
        ("nutmeg", {"preparation": "0.1 g in half a glass of warm water, once a day"}, 0.1),
        ("nutmeg", {"preparation": "دم‌کرده در ۲۰۰ سی‌سی آب، ۱۰ تا ۱۵ دقیقه"}, 0.1),
        ("nutmeg", {"dose": ".1 g", "frequency": "14 times a week"}, 0.2),
        ("شیاف بنفشه", {"preparation": "شیاف", "dose": "2 g"}, 2),
        ("rose", {"preparation": "compress on closed eyes", "dose": "5 g"}, 5),
    ],
)
def test_what_a_practitioner_may_write(
    clinic: Clinic, herb: str, changes: dict[str, Any], daily: float
) -> None:
    made = data_of(write(clinic, herb, **changes), 201)
    assert made["daily_g"] == pytest.approx(daily)


def test_an_infant_is_offered_nothing_by_mouth_and_a_child_no_adult_dose(clinic: Clinic) -> None:
    year = 2026
    for born in (year, year - 2):
        who = person(clinic, birth_year=born)
        for condition in ("تب", "سرفه", "استفراغ", "یبوست"):
            diagnosis_id = clinic.diagnosis(who, condition)
            answer = clinic.client.get(
                f"/api/diagnoses/{diagnosis_id}/candidates", headers=who.headers
            )
            offered = [one["recommendation_id"] for one in data_of(answer)]
            routes = {
                data_of(clinic.client.get(f"/api/recommendations/{one}"))["route"]
                for one in offered
            }
            assert routes <= {"skin"}
    who = person(clinic, birth_year=year - 3)
    assert clinic.candidates(who, clinic.diagnosis(who, "شب‌ادراری")) == []


def test_a_remedy_for_children_is_offered_from_its_age_on(clinic: Clinic) -> None:
    raisin = ids(clinic, "bed_wetting-raisin-child")[0]
    who = person(clinic, birth_year=2018)
    assert raisin in clinic.candidates(who, clinic.diagnosis(who, "شب‌ادراری"))


def test_amounts_are_summed_over_all_plans_of_a_patient(clinic: Clinic) -> None:
    who = person(clinic)
    cough, throat = ids(clinic, "cough-licorice-decoction", "sore_throat-licorice-decoction")
    first, second = clinic.diagnosis(who, "سرفه"), clinic.diagnosis(who, "گلودرد")
    assert clinic.plan(who, first, [cough]) == [cough]
    assert throat not in clinic.candidates(who, second)
    answer = put_plan(clinic, who, second, [throat])
    assert field_codes(answer) == {"body.recommendation_ids.0": "contraindicated_sum"}
    assert "maximum of a day" in answer.json()["fields"][0]["message"]
    assert clinic.plan(who, first, [cough]) == [cough]
    data_of(put_plan(clinic, who, first, []))
    assert clinic.plan(who, second, [throat]) == [throat]


def test_herbs_of_one_plant_are_summed_within_one_plan(clinic: Clinic) -> None:
    who, reviewer = person(clinic), clinic.practitioner()
    diagnosis_id = clinic.diagnosis(who, "سردرد")
    written = [write(clinic, herb, dose="0.9 g") for herb in ("nutmeg", "mace")]
    plan = [data_of(one, 201)["id"] for one in written]
    for one in plan:
        path = f"/api/recommendations/{one}/review"
        data_of(clinic.client.post(path, headers=reviewer.headers))
    assert clinic.plan(who, diagnosis_id, plan[:1]) == plan[:1]
    answer = put_plan(clinic, who, diagnosis_id, plan)
    assert set(field_codes(answer).values()) == {"contraindicated_sum"}


def test_sedatives_are_summed_within_one_plan(clinic: Clinic) -> None:
    who = person(clinic)
    diagnosis_id = clinic.diagnosis(who, "بی‌خوابی")
    plan = ids(
        clinic,
        "insomnia-chamomile-night_infusion", "insomnia-lemon_balm-infusion",
        "insomnia-borage-infusion",
    )  # fmt: skip
    answer = put_plan(clinic, who, diagnosis_id, plan)
    assert set(field_codes(answer).values()) == {"contraindicated_sum"}
    assert clinic.plan(who, diagnosis_id, plan[:2]) == plan[:2]
