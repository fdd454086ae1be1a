"""Old snapshot + events = fresh snapshot, for every type of event, by what people do."""

from collections.abc import Callable
from typing import get_args

import pytest
from sqlalchemy import select

from tajriba.knowledge.catalogue.catalogue import load_catalogue
from tajriba.knowledge.tables import recommendation
from tajriba.loop.announcement.announcement import Scope
from tajriba.loop.announcement.schemas import EVENTS
from tajriba.loop.planning.plan_changes import load_and_recheck
from tests.kit.clients.snapshot_screens import SnapshotScreens, verify_action
from tests.kit.clinics.clinic import Clinic

REPORT, WITHDRAWN = "feedback_update", "feedback_update withdrawn"
OWN, SHARED = "effectiveness_update diagnosis", "effectiveness_update recommendation"
ADDED, REMOVED, CHANGED, AGAIN = (
    f"recommendation_update {part}" for part in ("added", "removed", "changed", "again")
)
URGENCY = "diagnosis_update"
DANGER = {REPORT, REMOVED, CHANGED, URGENCY, "safety_alert"}
Action = Callable[[SnapshotScreens], object]


def submit_batch(bed: SnapshotScreens) -> None:
    item = {"diagnosis_id": bed.diagnosis_id, "rating": 4, "symptom_improvement": 3}
    items = [item | {"recommendation_id": one} for one in bed.plan]
    bed.call(bed.me, "POST", "/api/feedback/batch/submit", {"items": items})


def submit_course(bed: SnapshotScreens) -> None:
    for _ in range(5):
        bed.tell(rating=1, symptom_improvement=1, got_worse=True)


def tell_of_danger(bed: SnapshotScreens) -> None:
    bed.tell(comment="گلویم ورم کرده و نمی‌توانم نفس بکشم")


def revise_to_danger(bed: SnapshotScreens) -> None:
    body = {"side_effects": [{"name": "آنافیلاکسی", "severity": "severe"}]}
    bed.call(bed.me, "PUT", f"/api/feedback/update/{bed.report['id']}", body)


def say_seen(bed: SnapshotScreens) -> None:
    bed.call(bed.caring, "POST", f"/api/diagnoses/{bed.diagnosis_id}/seen-by-doctor")


def danger_then(*steps: Action) -> Action:
    """Return a report of danger with what follows it."""

    def act(bed: SnapshotScreens) -> None:
        for step in (tell_of_danger, *steps):
            step(bed)

    return act


def review(bed: SnapshotScreens, *, offer_again: bool) -> None:
    path = f"/api/diagnoses/{bed.diagnosis_id}/safety-reviews"
    body = {"recommendation_id": bed.plan[0], "offer_again": offer_again}
    bed.call(bed.caring, "POST", path, body)


def tell_of_danger_elsewhere(bed: SnapshotScreens) -> None:
    """Report danger of a remedy under another diagnosis, whose plan holds it, too."""
    other = bed.clinic.diagnosis(bed.me)
    bed.clinic.plan(bed.me, other, bed.plan[:1])
    bed.clinic.report(bed.me, other, bed.plan[0], comment="گلویم ورم کرده")


def revise(bed: SnapshotScreens) -> None:
    body = {"rating": 2, "symptom_improvement": 2, "side_effects": []}
    bed.call(bed.me, "PUT", f"/api/feedback/update/{bed.report['id']}", body)


def withdraw(bed: SnapshotScreens) -> None:
    bed.call(bed.me, "DELETE", f"/api/feedback/{bed.report['id']}")


def plan(bed: SnapshotScreens, recommendation_ids: list[int]) -> None:
    path = f"/api/diagnoses/{bed.diagnosis_id}/plan"
    bed.call(bed.me, "PUT", path, {"recommendation_ids": recommendation_ids})


def change_record(bed: SnapshotScreens, **fields: object) -> None:
    bed.call(bed.caring, "PATCH", f"/api/patients/{bed.me.patient_id}", fields)


def learn_of_allergy(bed: SnapshotScreens) -> None:
    herb = bed.live(bed.me, "fa")["evidence"][0]["herb_name"]
    change_record(bed, allergies=[herb])


