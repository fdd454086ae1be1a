"""A practice in the small: patients with one plan, whose reports publish evidence."""

from dataclasses import dataclass
from typing import Any

from tests.kit.clinics.clinic import Clinic, Person, data_of

FAILURE = {"rating": 2, "symptom_improvement": 1}


@dataclass(frozen=True)
class Course:
    """A patient with a diagnosis and its plan."""

    patient: Person
    diagnosis_id: int
    plan: list[int]


def course(
    clinic: Clinic,
    record: dict[str, Any] | None = None,
    plan: list[int] | None = None,
    **diagnosis: Any,
) -> Course:
    """Begin the course of a new patient: a headache and a plan, by default five candidates."""
    patient = clinic.patient()
    if record:
        path = f"/api/patients/{patient.patient_id}"
        data_of(clinic.client.patch(path, json=record, headers=patient.headers))
    diagnosis_id = clinic.diagnosis(patient, **diagnosis)
    ids = plan or clinic.candidates(patient, diagnosis_id)[:5]
    return Course(patient, diagnosis_id, clinic.plan(patient, diagnosis_id, ids))


def publish(clinic: Clinic, recommendation_id: int, patients: int = 5, **report: Any) -> None:
    """Let new patients report once each of a recommendation; five make it public.

    Every fifth of several says otherwise than the others: what all say alike is not published.
    """
    record = {"mizaj": "garm", "sex": "male", "birth_year": 1990}
    failed = report.items() >= FAILURE.items()
    otherwise = {"rating": 4, "symptom_improvement": 4} if failed else FAILURE
    for number in range(patients):
        one = course(clinic, record, [recommendation_id])
        said = report | otherwise if number % 5 == 0 and patients > 1 else report
        clinic.report(one.patient, one.diagnosis_id, recommendation_id, **said)


def get(clinic: Clinic, person: Person | None, path: str, lang: str = "fa", **query: Any) -> Any:
    """Ask a route of predictions and return its answer."""
    headers = (person.headers if person else {}) | {"Accept-Language": lang}
    return clinic.client.get(f"/api/predictions/{path}", params=query, headers=headers)


def predicted(clinic: Clinic, one: Course, lang: str = "fa", **query: Any) -> Any:
    """Return the prediction of a course's plan."""
    path = f"diagnosis/{one.diagnosis_id}/predict"
    return data_of(get(clinic, one.patient, path, lang, **query))


def items(plan: Any) -> dict[int, Any]:
    """Return the predictions of a plan by recommendation."""
    return {item["recommendation_id"]: item for item in plan["predicted_recommendations"]}
