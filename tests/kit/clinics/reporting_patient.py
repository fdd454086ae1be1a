"""A patient at the place where reports are handed in."""

from typing import Any

from sqlalchemy import func, select

from tajriba.audit.denials import DENIED
from tajriba.audit.tables import audit
from tajriba.events.tables import event
from tajriba.evidence.tables import evidence_day, evidence_waiting
from tajriba.feedback.tables import feedback, idempotency, side_effect
from tajriba.kit.database.transactions import ReadTx
from tajriba.loop.tables import counter
from tests.kit.clinics.clinic import Clinic, Person

SUBMIT = "/api/feedback/submit"
BATCH = "/api/feedback/batch/submit"
TABLES = (
    feedback,
    idempotency,
    side_effect,
    evidence_day,
    evidence_waiting,
    event,
    counter,
)


class ReportingPatient:
    """Sends reports of a patient with a planned diagnosis, and counts what they leave."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.me = clinic.patient()
        self.diagnosis_id = clinic.diagnosis(self.me)
        self.plan = clinic.plan(self.me, self.diagnosis_id)

    def body(self, **fields: Any) -> dict[str, Any]:
        """Return a good body, with `fields` over it; `...` takes a field away."""
        good = {
            "recommendation_id": self.plan[0],
            "diagnosis_id": self.diagnosis_id,
            "rating": 4,
            "symptom_improvement": 4,
        }
        return {key: value for key, value in (good | fields).items() if value is not ...}

    def send(self, path: str = SUBMIT, who: Person | None = None, **options: Any) -> Any:
        """Post and return the answer."""
        return self.call("POST", path, who, **options)

    def call(self, method: str, path: str, who: Person | None = None, **options: Any) -> Any:
        """Make any request and return the answer."""
        headers = (who or self.me).headers | options.pop("headers", {})
        return self.clinic.client.request(method, path, headers=headers, **options)

    def counts(self) -> list[int]:
        """Return how many rows there are of all that a report leaves for good."""
        return self.clinic.database.read_now(_counts)


def _counts(tx: ReadTx) -> list[int]:
    """What is refused leaves an entry of that in the audit trail, and nothing else."""
    found = [select(func.count()).select_from(one) for one in TABLES]
    changes = select(func.count()).select_from(audit).where(audit.c.action != DENIED)
    return [tx.scalar(statement) for statement in (*found, changes)]
