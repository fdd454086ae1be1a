"""Whatever changes what a diagnosis shows reaches its open screens."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.diagnoses.diagnosis_update import changed_fields
from tajriba.knowledge.service import find_condition, find_herb
from tests.kit.clients.snapshot_screens import SnapshotScreens, opened, verify_action
from tests.kit.clinics.clinic import Clinic, data_of

UPDATE = "diagnosis_update"


def record(bed: SnapshotScreens, **fields: Any) -> None:
    bed.call(bed.caring, "PATCH", f"/api/patients/{bed.me.patient_id}", fields)


def news(bed: SnapshotScreens) -> list[list[str]]:
    """Return what changed, by the events of the snapshot of now, the newest first."""
    recent = bed.live(bed.me, "en")["recent_events"]
    return [one["data"]["changed_fields"] for one in recent if one["type"] == UPDATE]


def written(bed: SnapshotScreens) -> tuple[int, dict[str, Any]]:
    """Put a remedy that the practitioner wrote alone into the plan; return it and its words."""
    body = {
        "herb_id": bed.clinic.database.read_now(find_herb, "ginger"),
        "condition_id": bed.clinic.database.read_now(find_condition, "سردرد"),
        "duration_days": 7,
        "preparation": "دم‌کرده",
        "dose": "۱ گرم",
        "frequency": "روزی ۲ بار",
    }
    record(bed, sex="male", birth_year=1985)
    remedy = int(bed.call(bed.caring, "POST", "/api/recommendations", body)["id"])
    plan = {"recommendation_ids": [*bed.plan, remedy]}
    bed.call(bed.me, "PUT", f"/api/diagnoses/{bed.diagnosis_id}/plan", plan)
    return remedy, body


def test_a_record_that_makes_a_symptom_urgent(clinic: Clinic) -> None:
    bed = SnapshotScreens.made(clinic, symptoms=["خون‌ریزی"])
    record(bed, sex="female", birth_year=1990, pregnant=False, nursing=False)
    heard = verify_action(bed, lambda bed: record(bed, pregnant=True))
    assert UPDATE in heard
    now = bed.live(bed.me, "en")
    assert "pregnancy_danger" in [one["code"] for one in now["urgent"]]
    assert now["withheld"]
    assert {"urgent", "withheld"} <= set(news(bed)[0])


def test_a_corrected_dose(clinic: Clinic) -> None:
    bed = SnapshotScreens.made(clinic)
    remedy, body = written(bed)
    corrected = {**body, "dose": "۰٫۵ گرم"}
    path, told = f"/api/recommendations/{remedy}", news(bed)
    assert UPDATE in verify_action(bed, lambda bed: bed.call(bed.caring, "PUT", path, corrected))
    assert news(bed) == [["plan"], *told]


def test_another_order_of_the_plan(clinic: Clinic) -> None:
    bed = SnapshotScreens.made(clinic)
    path, turned = f"/api/diagnoses/{bed.diagnosis_id}/plan", bed.plan[::-1]
    body = {"recommendation_ids": turned}
    assert verify_action(bed, lambda bed: bed.call(bed.me, "PUT", path, body)) == {UPDATE}
    assert news(bed) == [["plan"]]


def test_a_word_that_is_given_a_meaning(clinic: Clinic) -> None:
    bed = SnapshotScreens.made(clinic)
    before = [one["cautions"] for one in shown(bed)["plan"]]
    record(bed, conditions=["بیماری ناشناس"])
    body = {"kind": "health_state", "text": "بیماری ناشناس", "codes": []}
    told = news(bed)
    verify_action(bed, lambda bed: bed.call(bed.caring, "POST", "/api/knowledge/mappings", body))
    assert news(bed) == [["plan"], *told]
    assert [one["cautions"] for one in shown(bed)["plan"]] == before


def shown(bed: SnapshotScreens) -> Any:
    return bed.call(bed.me, "GET", f"/api/diagnoses/{bed.diagnosis_id}")


@pytest.mark.parametrize("body", [{"arrangement": "in_turn"}, {"duration_days": [3, None]}])
def test_how_the_remedies_of_a_plan_are_taken(clinic: Clinic, body: dict[str, Any]) -> None:
    bed = SnapshotScreens.made(clinic)
    path, told = f"/api/diagnoses/{bed.diagnosis_id}/plan", news(bed)
    plan = {"recommendation_ids": bed.plan[:2], **body}
    assert UPDATE in verify_action(bed, lambda bed: bed.call(bed.me, "PUT", path, plan))
    assert news(bed) == [["plan"], *told]


def test_the_end_of_the_care_by_a_remedys_author(clinic: Clinic) -> None:
    bed = SnapshotScreens.made(clinic)
    remedy, _ = written(bed)
    (care,) = data_of(clinic.client.get("/api/care", headers=bed.me.headers))
    with opened(bed, bed.me, "fa") as mine:
        bed.call(bed.me, "DELETE", f"/api/care/{care['id']}")
        assert "recommendation_update removed" in mine.follow()
    assert remedy not in [one["recommendation_id"] for one in bed.live(bed.me, "fa")["ranking"]]


PAIRS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from("ab")), unique_by=lambda pair: pair[0]
)
ANNOUNCED = st.fixed_dictionaries(
    {
        "urgent": st.sampled_from([[], [["x", "now"]]]),
        "withheld": st.booleans(),
        "plan": PAIRS,
        "arrangement": st.sampled_from(["together", "in_turn"]),
    }
)


@given(ANNOUNCED, ANNOUNCED)
def test_remedies_that_come_or_go_are_left_to_the_ranking(
    before: dict[str, Any], now: dict[str, Any]
) -> None:
    stay = {ref for ref, _ in before["plan"]} & {ref for ref, _ in now["plan"]}
    kept = [[pair for pair in one["plan"] if pair[0] in stay] for one in (before, now)]
    expected = {
        "urgent": before["urgent"] != now["urgent"],
        "withheld": before["withheld"] != now["withheld"],
        "plan": kept[0] != kept[1] or (stay and before["arrangement"] != now["arrangement"]),
    }
    assert changed_fields(before, now) == [name for name, differs in expected.items() if differs]
