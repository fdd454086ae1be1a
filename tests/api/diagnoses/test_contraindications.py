"""A contraindicated remedy appears nowhere, and leaves what stands as soon as it becomes one."""

from typing import Any

import orjson
import pytest
from sqlalchemy import select

from tajriba.audit.tables import audit
from tajriba.events.tables import event
from tajriba.knowledge.catalogue.catalogue import Catalogue, load_catalogue
from tajriba.knowledge.tables import recommendation
from tajriba.loop.planning.plan_changes import load_and_recheck
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes

EN = {"Accept-Language": "en"}
SAFFRON, CLOVE, MASTIC, CORIANDER, VIOLET, ROSE, PLUM = (
    f"headache-{name}"
    for name in (
        "saffron-infusion", "clove-infusion", "mastic-chew", "coriander-infusion",
        "violet-infusion", "rose-compress", "plum-soaked",
    )
)  # fmt: skip


def ids(clinic: Clinic, *codes: str) -> list[int]:
    table = recommendation.c
    rows = clinic.database.read_now(lambda tx: tx.all(select(table.id, table.code)))
    found = {row.code: row.id for row in rows}
    return [found[code] for code in codes]


def patch(clinic: Clinic, who: Person, **fields: Any) -> None:
    path = f"/api/patients/{who.patient_id}"
    data_of(clinic.client.patch(path, json=fields, headers=who.headers))


def woman(clinic: Clinic, **fields: Any) -> Person:
    """Register a grown woman who is neither pregnant nor nursing."""
    person = clinic.patient()
    known = {"sex": "female", "birth_year": 1990, "pregnant": False, "nursing": False}
    patch(clinic, person, **known | fields)
    return person


def get(clinic: Clinic, who: Person, path: str) -> Any:
    answer = clinic.client.get(path, headers=who.headers | EN)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(clinic: Clinic, who: Person, diagnosis_id: int) -> dict[str, set[int]]:
    """Return which remedies each reader of a diagnosis is told of."""
    at = f"/api/diagnoses/{diagnosis_id}"
    live = get(clinic, who, f"{at}/live")["data"]
    predicted = get(clinic, who, f"/api/predictions/diagnosis/{diagnosis_id}/predict")["data"]
    places = {
        "plan": get(clinic, who, at)["data"]["plan"],
        "ranking": live["ranking"],
        "evidence": live["evidence"],
        "predictions": predicted["predicted_recommendations"],
    }
    return {place: {one["recommendation_id"] for one in found} for place, found in places.items()}


def events(clinic: Clinic, diagnosis_id: int, type_: str) -> list[Any]:
    statement = select(event.c.data).where(
        event.c.topic == f"diagnosis:{diagnosis_id}", event.c.type == type_
    )
    rows = clinic.database.read_now(lambda tx: tx.all(statement.order_by(event.c.id)))
    return [orjson.loads(row.data) for row in rows]


CASES: list[tuple[dict[str, Any], str]] = [
    ({"pregnant": True}, SAFFRON),
    ({"pregnant": None}, SAFFRON),
    ({"nursing": True}, MASTIC),
    ({"birth_year": 2016}, CLOVE),
    ({"allergies": ["زَعفران"]}, SAFFRON),
    ({"allergies": ["Crocus sativus"]}, SAFFRON),
    ({"allergies": ["گياهان خانواده چتريان", "گشنيز"]}, CORIANDER),
    ({"conditions": ["اختلال دوقطبی"]}, SAFFRON),
    ({"conditions": ["هموفيلي"]}, CLOVE),
    ({"medicines": ["وارفارین"]}, CLOVE),
    ({"medicines": ["Warfarin 5 mg"]}, CLOVE),
]


