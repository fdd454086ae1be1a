"""What most tests need of people, told through the public routes."""

from typing import Any

from starlette.testclient import TestClient

from tests.kit.clock import FakeClock

PASSWORD = "a-long-password"


class Clinic:
    """Creates people and what they own; `client` stays without credentials."""

    def __init__(self, client: TestClient, clock: FakeClock) -> None:
        self.client = client
        self.clock = clock
        self._count = 0

    def token(self, email: str) -> dict[str, str]:
        """Sign in and return the headers that say so."""
        answer = self.client.post(
            "/api/auth/login", json={"email": email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        self.client.cookies.clear()
        return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}


def data_of(answer: Any, status: int = 200) -> Any:
    """Return the data of a successful answer."""
    assert answer.status_code == status, answer.text
    return answer.json()["data"]
