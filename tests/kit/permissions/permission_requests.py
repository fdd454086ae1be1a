"""The seven who may call, the world that they call into, and what each of them sends."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, get_args

from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketTestSession

from tajriba.accounts.email.email_links import make_link
from tajriba.accounts.service import open_session
from tajriba.kit.clock import day_of, iso_day
from tajriba.patients.consent.schemas import NOTICE_VERSION
from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clients.authenticator import Authenticator, add_passkey
from tests.kit.clients.stream_start_client import StreamStartClient
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, data_of
from tests.kit.databases import Stores
from tests.kit.fakes.fake_clock import FakeClock

Who = Literal["nobody", "owner", "other", "caring", "stranger", "researcher", "admin"]
SEVEN: tuple[Who, ...] = get_args(Who)
COOKIE = "tajriba_refresh"

HEALTH = ("zmark-symptom", "zmark-medicine", "zmark-comment")
"""Words of the owner's health: nobody but the owner and who cares for them may read them."""

IDENTITY = ("zmark-name", "zmark-owner@example.org")
"""Words of the owner's account, which administrators may read too."""


@dataclass(frozen=True)
class Prepared:
    """A closed database in which the owner has everything, the keys to it, and an app that opens
    copies of it: building an app costs far more than opening one."""

    stores: Stores
    url: str
    app: FastAPI
    copy: str
    headers: dict[Who, dict[str, str]]
    cookies: dict[Who, str]
    ids: dict[str, Any]


@dataclass(frozen=True)
class Visit:
    """The app over a copy of the prepared database."""

    prepared: Prepared
    client: TestClient

    def call(self, who: Who, operation: str, **given: Any) -> Any:
        """Send what the operation wants of the owner, as `who`; `given` replaces parts of it."""
        method, path = operation.split(" ")
        cookie = {"Cookie": f"{COOKIE}={self.prepared.cookies[who]}"} if who != "nobody" else {}
        headers = self.prepared.headers[who] | cookie | given.pop("headers", {})
        ids = self.ids_of(operation) | given.pop("ids", {})
        if given.keys().isdisjoint({"json", "content"}) and operation in BODIES:
            given["json"] = BODIES[operation](self.prepared.ids)
        return self.client.request(method, path.format(**ids), headers=headers, **given)

    def ids_of(self, operation: str) -> "Ids":
        """Return what stands in an operation's path."""
        elsewhere = OTHER_IDS.get(operation, {})
        return self.prepared.ids | {to: self.prepared.ids[of] for to, of in elsewhere.items()}

    def socket(self, who: Who) -> WebSocketTestSession:
        """Open the socket of the owner's diagnosis."""
        path = f"/ws/{self.prepared.ids['diagnosis_id']}"
        return self.client.websocket_connect(path, headers=self.prepared.headers[who])

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Fail where anything at all was committed meanwhile."""
        with self.prepared.stores.unchanged(self.prepared.copy):
            yield


Ids = dict[str, Any]

_WRITTEN = {"recommendation_id": "written_id"}

OTHER_IDS: dict[str, dict[str, str]] = {
    "PUT /api/recommendations/{recommendation_id}": _WRITTEN,
    "DELETE /api/recommendations/{recommendation_id}": _WRITTEN,
    "POST /api/recommendations/{recommendation_id}/review": _WRITTEN,
    "POST /api/recommendations/{recommendation_id}/refusal": _WRITTEN,
    "POST /api/care/{care_id}/accept": {"care_id": "invitation_id"},
    "GET /api/analytics/herb/{name}": {"name": "herb_name"},
}
"""Where a path's field is another than its name says."""


def _target(ids: Ids) -> Ids:
    return {name: ids[name] for name in ("diagnosis_id", "recommendation_id")}


def _report(ids: Ids) -> Ids:
    effects = [{"name": "zmark-effect", "severity": "mild"}]
    said = {"rating": 4, "symptom_improvement": 4, "comment": "zmark-said", "side_effects": effects}
    return _target(ids) | said


