"""What tells of danger alerts those who care for the patient, until one of them acknowledges it."""

from typing import Any

import pytest
from sqlalchemy import select

from tajriba.audit.tables import audit
from tajriba.events.tables import event
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of

DANGER = "گلویم ورم کرده و نفسم بند آمده"
SEVERE = [{"name": "سرگیجه", "severity": "severe"}]


def course(clinic: Clinic, person: Person, **fields: Any) -> tuple[int, int]:
    """Return a diagnosis of the person's own and the remedy of its plan."""
    diagnosis_id = clinic.diagnosis(person, **fields)
    remedy = clinic.candidates(person, diagnosis_id)[0]
    clinic.plan(person, diagnosis_id, [remedy])
    return diagnosis_id, remedy


def alerts(clinic: Clinic, doctor: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(
        clinic.client.get("/api/practice/live", headers=doctor.headers)
    )["alerts"]
    return found


def acknowledge(clinic: Clinic, doctor: Person, alert_id: int) -> Any:
    path = f"/api/practice/alerts/{alert_id}/acknowledge"
    return clinic.client.post(path, headers=doctor.headers)


def test_a_severe_side_effect_alerts_and_leaves_the_plan_as_it_is(clinic: Clinic) -> None:
    doctor, partner, stranger = (clinic.practitioner() for _ in range(3))
    maryam = clinic.patient("مریم احمدی")
    for one in (doctor, partner):
        clinic.consent(one, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    told = clinic.report(maryam, diagnosis_id, remedy, side_effects=SEVERE)
    (alert,) = alerts(clinic, doctor)
    assert (alert["full_name"], alert["diagnosis_id"]) == ("مریم احمدی", diagnosis_id)
    assert (alert["recommendation_id"], alert["held"], alert["signs"]) == (remedy, False, [])
    assert alert["report"]["id"] == told["id"]
    assert alerts(clinic, partner) == [alert]
    assert alerts(clinic, stranger) == []
    assert code_of(acknowledge(clinic, stranger, alert["id"]), 404) == "not_found"
    assert data_of(acknowledge(clinic, doctor, alert["id"]))["alerts"] == []
    assert alerts(clinic, partner) == []
    assert code_of(acknowledge(clinic, partner, alert["id"]), 404) == "not_found"


def test_a_milder_report_alerts_nobody_until_it_is_revised(clinic: Clinic) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    mild = [{"name": "سرگیجه", "severity": "moderate"}]
    told = clinic.report(maryam, diagnosis_id, remedy, side_effects=mild, got_worse=True)
    assert alerts(clinic, doctor) == []
    path = f"/api/feedback/update/{told['id']}"
    for _ in range(2):
        body = {"side_effects": SEVERE}
        data_of(clinic.client.put(path, json=body, headers=maryam.headers))
    assert [one["report"]["id"] for one in alerts(clinic, doctor)] == [told["id"]]


def test_a_held_remedy_wants_a_review_which_acknowledges_it(clinic: Clinic) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    clinic.report(maryam, diagnosis_id, remedy, comment=DANGER)
    (alert,) = alerts(clinic, doctor)
    assert alert["held"]
    assert alert["signs"]
    assert code_of(acknowledge(clinic, doctor, alert["id"]), 409) == "review_first"
    path = f"/api/diagnoses/{diagnosis_id}/safety-reviews"
    body = {"recommendation_id": remedy}
    data_of(clinic.client.post(path, json=body, headers=doctor.headers))
    assert alerts(clinic, doctor) == []


def test_a_complaint_that_wants_a_doctor_now_alerts(clinic: Clinic) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    said = ["درد قفسه سینه", "تنگی نفس"]
    diagnosis_id = clinic.diagnosis(maryam, symptoms=said)
    clinic.diagnosis(doctor, symptoms=said, patient_id=maryam.patient_id)
    (alert,) = alerts(clinic, doctor)
    assert (alert["diagnosis_id"], alert["report"]) == (diagnosis_id, None)
    assert (alert["recommendation_id"], alert["herb_name"]) == (None, None)
    seen = f"/api/diagnoses/{diagnosis_id}/seen-by-doctor"
    data_of(clinic.client.post(seen, headers=maryam.headers))
    assert alerts(clinic, doctor) == [alert]
    data_of(clinic.client.post(seen, headers=doctor.headers))
    assert alerts(clinic, doctor) == []


def test_a_record_that_makes_a_complaint_urgent_alerts_once(clinic: Clinic) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    path = f"/api/patients/{maryam.patient_id}"

    def tell(who: Person, **fields: Any) -> None:
        data_of(clinic.client.patch(path, json=fields, headers=who.headers))

    tell(maryam, sex="female", birth_year=1990, pregnant=False)
    spotting, _ = (clinic.diagnosis(maryam, symptoms=[one]) for one in ("لکه‌بینی", "نفخ"))
    assert alerts(clinic, doctor) == []
    tell(maryam, pregnant=True)
    (alert,) = alerts(clinic, doctor)
    assert (alert["diagnosis_id"], alert["report"]) == (spotting, None)
    assert [one["code"] for one in alert["signs"]] == ["pregnancy_danger"]
    tell(maryam, nursing=False)
    assert alerts(clinic, doctor) == [alert]
    tell(maryam, pregnant=False)
    data_of(acknowledge(clinic, doctor, alert["id"]))
    tell(doctor, pregnant=True)
    assert alerts(clinic, doctor) == []


def test_what_a_doctor_has_seen_is_not_told_again_when_the_record_changes(clinic: Clinic) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    diagnosis_id = clinic.diagnosis(maryam, symptoms=["لکه‌بینی"])
    data_of(
        clinic.client.post(f"/api/diagnoses/{diagnosis_id}/seen-by-doctor", headers=doctor.headers)
    )
    known = {"sex": "female", "pregnant": True}
    path = f"/api/patients/{maryam.patient_id}"
    data_of(clinic.client.patch(path, json=known, headers=maryam.headers))
    assert alerts(clinic, doctor) == []


def test_the_end_of_care_takes_alerts_away(clinic: Clinic) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    care_id = clinic.consent(doctor, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    clinic.report(maryam, diagnosis_id, remedy, side_effects=SEVERE)
    (alert,) = alerts(clinic, doctor)
    data_of(clinic.client.delete(f"/api/care/{care_id}", headers=maryam.headers))
    assert alerts(clinic, doctor) == []
    assert code_of(acknowledge(clinic, doctor, alert["id"]), 404) == "not_found"
    clinic.consent(doctor, maryam)
    assert alerts(clinic, doctor) == [alert]


def test_who_looks_at_alerts_and_who_acknowledges_them_is_audited(clinic: Clinic) -> None:
    doctor, maryam, zahra = clinic.practitioner(), clinic.patient(), clinic.patient()
    for one in (maryam, zahra):
        clinic.consent(doctor, one)
    diagnosis_id, remedy = course(clinic, maryam)
    clinic.report(maryam, diagnosis_id, remedy, side_effects=SEVERE)
    (alert,) = alerts(clinic, doctor)
    data_of(acknowledge(clinic, doctor, alert["id"]))
    written = clinic.database.read_now(
        lambda tx: tx.all(select(audit).where(audit.c.actor_id == doctor.user_id))
    )
    read = {row.subject_id for row in written if row.action == "record.read"}
    assert read == {maryam.patient_id}
    done = [row.subject_id for row in written if row.action == "alert.acknowledge"]
    assert done == [diagnosis_id]


def test_an_export_has_what_practitioners_were_told_of_oneself_alone(clinic: Clinic) -> None:
    doctor, maryam, zahra = clinic.practitioner(), clinic.patient(), clinic.patient()
    for one in (maryam, zahra):
        clinic.consent(doctor, one)
        clinic.report(one, *course(clinic, one), side_effects=SEVERE)
    sections = data_of(clinic.client.get("/api/me/export", headers=maryam.headers))["sections"]
    (alert,) = sections["safety_alerts"]
    assert alert["patient_id"] == maryam.patient_id
    told = [one for one in sections["events"] if one["type"] == "safety_alert"]
    assert [one["data"]["patient_id"] for one in told] == [maryam.patient_id]
    rows = clinic.database.read_now(
        lambda tx: tx.all(select(event.c.id).where(event.c.type == "safety_alert"))
    )
    assert len(rows) == 2


@pytest.mark.parametrize(
    "name", ["بلوربلور شدم", "qwzx vrtk", "کهیر", "hives", "itchy rash", "my eyes turned yellow"]
)
def test_a_severe_side_effect_that_may_be_danger_takes_the_remedy_out(
    clinic: Clinic, name: str
) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    effects = [{"name": name, "severity": "severe"}]
    told = clinic.report(maryam, diagnosis_id, remedy, side_effects=effects)
    (alert,) = alerts(clinic, doctor)
    assert (alert["recommendation_id"], alert["held"], alert["signs"]) == (remedy, True, [])
    assert alert["report"]["id"] == told["id"]
    path = f"/api/diagnoses/{diagnosis_id}"
    shown = data_of(clinic.client.get(path, headers=maryam.headers))
    assert (shown["plan"], shown["withheld"]) == ([], False)
    assert remedy not in clinic.candidates(maryam, diagnosis_id)
    review = {"recommendation_id": remedy, "offer_again": True}
    data_of(clinic.client.post(f"{path}/safety-reviews", json=review, headers=doctor.headers))
    assert alerts(clinic, doctor) == []
    assert remedy in clinic.candidates(maryam, diagnosis_id)


def test_a_side_effect_that_is_called_severe_later_takes_the_remedy_out_then(
    clinic: Clinic,
) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    mild = [{"name": "بلوربلور شدم", "severity": "mild"}]
    told = clinic.report(maryam, diagnosis_id, remedy, side_effects=mild)
    assert alerts(clinic, doctor) == []
    path = f"/api/feedback/update/{told['id']}"
    for _ in range(2):
        worse = {"side_effects": [{**mild[0], "severity": "severe"}]}
        data_of(clinic.client.put(path, json=worse, headers=maryam.headers))
        (alert,) = alerts(clinic, doctor)
        assert alert["held"]


@pytest.mark.parametrize(
    "fields",
    [
        {"side_effects": [{"name": "زردی", "severity": "mild"}]},
        {"side_effects": [{"name": "wheezing", "severity": "moderate"}]},
        {"side_effects": [{"name": "کهیر", "severity": "mild"}]},
        {"side_effects": [{"name": "چشمام ورم کرد", "severity": "moderate"}]},
        {"side_effects": [{"name": "dark urine", "severity": "mild"}]},
        {"comment": "بعدش رفتم اورژانس"},
        {"comment": "they gave me adrenaline"},
        {"comment": "دو روز بستری شدم"},
    ],
)
def test_what_may_be_the_beginning_of_harm_takes_the_remedy_out_however_mild(
    clinic: Clinic, fields: dict[str, Any]
) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    diagnosis_id, remedy = course(clinic, maryam)
    clinic.report(maryam, diagnosis_id, remedy, **fields)
    (alert,) = alerts(clinic, doctor)
    assert alert["held"]
    assert remedy not in clinic.candidates(maryam, diagnosis_id)


@pytest.mark.parametrize(
    "comment",
    ["فهمیدم باردارم", "found out I'm pregnant", "اشتباهی ده برابر خوردم", "urine like tea"],
)
def test_what_a_comment_tells_of_harm_alerts(clinic: Clinic, comment: str) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    told = clinic.report(maryam, *course(clinic, maryam), comment=comment)
    (alert,) = alerts(clinic, doctor)
    assert (alert["report"]["id"], alert["held"]) == (told["id"], False)
    path = f"/api/feedback/update/{told['id']}"
    data_of(clinic.client.put(path, json={"rating": 2}, headers=maryam.headers))
    assert len(alerts(clinic, doctor)) == 1


@pytest.mark.parametrize(
    "comment",
    ["از عطاری کنار بیمارستان خریدم، خوب بود", "did not go to hospital", "خیلی بهترم"],
)
def test_an_ordinary_comment_alerts_nobody(clinic: Clinic, comment: str) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, maryam)
    clinic.report(maryam, *course(clinic, maryam), comment=comment)
    assert alerts(clinic, doctor) == []
