"""What a client does with events: the snapshot that it holds becomes the next one."""

from typing import Any

RECENT = 20
Snapshot = dict[str, Any]
Message = dict[str, Any]


def reduce(snapshot: Snapshot, message: Message) -> Snapshot:
    """Return the snapshot after an event; one that it already holds changes nothing."""
    if message["event_id"] <= snapshot["event_id"]:
        return snapshot
    step = _STEPS[message["type"]](snapshot, message["data"])
    shared = message["data"].get("scope") == "recommendation"
    new = [] if shared else [message]
    recent = [*new, *_still_named(snapshot["recent_events"], message)][:RECENT]
    return {**snapshot, **step, "event_id": message["event_id"], "recent_events": recent}


def _still_named(recent: list[Message], message: Message) -> list[Message]:
    """Return recent events with the side effects alone that their remedy still has."""
    if message["type"] != "feedback_update":
        return recent
    named = {one["name"] for one in message["data"]["side_effects"]}
    return [_without_others(one, message, named) for one in recent]


def _without_others(one: Message, message: Message, named: set[str]) -> Message:
    remedy = message["data"]["recommendation_id"]
    if one["type"] != message["type"] or one["data"]["recommendation_id"] != remedy:
        return one
    left = [effect for effect in one["data"]["side_effects"] if effect["name"] in named]
    return one | {"data": one["data"] | {"side_effects": left}}


def _own(snapshot: Snapshot, data: Message) -> Snapshot:
    names = ("average_rating", "improvement_score", "side_effects", "sample_size")
    own = {name: data[name] for name in names}
    return _replaced(snapshot, data["recommendation_id"], "own", own)


def _announced(snapshot: Snapshot, data: Message) -> Snapshot:
    return _replaced(snapshot, data["recommendation_id"], data["scope"], data)


def _replaced(snapshot: Snapshot, recommendation_id: int, name: str, value: Any) -> Snapshot:
    evidence = [
        entry | {name: value} if entry["recommendation_id"] == recommendation_id else entry
        for entry in snapshot["evidence"]
    ]
    return {"evidence": evidence}


def _ranked(snapshot: Snapshot, data: Message) -> Snapshot:
    removed = {one["recommendation_id"] for one in data["removed"]}
    kept = [one for one in snapshot["evidence"] if one["recommendation_id"] not in removed]
    evidence = sorted(kept + data["new_evidence"], key=lambda one: int(one["recommendation_id"]))
    return {"ranking": data["new_recommendations"], "evidence": evidence}


def _urgency(_: Snapshot, data: Message) -> Snapshot:
    return {"urgent": data["urgent"], "withheld": data["withheld"]}


def _alerted(_: Snapshot, __: Message) -> Snapshot:
    return {}


_STEPS = {
    "feedback_update": _own,
    "effectiveness_update": _announced,
    "recommendation_update": _ranked,
    "diagnosis_update": _urgency,
    "safety_alert": _alerted,
    "report_reply": _alerted,
}
