"""Screens of one diagnosis that must stay as true as a snapshot taken now, whatever is done."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.testclient import WebSocketTestSession

from tajriba.kit.i18n import Lang
from tajriba.realtime.endpoints.live import Live
from tests.kit.clients.snapshot_reducer import Message, Snapshot, reduce
from tests.kit.clinics.clinic import Clinic, Person, data_of

PARTS = ("evidence", "ranking", "urgent", "withheld", "recent_events")


@dataclass
class SnapshotScreens:
    """A patient who has reported of both remedies of a plan, and who cares for them."""

    clinic: Clinic
    me: Person
    caring: Person
    diagnosis_id: int
    plan: list[int]
    spare: int
    report: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def made(cls, clinic: Clinic, symptoms: Sequence[str] = ("تهوع",)) -> "SnapshotScreens":
        """Make everybody; `spare` is a remedy that may be planned and is not."""
        me, caring = clinic.patient(), clinic.practitioner()
        clinic.consent(caring, me)
        diagnosis_id = clinic.diagnosis(me, symptoms=list(symptoms), imbalance="sard")
        *plan, spare = sorted(clinic.candidates(me, diagnosis_id))[:3]
        clinic.plan(me, diagnosis_id, plan)
        bed = cls(clinic, me, caring, diagnosis_id, plan, spare)
        bed.report = bed.tell(side_effects="تهوع، سردرد")
        bed.tell(remedy=1, rating=3)
        return bed

    def tell(self, remedy: int = 0, **report: Any) -> dict[str, Any]:
        """Report of the n-th remedy and return the report."""
        return self.clinic.report(self.me, self.diagnosis_id, self.plan[remedy], **report)

    def others_tell(self, patients: int, rounds: int) -> None:
        """Have others with the same plan report of its first remedy."""
        courses = []
        for _ in range(patients):
            other = self.clinic.patient()
            diagnosis_id = self.clinic.diagnosis(other)
            self.clinic.plan(other, diagnosis_id, self.plan)
            courses.append((other, diagnosis_id))
        for number, (other, diagnosis_id) in enumerate(courses * rounds):
            said = {"side_effects": "تهوع", "rating": 2 if number % patients else 4}
            self.clinic.report(other, diagnosis_id, self.plan[0], **said)

    def call(self, who: Person, method: str, path: str, body: Any = None) -> Any:
        """Send a request that must succeed."""
        given = {} if body is None else {"json": body}
        answer = self.clinic.client.request(method, path, headers=who.headers, **given)
        assert answer.is_success, answer.text
        return answer.json()["data"]

    def live(self, who: Person, lang: Lang) -> Snapshot:
        """Return the snapshot of now."""
        headers = who.headers | {"Accept-Language": lang}
        path = f"/api/diagnoses/{self.diagnosis_id}/live"
        snapshot: Snapshot = data_of(self.clinic.client.get(path, headers=headers))
        return snapshot

    def socket(self, who: Person, lang: Lang, after: int | None = None) -> WebSocketTestSession:
        """Return a socket that is still to be opened."""
        since = "" if after is None else f"&after={after}"
        path = f"/ws/{self.diagnosis_id}?lang={lang}{since}"
        return self.clinic.client.websocket_connect(path, headers=who.headers)

    def catch_up(self) -> None:
        """Return once all that is committed has been handed to the open sockets."""
        live: Live = self.clinic.client.app.state.live  # type: ignore[attr-defined]
        assert self.clinic.client.portal
        self.clinic.client.portal.call(live.pump.catch_up)


@dataclass
class Screen:
    """A reader who took one snapshot, and from then on has only what the socket tells."""

    bed: SnapshotScreens
    who: Person
    lang: Lang
    socket: WebSocketTestSession
    held: Snapshot

    def follow(self) -> set[str]:
        """Apply what came, compare with a snapshot of now, and return what kinds had come."""
        fresh = self.bed.live(self.who, self.lang)
        self.bed.catch_up()
        came = [one for one in _heard(self.socket) if _between(self.held, one, fresh)]
        for message in came:
            self.held = reduce(self.held, message)
        for part in PARTS:
            assert self.held[part] == fresh[part], part
        return {kind for message in came for kind in kinds_of(message)}


def verify_action(bed: SnapshotScreens, action: Callable[[SnapshotScreens], object]) -> set[str]:
    """Do something, prove that screens which stay, and one that comes back, hold what a snapshot
    of now holds, and return the kinds of events that each of them heard."""
    with opened(bed, bed.me, "fa") as mine, opened(bed, bed.caring, "en") as theirs:
        gone = bed.live(bed.me, "en")
        action(bed)
        heard = [mine.follow(), theirs.follow()]
        with bed.socket(bed.me, "en", gone["event_id"]) as socket:
            assert socket.receive_json()["data"]["recovered"] is True
            heard.append(Screen(bed, bed.me, "en", socket, gone).follow())
    assert heard[0] == heard[1] == heard[2]
    return heard[0]


@contextmanager
def opened(bed: SnapshotScreens, who: Person, lang: Lang) -> Iterator[Screen]:
    """Open a screen that follows from a snapshot of now."""
    with ExitStack() as end:
        socket = end.enter_context(bed.socket(who, lang))
        assert socket.receive_json()["type"] == "connect"
        yield Screen(bed, who, lang, socket, bed.live(who, lang))


def _heard(socket: WebSocketTestSession) -> Iterator[Message]:
    socket.send_json({"type": "ping"})
    while (message := socket.receive_json())["type"] != "pong":
        yield message


def _between(held: Snapshot, message: Message, fresh: Snapshot) -> bool:
    return bool(held["event_id"] < message["event_id"] <= fresh["event_id"])


def kinds_of(message: Message) -> set[str]:
    """Return an event's type with what matters to who applies it."""
    type_, data = message["type"], message["data"]
    match type_:
        case "feedback_update":
            return {f"{type_} withdrawn" if data["withdrawn"] else type_}
        case "effectiveness_update":
            return {f"{type_} {data['scope']}"}
        case "recommendation_update":
            moved = [part for part in ("added", "removed", "changed") if data[part]]
            return {f"{type_} {part}" for part in moved or ["again"]}
        case _:
            return {type_}
