"""What a real server tells of a long course, for the client's tests.

`python -m tests.realtime.recording` writes it anew; `test_recording.py` says when it is stale.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, get_args

from starlette.testclient import TestClient

from tajriba.app import create_app
from tajriba.kit.i18n import Lang
from tajriba.settings import Settings
from tests.architecture.documents import ROOT
from tests.kit.clients.snapshot_reducer import Message, Snapshot
from tests.kit.clients.snapshot_screens import SnapshotScreens
from tests.kit.clinics.clinic import Clinic
from tests.kit.database_template import build
from tests.kit.fakes.fake_clock import FakeClock
from tests.realtime import test_verify_action as by_people

RECORDED: Final = ROOT / "client" / "src" / "live" / "recorded.json"
COURSE: Final[dict[str, Callable[[SnapshotScreens], object]]] = {
    "a report": SnapshotScreens.tell,
    "a batch of reports": by_people.submit_batch,
    "what others report": lambda bed: bed.others_tell(5, 2),
    "a revision": by_people.revise,
    "a bad course": by_people.submit_course,
    "a withdrawal": by_people.withdraw,
    "a larger plan": lambda bed: by_people.plan(bed, [*bed.plan, bed.spare]),
    "a smaller plan": lambda bed: by_people.plan(bed, bed.plan[1:]),
    "another plan": lambda bed: by_people.plan(bed, [bed.plan[0], bed.spare]),
    "a ranking told again": lambda bed: by_people.broadcast(bed, "recommendation"),
    "a calculation": by_people.calculate,
    "a report of danger": by_people.tell_of_danger,
    "a doctor's visit": by_people.say_seen,
    "a release": lambda bed: by_people.review(bed, offer_again=True),
    "no plan": lambda bed: by_people.plan(bed, []),
}


def record(bed: SnapshotScreens) -> dict[Lang, Any]:
    """Return, in each language, the first snapshot, what each step told, and what was so then."""
    held = {lang: bed.live(bed.me, lang) for lang in get_args(Lang)}
    recorded: dict[Lang, Any] = {lang: {"first": one, "steps": []} for lang, one in held.items()}
    for action, act in COURSE.items():
        act(bed)
        for lang, before in held.items():
            held[lang] = after = bed.live(bed.me, lang)
            told = _missed(bed, lang, before, after)
            recorded[lang]["steps"].append(_step(action, told, after))
    for lang, last in held.items():
        recorded[lang]["last"] = last
    return recorded


def text(recorded: dict[Lang, Any]) -> str:
    """Return a recording as it is kept."""
    return json.dumps(recorded, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _missed(bed: SnapshotScreens, lang: Lang, before: Snapshot, after: Snapshot) -> list[Message]:
    """Return what a screen that left with one snapshot is told when it comes back."""
    with bed.socket(bed.me, lang, before["event_id"]) as socket:
        assert socket.receive_json()["data"]["recovered"] is True
        socket.send_json({"type": "ping"})
        told = []
        while (message := socket.receive_json())["type"] != "pong":
            told.append(message)
    assert told[-1]["event_id"] == after["event_id"], (told[-1], after["event_id"])
    return told


def _step(action: str, told: list[Message], after: Snapshot) -> dict[str, Any]:
    recent = [one["event_id"] for one in after["recent_events"]]
    parts = {name: part for name, part in after.items() if name != "recent_events"}
    return {"action": action, "messages": told, "then": {**parts, "recent": recent}}


@contextmanager
def _clinic() -> Iterator[Clinic]:
    with tempfile.TemporaryDirectory() as folder:
        url = build(f"sqlite:///{Path(folder) / 'recorded.db'}")
        clock = FakeClock()
        settings = Settings(
            database_url=url, rate_limits="off", retrain_every=0, counted="everybody"
        )
        with TestClient(create_app(settings, clock), base_url="http://127.0.0.1") as client:
            yield Clinic(client, clock)


if __name__ == "__main__":
    with _clinic() as clinic:
        RECORDED.write_text(text(record(SnapshotScreens.made(clinic))), "utf-8")