def _remedy(ids: Ids) -> Ids:
    return {
        "herb_id": ids["herb_id"],
        "condition_id": ids["condition_id"],
        "preparation": "دم‌کرده",
        "dose": "۱ گرم",
        "frequency": "روزی ۱ بار",
        "duration_days": 7,
        "part": ids["part"],
        "route": ids["route"],
    }


BODIES: dict[str, Callable[[Ids], Any]] = {
    "POST /api/auth/register": lambda ids: {
        "email": "new@example.org",
        "password": PASSWORD,
        "full_name": "نرگس",
    },
    "POST /api/auth/login": lambda ids: {"email": "zmark-owner@example.org", "password": PASSWORD},
    "POST /api/auth/password": lambda ids: {"current": PASSWORD, "new": "another-long-password"},
    "POST /api/auth/sessions/end": lambda ids: {"password": PASSWORD, "session": ids["session"]},
    "POST /api/auth/register/confirm": lambda ids: {"secret": "unknown", "password": PASSWORD},
    "POST /api/auth/second-factor": lambda ids: {"password": PASSWORD},
    "POST /api/auth/second-factor/confirm": lambda ids: {"code": "000000"},
    "POST /api/auth/second-factor/remove": lambda ids: {"code": "000000"},
    "POST /api/auth/passkeys": lambda ids: {"password": PASSWORD},
    "POST /api/auth/passkeys/confirm": lambda ids: {
        "name": "zmark-name",
        "client_data": "",
        "attestation": "",
    },
    "POST /api/auth/passkeys/{passkey_id}/remove": lambda ids: {"password": PASSWORD},
    "POST /api/auth/login/passkey": lambda ids: dict(ids["passkey_answer"] or {}),
    "POST /api/auth/oidc": lambda ids: {"state": "unknown", "code": "unknown"},
    "POST /api/auth/oidc/confirm": lambda ids: {"state": "unknown", "code": "000000"},
    "POST /api/auth/email/verify": lambda ids: {"secret": ids["verify_link"]},
    "POST /api/auth/password/forgotten": lambda ids: {"email": "zmark-owner@example.org"},
    "POST /api/auth/password/reset": lambda ids: {
        "secret": ids["reset_link"],
        "new": "another-long-password",
    },
    "POST /api/admin/users/{user_id}/links": lambda ids: {"purpose": "verify"},
    "PATCH /api/admin/users/{user_id}": lambda ids: {"disabled": True},
    "PUT /api/me/consents": lambda ids: {
        "notice_version": NOTICE_VERSION,
        "purposes": ["published"],
    },
    "POST /api/admin/models/serving": lambda ids: {"version": "1"},
    "POST /api/me/erasure": lambda ids: {"password": PASSWORD},
    "POST /api/demo/sign-in": lambda ids: {"role": "patient"},
    "PATCH /api/patients/{patient_id}": lambda ids: {"mizaj": "sard"},
    "POST /api/patients/{patient_id}/mizaj": lambda ids: {"answers": [2] * 10},
    "POST /api/care/invitations": lambda ids: {"email": "new@example.org"},
    "POST /api/care/accept-by-code": lambda ids: {"code": ids["care_code"]},
    "POST /api/knowledge/read": lambda ids: {"kind": "medicine", "texts": ["متفورمین"]},
    "POST /api/knowledge/mappings": lambda ids: {
        "kind": "medicine",
        "text": "ناشناخته",
        "codes": ["anticoagulant"],
    },
    "POST /api/recommendations": _remedy,
    "PUT /api/recommendations/{recommendation_id}": _remedy,
    "POST /api/diagnoses": lambda ids: {
        "condition": "سردرد",
        "severity": 3,
        "patient_id": ids["patient_id"],
    },
    "POST /api/recommendations/{recommendation_id}/refusal": lambda _: {"reason": "too much"},
    "POST /api/diagnoses/{diagnosis_id}/safety-reviews": lambda ids: {
        "recommendation_id": ids["recommendation_id"]
    },
    "PUT /api/diagnoses/{diagnosis_id}/plan": lambda ids: {
        "recommendation_ids": [ids["recommendation_id"]]
    },
    "PUT /api/diagnoses/{diagnosis_id}/diary": lambda ids: {
        "day": ids["today"],
        "severity": 6,
        "symptoms": [7],
    },
    "PUT /api/diagnoses/{diagnosis_id}/diary/intakes": lambda ids: {
        "day": ids["today"],
        "recommendation_id": ids["recommendation_id"],
        "times": 1,
    },
    "POST /api/feedback/submit": _report,
    "POST /api/feedback/batch/submit": lambda ids: {"items": [_report(ids), _report(ids)]},
    "PUT /api/feedback/update/{feedback_id}": lambda ids: {"rating": 2},
    "POST /api/analytics/calculate/{recommendation_id}": lambda ids: {
        "diagnosis_id": ids["diagnosis_id"]
    },
    "POST /api/analytics/batch/calculate": lambda ids: {
        "recommendation_ids": [ids["recommendation_id"]]
    },
    "POST /api/predictions/batch/predict": lambda ids: {"diagnosis_ids": [ids["diagnosis_id"]]},
    "POST /api/practice/reports/read": lambda ids: {"feedback_ids": [ids["feedback_id"]]},
    "POST /api/practice/reports/{feedback_id}/answer": lambda _: {"answer": "stop"},
    "POST /ws/ticket": lambda ids: {"diagnosis_id": ids["diagnosis_id"]},
    "POST /ws/broadcast-recommendation-update": _target,
    "POST /ws/broadcast-effectiveness-update": _target,
    "POST /ws/broadcast-feedback-update": lambda ids: {"feedback_id": ids["feedback_id"]},
}
"""What the owner, or who cares for them, would send."""


