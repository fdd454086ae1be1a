"""What people write of themselves, and what it rules out, is warned of or leaves alone."""

from typing import Any

import pytest

from tajriba.knowledge.service import find_condition, find_herb
from tests.kit.clinics.clinic import Clinic, Person, data_of, field_codes

EN = {"Accept-Language": "en"}
ALLERGY, MEDICINE, CONDITION, PREGNANCY = (
    {f"contraindicated_{kind}"} for kind in ("allergy", "medicine", "condition", "pregnancy")
)
WOMAN = {"sex": "female", "birth_year": 1990, "pregnant": False, "nursing": False}
PREGNANT = {"sex": "female", "birth_year": 1965, "nursing": False, "conditions": ["باردار"]}


def allergic(*words: str) -> dict[str, Any]:
    return {"allergies": list(words)}


def taking(*words: str) -> dict[str, Any]:
    return {"medicines": list(words)}


def ill(*words: str) -> dict[str, Any]:
    return {"conditions": list(words)}


def patient(clinic: Clinic, known: dict[str, Any]) -> Person:
    who = clinic.patient()
    record = {"sex": "male", "birth_year": 1985} | known
    path = f"/api/patients/{who.patient_id}"
    data_of(clinic.client.patch(path, json=record, headers=who.headers))
    return who


def verdict(clinic: Clinic, known: dict[str, Any], herb: str, words: str) -> set[str] | str:
    """Return why a little of a herb is ruled out, else what is to be minded beside it."""
    doctor, who = clinic.practitioner(), patient(clinic, known)
    clinic.consent(doctor, who)
    herb_id = clinic.database.read_now(find_herb, herb)
    body = {
        "herb_id": herb_id,
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "preparation": words,
        "dose": "0.05 g",
        "frequency": "once a day",
        "duration_days": 3,
    }
    made = clinic.client.post("/api/recommendations", json=body, headers=doctor.headers)
    remedy = data_of(made, 201)["id"]
    at = f"/api/diagnoses/{clinic.diagnosis(who)}"
    plan = {"recommendation_ids": [remedy]}
    answer = clinic.client.put(f"{at}/plan", json=plan, headers=who.headers)
    if answer.status_code != 200:
        return set(field_codes(answer).values())
    (planned,) = data_of(clinic.client.get(at, headers=who.headers | EN))["plan"]
    return " ".join(planned["cautions"])


@pytest.mark.parametrize(
    ("known", "herb", "words", "why"),
    [
        (allergic("nut allergy"), "almond", "kernels", ALLERGY),
        (allergic("مغزیجات"), "almond", "kernels", ALLERGY),
        (allergic("mugwort"), "chamomile", "infusion", ALLERGY),
        (allergic("گل همیشه بهار"), "chamomile", "infusion", ALLERGY),
        (allergic("caraway"), "cumin", "powder", ALLERGY),
        (allergic("caraway"), "fennel", "powder", ALLERGY),
        (allergic("caraway"), "anise", "powder", ALLERGY),
        (allergic("نعناع"), "thyme", "infusion", ALLERGY),
        (allergic("پسته"), "mastic", "powder", ALLERGY),
        (allergic("cashew", "pistachio"), "mastic", "powder", ALLERGY),
        (allergic("آسپرین"), "willow", "decoction", ALLERGY),
        (allergic("aspirin", "NSAIDs"), "willow", "decoction", ALLERGY),
        (allergic("شیر"), "rice", "cooked in milk", ALLERGY),
        (allergic("milk"), "rice", "cooked in milk", ALLERGY),
        (allergic("بنفشہ"), "بنفشه", "infusion", ALLERGY),
        (allergic("بنفشه"), "بنفشه", "infusion", ALLERGY),
        (taking("متفورمین و تلمیزارتان"), "licorice", "powder", MEDICINE),
        (taking("metformin and verapamil"), "licorice", "powder", MEDICINE),
        (taking("aspirin and Clexane"), "garlic", "powder", MEDICINE),
        (taking("وارفرین"), "garlic", "powder", MEDICINE),
        (taking("وارفارین"), "garlic", "powder", MEDICINE),
        (ill("دیابت و آریتمی"), "licorice", "powder", CONDITION),
        (ill("bipolar"), "saffron", "powder", CONDITION),
        (ill("اعتیاد"), "poppy seed", "powder", CONDITION),
        (ill("سرطان سینه"), "fenugreek", "powder", CONDITION),
        (ill("حساسیت به باقلا"), "shirkhesht", "dissolved", CONDITION),
        (ill("حساسیت به باقلا"), "بنفشه", "infusion", CONDITION),
        (PREGNANT, "licorice", "powder", PREGNANCY),
        (PREGNANT, "frankincense", "powder", PREGNANCY),
    ],
)
def test_what_is_ruled_out(
    clinic: Clinic, known: dict[str, Any], herb: str, words: str, why: set[str]
) -> None:
    assert verdict(clinic, known, herb, words) == why