def learn_of_doubt(bed: SnapshotScreens) -> None:
    """Load knowledge in which nobody has reviewed the plan's first remedy."""
    named = select(recommendation.c.code).where(recommendation.c.id == bed.plan[0])
    code = bed.clinic.database.read_now(lambda tx: tx.scalar(named))
    known = load_catalogue()
    remedies = tuple(
        one.model_copy(update={"reviewed": one.reviewed and one.code != code})
        for one in known.recommendations
    )
    less = known.model_copy(update={"recommendations": remedies, "version": "in doubt"})
    assert load_and_recheck(bed.clinic.database, less)


def broadcast(bed: SnapshotScreens, what: str) -> None:
    target = {"diagnosis_id": bed.diagnosis_id, "recommendation_id": bed.plan[0]}
    body = {"feedback_id": bed.report["id"]} if what == "feedback" else target
    bed.call(bed.caring, "POST", f"/ws/broadcast-{what}-update", body)


def read_reports(bed: SnapshotScreens) -> None:
    body = {"feedback_ids": [bed.report["id"]]}
    bed.call(bed.caring, "POST", "/api/practice/reports/read", body)


def answer(bed: SnapshotScreens) -> None:
    path = f"/api/practice/reports/{bed.report['id']}/answer"
    bed.call(bed.caring, "POST", path, {"answer": "go_on", "text": "خوب پیش می‌رود."})


def broadcast_published(bed: SnapshotScreens) -> None:
    bed.others_tell(patients=5, rounds=2)
    broadcast(bed, "effectiveness")


def calculate(bed: SnapshotScreens) -> None:
    body = {"diagnosis_id": bed.diagnosis_id}
    bed.call(bed.me, "POST", f"/api/analytics/calculate/{bed.plan[0]}", body)


ACTIONS: dict[str, tuple[Action, set[str]]] = {
    "a report": (SnapshotScreens.tell, {REPORT}),
    "a batch of reports": (submit_batch, {REPORT}),
    "a bad course": (submit_course, {REPORT, OWN, CHANGED}),
    "a revision": (revise, {REPORT, OWN, CHANGED}),
    "a withdrawal": (withdraw, {WITHDRAWN, OWN, CHANGED}),
    "what others report": (lambda bed: bed.others_tell(5, 2), {SHARED, CHANGED}),
    "a smaller plan": (lambda bed: plan(bed, bed.plan[1:]), {REMOVED, CHANGED}),
    "a larger plan": (lambda bed: plan(bed, [*bed.plan, bed.spare]), {ADDED}),
    "another plan": (lambda bed: plan(bed, [bed.spare]), {ADDED, REMOVED}),
    "no plan": (lambda bed: plan(bed, []), {REMOVED}),
    "an allergy": (learn_of_allergy, {REMOVED, CHANGED}),
    "new knowledge": (learn_of_doubt, {REMOVED, CHANGED}),
    "a report told again": (lambda bed: broadcast(bed, "feedback"), {REPORT}),
    "evidence told again": (lambda bed: broadcast(bed, "effectiveness"), {OWN}),
    "published evidence told again": (broadcast_published, {OWN, SHARED, CHANGED}),
    "a ranking told again": (lambda bed: broadcast(bed, "recommendation"), {AGAIN}),
    "a report of danger": (tell_of_danger, DANGER),
    "a revision that tells of danger": (revise_to_danger, DANGER | {OWN}),
    "a doctor's visit": (danger_then(say_seen), DANGER),
    "a review": (danger_then(lambda bed: review(bed, offer_again=False)), DANGER),
    "a release": (danger_then(lambda bed: review(bed, offer_again=True)), DANGER),
    "danger of a remedy elsewhere": (tell_of_danger_elsewhere, {REMOVED, CHANGED}),
    "a calculation": (calculate, {OWN}),
    "a reading of reports": (read_reports, {"report_reply"}),
    "an answer": (answer, {"report_reply"}),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_a_snapshot_with_what_an_action_tells_is_the_snapshot_of_now(
    name: str, clinic: Clinic
) -> None:
    action, kinds = ACTIONS[name]
    assert verify_action(SnapshotScreens.made(clinic), action) == kinds


def test_every_type_of_event_has_an_action() -> None:
    emitted = set().union(*(kinds for _, kinds in ACTIONS.values()))
    assert {kind.partition(" ")[0] for kind in emitted} == EVENTS.keys()
    assert {f"effectiveness_update {scope}" for scope in get_args(Scope)} <= emitted
    assert {REPORT, WITHDRAWN, ADDED, REMOVED, CHANGED, AGAIN} <= emitted