def test_a_contraindicated_remedy_is_no_candidate_and_enters_no_plan(clinic: Clinic) -> None:
    for fields, code in CASES:
        person = woman(clinic, **fields)
        (unsafe,) = ids(clinic, code)
        diagnosis_id = clinic.diagnosis(person)
        candidates = clinic.candidates(person, diagnosis_id)
        assert candidates, fields
        assert unsafe not in candidates, fields
        path = f"/api/diagnoses/{diagnosis_id}/plan"
        body = {"recommendation_ids": [candidates[0], unsafe]}
        answer = clinic.client.put(path, json=body, headers=person.headers)
        ((where, why),) = field_codes(answer).items()
        assert where == "body.recommendation_ids.1"
        assert why.startswith("contraindicated_")
        assert get(clinic, person, f"/api/diagnoses/{diagnosis_id}")["data"]["plan"] == []


def test_what_becomes_unsafe_leaves_every_plan_at_once(clinic: Clinic) -> None:
    for fields, code in CASES:
        person = woman(clinic)
        unsafe, rose = ids(clinic, code, ROSE)
        diagnoses = [clinic.diagnosis(person) for _ in range(2)]
        for one in diagnoses:
            assert clinic.plan(person, one, [unsafe, rose]) == [unsafe, rose]
        patch(clinic, person, **fields)
        for one in diagnoses:
            assert set(map(frozenset, shown(clinic, person, one).values())) == {frozenset([rose])}
            told = events(clinic, one, "recommendation_update")[-1]
            assert [gone["recommendation_id"] for gone in told["removed"]] == [unsafe]
            assert told["reason"] == "record"
            assert events(clinic, one, "plan_changed")


def test_the_trail_keeps_who_dropped_what(clinic: Clinic) -> None:
    person = woman(clinic)
    clove, rose = ids(clinic, CLOVE, ROSE)
    diagnosis_id = clinic.diagnosis(person)
    clinic.plan(person, diagnosis_id, [clove, rose])
    patch(clinic, person, medicines=["وارفارین"])
    statement = select(audit).where(audit.c.action == "plan.set").order_by(audit.c.id.desc())
    row = clinic.database.read_now(lambda tx: tx.first(statement))
    assert row is not None
    assert (row.actor_id, row.subject_id) == (person.user_id, diagnosis_id)
    assert (orjson.loads(row.before), orjson.loads(row.after)) == (
        {"plan": [clove, rose], "arrangement": "together", "duration_days": [None, None]},
        {"plan": [rose], "arrangement": "together", "duration_days": [None]},
    )


def test_a_report_on_what_was_dropped_is_refused(clinic: Clinic) -> None:
    person = woman(clinic)
    clove, rose = ids(clinic, CLOVE, ROSE)
    diagnosis_id = clinic.diagnosis(person)
    clinic.plan(person, diagnosis_id, [clove, rose])
    clinic.report(person, diagnosis_id, clove)
    patch(clinic, person, medicines=["وارفارین"])
    body = {"diagnosis_id": diagnosis_id, "recommendation_id": clove}
    figures = {"rating": 4, "symptom_improvement": 4}
    answer = clinic.client.post("/api/feedback/submit", json=body | figures, headers=person.headers)
    assert field_codes(answer) == {"body.recommendation_id": "not_in_plan"}


def changed_catalogue(known: Catalogue, code: str) -> Catalogue:
    """Return knowledge in which nobody has reviewed one remedy."""
    remedies = tuple(
        one.model_copy(update={"reviewed": False}) if one.code == code else one
        for one in known.recommendations
    )
    return known.model_copy(update={"recommendations": remedies, "version": f"without {code}"})


@pytest.mark.parametrize("code", [PLUM])
def test_new_knowledge_drops_what_it_no_longer_supports(clinic: Clinic, code: str) -> None:
    person = woman(clinic)
    plum, rose = ids(clinic, code, ROSE)
    diagnosis_id = clinic.diagnosis(person)
    clinic.plan(person, diagnosis_id, [plum, rose])
    assert load_and_recheck(clinic.database, changed_catalogue(load_catalogue(), code))
    (told,) = events(clinic, diagnosis_id, "recommendation_update")[1:]
    assert ([one["recommendation_id"] for one in told["removed"]], told["reason"]) == (
        [plum],
        "knowledge",
    )
    assert set(map(frozenset, shown(clinic, person, diagnosis_id).values())) == {frozenset([rose])}
    assert plum not in clinic.candidates(person, diagnosis_id)


