"""The people whom most tests need, signed in without the price of hashing passwords each time."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.testclient import TestClient

from tajriba.accounts.authorization import Guard
from tajriba.accounts.email.email_verification import verify_email
from tajriba.accounts.passwords.password_hash import hash_password
from tajriba.accounts.schemas import Role
from tajriba.accounts.service import create_user, open_session
from tajriba.kit.database.transactions import Database
from tajriba.patients.consent.schemas import PURPOSES
from tajriba.patients.consent.service import choose
from tajriba.patients.service import register
from tests.kit.fakes.fake_clock import FakeClock

PASSWORD = "a-long-password"


@dataclass(frozen=True)
class Person:
    """An account that is signed in; `patient_id` is 0 for who is no patient."""

    user_id: int
    email: str
    headers: dict[str, str]
    patient_id: int = 0


class Clinic:
    """Creates people and what they own; `client` stays without credentials."""

    def __init__(self, client: TestClient, clock: FakeClock) -> None:
        self.client = client
        self.clock = clock
        self._count = 0

    @property
    def guard(self) -> Guard:
        """The guard of the running app."""
        guard: Guard = self.client.app.state.guard  # type: ignore[attr-defined]
        return guard

    @property
    def database(self) -> Database:
        """The database of the running app."""
        return self.guard.database

    def token(self, email: str) -> dict[str, str]:
        """Sign in and return the headers that say so."""
        answer = self.client.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.client.cookies.clear()
        return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}

    def session(self, user_id: int) -> dict[str, str]:
        """Open a session as a sign-in does and return the headers that say so."""
        opened = self.database.write_now(open_session, user_id, 30)
        token = self.guard.tokens.issue(opened.user_id, opened.session_id)
        return {"Authorization": f"Bearer {token}"}

    def patient(
        self, full_name: str = "مریم احمدی", email: str | None = None, *, proven: bool = True
    ) -> Person:
        """Register a patient, whose e-mail is proven or not, and sign in."""
        email = email or self.email("patient")
        made = self.database.write_now(register, email, _hash(), full_name)
        self.database.write_now(choose, made.user_id, PURPOSES, 0)
        if proven:
            self.database.write_now(verify_email, made.user_id)
        return Person(made.user_id, email, self.session(made.user_id), made.patient_id)

    def user(self, role: Role, full_name: str = "دکتر سارا رضایی") -> Person:
        """Create an account of any role as the operator does, and sign in."""
        email = self.email(role)
        user_id = self.database.write_now(create_user, email, _hash(), full_name, role)
        self.database.write_now(choose, user_id, (), 0)
        return Person(user_id, email, self.session(user_id))

    def practitioner(self, full_name: str = "دکتر سارا رضایی") -> Person:
        """Create a practitioner."""
        return self.user("practitioner", full_name)

    def invite(self, practitioner: Person, email: str) -> int:
        """Ask for consent to care and return the id of the invitation."""
        answer = self.client.post(
            "/api/care/invitations", json={"email": email}, headers=practitioner.headers
        )
        return int(data_of(answer, 201)["id"])

    def consent(self, practitioner: Person, patient: Person) -> int:
        """Put the patient into the practitioner's care and return the id of the care."""
        care_id = self.invite(practitioner, patient.email)
        data_of(self.client.post(f"/api/care/{care_id}/accept", headers=patient.headers))
        return care_id

    def diagnosis(self, person: Person, condition: int | str = "سردرد", **fields: Any) -> int:
        """Record a diagnosis of the person's own, or of `patient_id`, and return its id."""
        body = {"condition": condition, "symptoms": [], "severity": 3} | fields
        answer = self.client.post("/api/diagnoses", json=body, headers=person.headers)
        return int(data_of(answer, 201)["id"])

    def candidates(self, person: Person, diagnosis_id: int) -> list[int]:
        """Return the recommendations that fit a diagnosis and are safe."""
        answer = self.client.get(
            f"/api/diagnoses/{diagnosis_id}/candidates", headers=person.headers
        )
        return [int(one["recommendation_id"]) for one in data_of(answer)]

    def plan(
        self, person: Person, diagnosis_id: int, recommendation_ids: list[int] | None = None
    ) -> list[int]:
        """Set the plan, to the first three candidates where none is given, and return it."""
        ids = recommendation_ids or self.candidates(person, diagnosis_id)[:3]
        answer = self.client.put(
            f"/api/diagnoses/{diagnosis_id}/plan",
            json={"recommendation_ids": ids},
            headers=person.headers,
        )
        return [int(one["recommendation_id"]) for one in data_of(answer)["plan"]]

    def report(
        self, person: Person, diagnosis_id: int, recommendation_id: int, **fields: Any
    ) -> dict[str, Any]:
        """Submit a report, a success where nothing else is given, and return it."""
        body = {
            "diagnosis_id": diagnosis_id,
            "recommendation_id": recommendation_id,
            "rating": 4,
            "symptom_improvement": 4,
        }
        answer = self.client.post(
            "/api/feedback/submit", json=body | fields, headers=person.headers
        )
        found: dict[str, Any] = data_of(answer, 201)
        return found

    def email(self, who: str) -> str:
        """Return an e-mail that nobody has."""
        self._count += 1
        return f"{who}{self._count}@example.org"


@cache
def _hash() -> str:
    return hash_password(PASSWORD)


def data_of(answer: Any, status: int = 200) -> Any:
    """Return the data of a successful answer."""
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


def code_of(answer: Any, status: int) -> str:
    """Return the code of a problem document, whose form is checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return str(answer.json()["code"])


def field_codes(answer: Any) -> dict[str, str]:
    """Return the code of each bad field by its dotted place."""
    code_of(answer, 422)
    return {".".join(map(str, field["where"])): field["code"] for field in answer.json()["fields"]}
