"""People whose screens have something on them, and every screen that there is."""

from dataclasses import dataclass

from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import Remote

NOT_FOUND = r"404 .*/no/such/place$"
"""What a browser says of the one address that is nowhere."""
SCREENS = {
    "nobody": (
        "/",
        "/sign-in",
        "/sign-up",
        "/provider-sign-in",
        "/forgot-password",
        "/reset-password",
        "/verify-email",
        "/confirm-registration",
        "/privacy",
        "/settings",
        "/evidence",
        "/herbs",
        "/herbs/{herb}",
        "/conditions",
        "/conditions/{condition}",
        "/recommendations/{remedy}",
        "/no/such/place",
    ),
    "patient": (
        "/today",
        "/diagnoses",
        "/diagnoses/new",
        "/diagnoses/{diagnosis}",
        "/diagnoses/{diagnosis}/report",
        "/diagnoses/{diagnosis}/report/{remedy}",
        "/diagnoses/{diagnosis}/curve",
        "/diagnoses/{diagnosis}/print",
        "/history",
        "/mizaj",
        "/care",
        "/privacy",
        "/settings",
    ),
    "practitioner": (
        "/patients",
        "/patients/{patient}",
        "/patients/{patient}/diagnose",
        "/patients/{patient}/diagnose?diagnosis={diagnosis}",
        "/plans",
        "/words",
        "/remedies",
        "/safety",
        "/reports",
        "/care",
        "/diagnoses/{diagnosis}",
        "/diagnoses/{diagnosis}/curve",
    ),
    "admin": ("/admin/users", "/admin/models", "/admin/connections", "/words", "/remedies"),
}


@dataclass(frozen=True)
class People:
    """A patient with reports, others who reported the same, who cares for them, and an admin.

    `emails` are by role, `ids` fill the addresses of the screens.
    """

    emails: dict[str, str]
    ids: dict[str, int]

    def screens(self, role: str) -> list[str]:
        """Return the addresses that a role opens."""
        return [path.format(**self.ids) for path in SCREENS[role]]


def people_in(town: Town) -> People:
    """Make the people through the API."""
    patient, doctor, admin = town.patient(), town.practitioner(), town.employ("admin")
    for number, one in enumerate((patient, *(town.patient() for _ in range(5)))):
        rating = 2 if number == 1 else 4
        one.report(rating=rating, side_effects="تهوع", comment="دردم کمتر شد.")
    care_for(doctor, patient)
    remedy = doctor.get(f"/api/recommendations/{patient.remedies[0]}")
    ids = {
        "patient": patient.remote.patient_id,
        "diagnosis": patient.diagnosis_id,
        "remedy": patient.remedies[0],
        "herb": remedy["herb_id"],
        "condition": remedy["condition_id"],
    }
    people = {"patient": patient.remote, "practitioner": doctor, "admin": admin}
    return People({role: one.email for role, one in people.items()}, ids)


def care_for(doctor: Remote, patient: Patient) -> None:
    """Have a practitioner ask and the patient consent by the code that they are shown."""
    asked = doctor.post("/api/care/invitations", {"email": patient.remote.email})
    patient.remote.post("/api/care/accept-by-code", {"code": asked["code"]})
