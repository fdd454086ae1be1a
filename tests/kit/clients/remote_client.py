"""People who use a running server from outside: over HTTP and real sockets."""

import json
from contextlib import ExitStack
from typing import Any

import httpx2 as httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tajriba.patients.consent.schemas import NOTICE_VERSION
from tests.kit.clients.message_conformance import conform

PASSWORD = "a-long-password"
PATIENCE = 10.0
Message = dict[str, Any]


class Remote:
    """Someone who is signed in; `patient_id` is 0 for who is no patient."""

    def __init__(self, address: str, email: str, password: str = PASSWORD) -> None:
        self.email = email
        self.http = httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE)
        answer = self.post("/api/auth/login", {"email": email, "password": password})
        self.token: str = answer["access_token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.patient_id: int = self.get("/api/auth/me").get("patient_id") or 0

    @classmethod
    def registered(cls, address: str, email: str, password: str = PASSWORD) -> "Remote":
        """Register a patient and sign in."""
        body = {"email": email, "password": password, "full_name": "مریم احمدی"}
        url = f"{address}/api/auth/register"
        answer = httpx.post(url, json=body, trust_env=False, timeout=PATIENCE)
        assert answer.status_code == 201, answer.text
        new = cls(address, email, password)
        agreed = {
            "notice_version": NOTICE_VERSION,
            "purposes": ["published", "research", "training"],
        }
        assert new.call("PUT", "/api/me/consents", agreed).status_code == 200
        return new

    def move(self, address: str) -> None:
        """Use the server at another address from now on."""
        self.http.base_url = httpx.URL(address)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Send a request and return whatever is answered."""
        given = {} if body is None else {"json": body}
        return self.http.request(method, path, headers=headers, **given)

    def get(self, path: str) -> Any:
        """Return the data of a successful GET."""
        return _data(self.call("GET", path))

    def post(self, path: str, body: Any = None) -> Any:
        """Return the data of a successful POST."""
        return _data(self.call("POST", path, body))

    def put(self, path: str, body: Any) -> Any:
        """Return the data of a successful PUT."""
        return _data(self.call("PUT", path, body))

    def delete(self, path: str) -> Any:
        """Return the data of a successful DELETE."""
        return _data(self.call("DELETE", path))

    def diagnose(self, condition: str = "سردرد") -> int:
        """Report a condition of one's own and return the diagnosis."""
        body = {"condition": condition, "symptoms": ["تهوع"], "severity": 3, "imbalance": "sard"}
        return int(self.post("/api/diagnoses", body)["id"])

    def plan(self, diagnosis_id: int, recommendation_ids: list[int]) -> None:
        """Set the plan of a diagnosis."""
        body = {"recommendation_ids": recommendation_ids}
        self.put(f"/api/diagnoses/{diagnosis_id}/plan", body)

    def candidates(self, diagnosis_id: int) -> list[int]:
        """Return the remedies that may be planned, by id."""
        found = self.get(f"/api/diagnoses/{diagnosis_id}/candidates")
        return sorted(one["recommendation_id"] for one in found)

    def submit(self, diagnosis_id: int, recommendation_id: int, **report: Any) -> Message:
        """Submit a report and return it as stored."""
        body = report_of(diagnosis_id, recommendation_id, **report)
        stored: Message = self.post("/api/feedback/submit", body)
        return stored

    def live(self, diagnosis_id: int) -> Message:
        """Return the live snapshot of a diagnosis."""
        snapshot: Message = self.get(f"/api/diagnoses/{diagnosis_id}/live")
        return snapshot

    def history(self) -> list[Message]:
        """Return all of one's reports, newest first, page by page."""
        found: list[Message] = []
        cursor = ""
        while True:
            answer = self.call("GET", f"/api/feedback/history?limit=20{cursor}")
            found += _data(answer)
            if answer.json()["next"] is None:
                return found
            cursor = f"&cursor={answer.json()['next']}"

    def screen(self, diagnosis_id: int, after: int | None = None) -> "Screen":
        """Open a socket as a native client does, with a header."""
        query = "" if after is None else f"?after={after}"
        headers = {"Authorization": f"Bearer {self.token}"}
        return self._screen(diagnosis_id, query, headers=headers)

    def browser_screen(self, diagnosis_id: int, after: int | None = None) -> "Screen":
        """Open a socket as a browser does, with a ticket in the first message."""
        ticket = self.post("/ws/ticket", {"diagnosis_id": diagnosis_id})["ticket"]
        first = {"type": "auth", "ticket": ticket, "after": after, "lang": "fa"}
        return self._screen(diagnosis_id, first=first)

    def _screen(self, diagnosis_id: int, query: str = "", **options: Any) -> "Screen":
        address = str(self.http.base_url).rstrip("/").replace("http", "ws", 1)
        return Screen(f"{address}/ws/{diagnosis_id}{query}", **options)

    def close(self) -> None:
        """Let go of the connections."""
        self.http.close()


class Screen:
    """An open socket; `greeting` is its `connect`, `heard` every message after it."""

    def __init__(
        self, url: str, headers: dict[str, str] | None = None, first: Message | None = None
    ) -> None:
        self._end = ExitStack()
        opening = connect(
            url, additional_headers=headers, proxy=None, compression=None, open_timeout=PATIENCE
        )
        self._socket = self._end.enter_context(opening)
        if first:
            self._socket.send(json.dumps(first))
        self.heard: list[Message] = []
        self.greeting = self._receive()
        assert self.greeting["type"] == "connect", self.greeting

    @property
    def position(self) -> int:
        """The id of the last event that was heard."""
        last = self.heard[-1]["event_id"] if self.heard else None
        return int(self.greeting["data"]["last_event_id"] if last is None else last)

    def hear(self, type_: str, count: int = 1) -> list[Message]:
        """Return the next messages, up to and with the `count`th of a type."""
        new: list[Message] = []
        while sum(message["type"] == type_ for message in new) < count:
            new.append(self._receive())
            self.heard.append(new[-1])
        return new

    def hear_until(self, event_id: int) -> list[Message]:
        """Return the next messages, up to and with the event of this id."""
        new: list[Message] = []
        while self.position < event_id:
            new.append(self._receive())
            self.heard.append(new[-1])
        return new

    def hear_report(self, feedback_id: int) -> list[Message]:
        """Return the next messages, up to and with the one that tells of a report."""
        new = self.hear("feedback_update")
        while new[-1]["data"]["feedback_id"] != feedback_id:
            new += self.hear("feedback_update")
        return new

    def hear_rest(self) -> list[Message]:
        """Return what still comes before the connection breaks."""
        before = len(self.heard)
        with pytest.raises(ConnectionClosed):
            self._receive_all(PATIENCE)
        return self.heard[before:]

    def closing(self, seconds: float = PATIENCE) -> tuple[int, str]:
        """Return code and reason of the close that comes within `seconds`."""
        with pytest.raises(ConnectionClosed) as end:
            self._receive_all(seconds)
        received = end.value.rcvd
        assert received is not None, "the connection broke without a close"
        return received.code, received.reason

    def close(self) -> None:
        """Leave."""
        self._end.close()

    def _receive_all(self, seconds: float) -> None:
        while True:
            self.heard.append(self._receive(seconds))

    def _receive(self, seconds: float = PATIENCE) -> Message:
        return conform(json.loads(self._socket.recv(seconds)))


def report_of(diagnosis_id: int, recommendation_id: int, **report: Any) -> Message:
    """Return the body of a report, a success unless told otherwise."""
    return {
        "diagnosis_id": diagnosis_id,
        "recommendation_id": recommendation_id,
        "rating": 5,
        "symptom_improvement": 4,
        **report,
    }


def _data(answer: httpx.Response) -> Any:
    assert answer.is_success, f"{answer.status_code} {answer.text}"
    return answer.json()["data"]
