"""HEAD says of an answer what GET says, and sends no body."""

import pytest

from tests.kit.clinics.clinic import Clinic


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/herbs", 200), ("/health/live", 200), ("/api/auth/me", 401), ("/api/nothing", 404)],
)
def test_head_is_get_without_a_body(clinic: Clinic, path: str, status: int) -> None:
    got, told = clinic.client.get(path), clinic.client.head(path)
    assert (told.status_code, told.content) == (status, b"")
    assert told.headers["content-length"] == got.headers["content-length"]
    assert told.headers["content-type"] == got.headers["content-type"]