def test_an_unknown_pregnancy_is_asked_for(clinic: Clinic) -> None:
    person = woman(clinic, pregnant=None, nursing=None, birth_year=None)
    found = get(clinic, person, f"/api/diagnoses/{clinic.diagnosis(person)}/candidates")
    assert {one["field"] for one in found["questions"]} == {"pregnant", "nursing", "birth_year"}
    assert all(one["message"] for one in found["questions"])


@pytest.mark.parametrize(
    ("sign", "urgent"),
    [("درد قفسه سينه", True), ("thunderclap headache", True), ("درد شقیقه", False)],
)
def test_a_red_flag_stands_before_any_herb(clinic: Clinic, sign: str, urgent: bool) -> None:
    person = woman(clinic)
    diagnosis_id = clinic.diagnosis(person, symptoms=["تهوع", sign])
    for path in (f"/api/diagnoses/{diagnosis_id}", f"/api/diagnoses/{diagnosis_id}/candidates"):
        found = get(clinic, person, path)
        told = found["urgent"] if "urgent" in found else found["data"]["urgent"]
        assert bool(told) is urgent
        assert not urgent or "ambulance" in told[0]["message"]


def test_a_practitioner_may_not_pass_the_gate_either(clinic: Clinic) -> None:
    doctor, person = clinic.practitioner(), woman(clinic, medicines=["وارفارین"])
    clinic.consent(doctor, person)
    diagnosis_id = clinic.diagnosis(doctor, patient_id=person.patient_id)
    (clove,) = ids(clinic, CLOVE)
    path = f"/api/diagnoses/{diagnosis_id}/plan"
    body = {"recommendation_ids": [clove]}
    answer = clinic.client.put(path, json=body, headers=doctor.headers)
    assert field_codes(answer) == {"body.recommendation_ids.0": "contraindicated_medicine"}
    assert code_of(clinic.client.put(path, json=body, headers=person.headers), 403)


def with_confidence(known: Catalogue, herb: str, confidence: str) -> Catalogue:
    """Return knowledge in which a herb is so sure."""
    herbs = tuple(
        one.model_copy(update={"confidence": confidence}) if one.code == herb else one
        for one in known.herbs
    )
    return known.model_copy(update={"herbs": herbs, "version": f"{herb} {confidence}"})


def test_what_nobody_checked_is_not_offered_and_stays_marked_where_it_is_planned(
    clinic: Clinic,
) -> None:
    person, other = woman(clinic), woman(clinic)
    (plum,) = ids(clinic, PLUM)
    diagnosis_id, another = clinic.diagnosis(person), clinic.diagnosis(other)
    clinic.plan(person, diagnosis_id, [plum])
    load_and_recheck(clinic.database, with_confidence(load_catalogue(), "plum", "unverified"))
    assert plum not in clinic.candidates(other, another)
    path = f"/api/diagnoses/{another}/plan"
    body = {"recommendation_ids": [plum]}
    refused = clinic.client.put(path, json=body, headers=other.headers)
    assert field_codes(refused) == {"body.recommendation_ids.0": "contraindicated_unverified"}
    assert clinic.plan(person, diagnosis_id, [plum]) == [plum]
    (planned,) = get(clinic, person, f"/api/diagnoses/{diagnosis_id}")["data"]["plan"]
    assert any("dated text" in caution for caution in planned["cautions"])
    offered = get(clinic, person, f"/api/diagnoses/{diagnosis_id}/candidates")["data"]
    cautions = {one["recommendation_id"]: one["cautions"] for one in offered}
    assert any("dated text" in caution for caution in cautions[plum])
