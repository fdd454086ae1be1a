"""Models in service: they are trained beside serving, promoted where better, and taken back."""

from typing import Any

import pytest

from tests.kit.clinics.clinic import Clinic, Person, data_of
from tests.kit.clinics.model_training import of_chance, of_habit, trained
from tests.kit.clinics.published_courses import course, get, predicted


@pytest.fixture
def admin(clinic: Clinic) -> Person:
    return clinic.user("admin")


def models(clinic: Clinic, admin: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data_of(
        clinic.client.get("/api/admin/models", headers=admin.headers)
    )
    return found


def test_what_is_better_is_promoted_and_says_why(clinic: Clinic, admin: Person) -> None:
    imported = of_habit(clinic.database)
    one = course(clinic)
    before = predicted(clinic, one)
    assert before["model_version"] == "1"
    job = trained(clinic, admin)
    assert (job["state"], job["says"], job["detail"]) == ("done", "promoted", "2.1")
    assert job["progress"] == 1
    assert job["asked_by"] == admin.user_id
    told = data_of(get(clinic, None, "model/version"))
    assert (told["version"], told["kind"], told["degraded"]) == ("2.1", "learned", False)
    assert (told["trained_on"], told["reason"]) == (imported, "better")
    held = told["held_out"]
    assert held["rows"] + held["trained_on"] == imported
    assert held["against"] == "1"
    assert held["log_loss_difference"][2] < 0
    assert held["model"]["log_loss"] < held["served"]["log_loss"]
    assert predicted(clinic, one)["model_version"] == "2.1"
    newest, first = models(clinic, admin)
    assert (newest["state"], newest["active"]) == ("champion", True)
    assert (first["version"], first["active"]) == ("1", False)


def test_what_is_not_better_is_kept_with_its_figures(clinic: Clinic, admin: Person) -> None:
    of_chance(clinic.database)
    job = trained(clinic, admin)
    assert (job["state"], job["says"]) == ("done", "kept")
    assert job["detail"] in {"not_better", "worse_calibrated"}
    assert data_of(get(clinic, None, "model/version"))["version"] == "1"
    kept, first = models(clinic, admin)
    assert (kept["state"], kept["active"], kept["reason"]) == ("kept", False, job["detail"])
    assert kept["held_out"]["rows"] > 0
    assert first["active"]


@pytest.mark.parametrize(("rate", "why"), [(1.0, "one_class"), (None, "too_few")])
def test_where_there_is_nothing_to_learn_it_says_so(
    clinic: Clinic, admin: Person, rate: float | None, why: str
) -> None:
    if rate is not None:
        of_chance(clinic.database, rate=rate)
    job = trained(clinic, admin)
    assert (job["state"], job["says"], job["detail"]) == ("done", "kept", why)
    assert len(models(clinic, admin)) == 1