@pytest.mark.parametrize(
    ("known", "herb", "caution"),
    [
        (ill("diabetes"), "pomegranate", "Diabetes"),
        (ill("diabetes"), "quince", "Diabetes"),
        (ill("diabetes"), "barley", "Diabetes"),
        (ill("بواسیر"), "senna", "Haemorrhoids"),
        (allergic("گرد و غبار"), "almond", ""),
        (allergic("گرد و غبار"), "walnut", ""),
        (allergic("حساسیت به پنی‌سیلین"), "quince", ""),
    ],
)
def test_what_is_only_warned_of_or_nothing(
    clinic: Clinic, known: dict[str, Any], herb: str, caution: str
) -> None:
    found = verdict(clinic, known, herb, "powder")
    assert isinstance(found, str)
    assert caution in found
    assert bool(found) == bool(caution)


@pytest.mark.parametrize(
    ("known", "complaint", "symptoms", "sign"),
    [
        ({"pregnant": True}, "heavy periods", [], "pregnancy_danger"),
        ({"pregnant": True}, "headache", ["blurred vision", "swelling"], "pregnancy_danger"),
        ({"pregnant": True}, "burning urination", ["fever"], "kidney_infection"),
        (ill("diabetes"), "thirst", ["frequent urination", "thin"], "diabetes_signs"),
        ({}, "headache", ["نمی تونم نفس بکشم"], "breathlessness"),
    ],
)
def test_what_a_doctor_must_see_has_no_remedy(
    clinic: Clinic, known: dict[str, Any], complaint: str, symptoms: list[str], sign: str
) -> None:
    who = patient(clinic, WOMAN | known)
    diagnosis_id = clinic.diagnosis(who, complaint, symptoms=symptoms)
    shown = data_of(clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=who.headers))
    assert sign in {one["code"] for one in shown["urgent"]}
    assert "now" in {one["urgency"] for one in shown["urgent"]}
    assert clinic.candidates(who, diagnosis_id) == []


REFERRED = (
    "hypertension, diabetes, dyslipidaemia, hypothyroidism, anaemia, UTI, vaginitis, PCOS,"
    " irregular periods, infertility, mastitis, erectile dysfunction, prostate, H. pylori, ulcer,"
    " GERD, gallstones, neck pain, knee pain, heel pain, disc herniation, rheumatoid arthritis,"
    " depression, OCD, panic, ADHD, epilepsy, snoring, bronchitis, pneumonia, shingles, cold sore,"
    " fungal skin, psoriasis, vitiligo, varicose veins, diabetic foot, infant colic,"
    " infant jaundice, teething, earwax, cataract, caries, tooth abscess, food poisoning, asthma,"
    " palpitations, heavy periods, burning urination, low mood, forgetfulness, underweight,"
    " frequent urination, فشار خون بالا, دیابت, چربی خون, کم خونی, عفونت ادراری, تنبلی تخمدان,"
    " ناباروری, ناتوانی جنسی, پروستات, زخم معده, سنگ صفرا, دیسک کمر, افسردگی, وسواس, پانیک, صرع,"
    " خروپف, زونا, تبخال, قارچ پوست, پیسی, واریس, کولیک نوزاد, زردی نوزاد, آب مروارید, آبسه دندان"
)


def test_complaints_of_a_doctor_are_known_and_referred(clinic: Clinic) -> None:
    who = patient(clinic, WOMAN)
    for complaint in REFERRED.split(", "):
        at = f"/api/diagnoses/{clinic.diagnosis(who, complaint)}/candidates"
        assert clinic.client.get(at, headers=who.headers).json()["referral"], complaint
