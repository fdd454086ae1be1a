"""The policy of live messages: who hears what, of a diagnosis or of their practice."""

from collections.abc import Callable, Sequence
from typing import Any

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import patient_of, visible_diagnosis
from tajriba.diagnoses.service import plan_of
from tajriba.diagnoses.topics import practice_topic, topics_of
from tajriba.events.service import Event
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import Forbidden
from tajriba.kit.i18n import Lang
from tajriba.loop.announcement.translation import word
from tajriba.patients.access import patients_in_care, visible_patients
from tajriba.patients.care.service import care_topic
from tajriba.realtime.hub.subscription import PRACTICE, Subscription


class Screens:
    """What `realtime`, which knows no medicine, is told of diagnoses."""

    def __init__(self, opened: Callable[[int], None]) -> None:
        self.opened = opened

    def admit(self, tx: ReadTx, principal: Principal, diagnosis_id: int) -> Subscription:
        """Return what a person's screen of a diagnosis hears; raises `NotFound`."""
        if diagnosis_id == PRACTICE:
            return _practice(tx, principal)
        found = visible_diagnosis(tx, principal, diagnosis_id)
        topics = topics_of(found, plan_of(tx, found))
        watched: set[str] = set()
        if principal.role == "practitioner":
            watched.add(care_topic(principal.user_id, patient_of(tx, found)))
        return Subscription(frozenset(topics), frozenset(watched))

    def still_visible(
        self, tx: ReadTx, principal: Principal, missed: Sequence[Event]
    ) -> list[Event]:
        """Return missed events without what a practitioner's own stream told of patients who are in
        their care no longer; the end of alerts names numbers only."""
        mine = practice_topic(principal.user_id)
        if all(event.topic != mine for event in missed):
            return list(missed)
        in_care = {*patients_in_care(tx, principal)}
        return [
            event
            for event in missed
            if event.topic != mine
            or event.type == "safety_alert_closed"
            or event.data["patient_id"] in in_care
        ]

    def word(self, event: Event, lang: Lang) -> dict[str, Any]:
        """Return an event's data in words."""
        return word(event.type, event.data, lang)


def _practice(tx: ReadTx, principal: Principal) -> Subscription:
    """Return what a practitioner's own stream hears, which may tell of every patient in care."""
    if principal.role != "practitioner":
        raise Forbidden
    visible_patients(tx, principal)
    return Subscription(frozenset({practice_topic(principal.user_id)}), frozenset())