def operations(app: FastAPI) -> dict[str, dict[str, Any]]:
    """Return every operation of the OpenAPI document by method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
    }


def path_ids(operation: str) -> list[str]:
    """Return the fields of an operation's path that are ids."""
    return [name for name in re.findall(r"\{(\w+)\}", operation) if name.endswith("id")]


@contextmanager
def visit(prepared: Prepared) -> Iterator[Visit]:
    """Run the app over a fresh copy of the prepared database."""
    prepared.stores.replace(prepared.copy, by=prepared.url)
    with _open(prepared.app) as client:
        yield Visit(prepared, client)


def _app(url: str) -> FastAPI:
    settings = Settings(database_url=url, rate_limits="off")
    return new_app(settings, FakeClock())


def _open(app: FastAPI) -> TestClient:
    return StreamStartClient(app, base_url="http://127.0.0.1", client=("192.0.2.7", 50000))


def prepare(stores: Stores, url: str, copy: str) -> Prepared:
    """Fill a migrated database: the owner has a record, a diagnosis, a plan, a report and care."""
    with _open(_app(url)) as client:
        clinic = Clinic(client, FakeClock())
        owner = clinic.patient("zmark-name", "zmark-owner@example.org")
        people = {
            "owner": owner,
            "other": clinic.patient("زهرا"),
            "caring": clinic.practitioner("دکتر مینا"),
            "stranger": clinic.practitioner("دکتر رضا"),
            "researcher": clinic.user("researcher"),
            "admin": clinic.user("admin"),
        }
        ids = _fill(clinic, people) | _passkey(client, people["other"])
        headers: dict[Who, dict[str, str]] = {"nobody": {}}
        cookies: dict[Who, str] = {}
        for who, person in people.items():
            headers[who] = person.headers  # type: ignore[index]
            opened = clinic.database.write_now(open_session, person.user_id, 30)
            cookies[who] = opened.refresh_token  # type: ignore[index]
            if who == "owner":
                ids |= {"session": opened.session_id, "user_id": person.user_id}
    return Prepared(stores, url, _app(copy), copy, headers, cookies, ids)


def _fill(clinic: Clinic, people: dict[str, Person]) -> Ids:
    owner, other = people["owner"], people["other"]
    care_id = clinic.consent(people["caring"], owner)
    clinic.consent(people["stranger"], other)
    asking = clinic.practitioner("دکتر پرسان")
    invitation_id = clinic.invite(asking, owner.email)
    record = {"medicines": ["zmark-medicine"], "mizaj": "garm", "sex": "male", "birth_year": 1985}
    _record(clinic, owner, record)
    _record(clinic, other, {"mizaj": "sard", "sex": "male", "birth_year": 1990})
    ids = _course(clinic, owner, "zmark-symptom", "zmark-comment")
    _course(clinic, other, "تهوع", "بد نبود")
    headers = people["caring"].headers
    sent = clinic.client.post("/api/recommendations", json=_remedy(ids), headers=headers)
    written = data_of(sent, 201)
    return ids | {
        "written_id": written["id"],
        "patient_id": owner.patient_id,
        "care_id": care_id,
        "invitation_id": invitation_id,
        "care_code": _care_code(clinic, asking),
        "verify_link": clinic.database.write_now(make_link, owner.user_id, "verify"),
        "reset_link": clinic.database.write_now(make_link, owner.user_id, "reset"),
        "name": "سردرد",
        "today": iso_day(day_of(clinic.clock())),
        "alert_id": _alert(clinic, people["caring"]),
        "mapping_id": _mapping(clinic, people["caring"]),
    }


def _passkey(client: TestClient, person: Person) -> Ids:
    """Add a passkey, and return its id with what signs in by it once."""
    authenticator = Authenticator()
    add_passkey(client, person.headers, authenticator, PASSWORD)
    (added,) = data_of(client.get("/api/auth/passkeys", headers=person.headers))
    asked = data_of(client.post("/api/auth/login/passkey/options"))["public_key"]
    return {"passkey_id": added["id"], "passkey_answer": authenticator.sign(asked)}


def _care_code(clinic: Clinic, practitioner: Person) -> str:
    (care,) = data_of(clinic.client.get("/api/care", headers=practitioner.headers))
    return str(care["code"])


def _alert(clinic: Clinic, practitioner: Person) -> int:
    live = data_of(clinic.client.get("/api/practice/live", headers=practitioner.headers))
    return int(live["alerts"][0]["id"])


def _record(clinic: Clinic, person: Person, fields: Ids) -> None:
    path = f"/api/patients/{person.patient_id}"
    data_of(clinic.client.patch(path, json=fields, headers=person.headers))


def _mapping(clinic: Clinic, clinician: Person) -> int:
    body = {"kind": "allergen", "text": "واژهٔ نگاشته", "codes": []}
    sent = clinic.client.post("/api/knowledge/mappings", json=body, headers=clinician.headers)
    return int(data_of(sent, 201)["id"])


def _course(clinic: Clinic, person: Person, symptom: str, comment: str) -> Ids:
    diagnosis_id = clinic.diagnosis(person, symptoms=[symptom])
    recommendation_id = clinic.plan(person, diagnosis_id)[0]
    effects = [{"name": "سرگیجه", "severity": "severe"}]
    stored = clinic.report(
        person, diagnosis_id, recommendation_id, comment=comment, side_effects=effects
    )
    remedy = data_of(clinic.client.get(f"/api/recommendations/{recommendation_id}"))
    return {
        "diagnosis_id": diagnosis_id,
        "recommendation_id": recommendation_id,
        "feedback_id": stored["id"],
        "herb_id": remedy["herb_id"],
        "herb_name": remedy["herb_name"],
        "part": remedy["part"],
        "route": remedy["route"],
        "condition_id": remedy["condition_id"],
    }
