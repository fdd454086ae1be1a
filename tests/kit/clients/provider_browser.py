"""A browser that signs in by an identity provider."""

from typing import Any

from starlette.testclient import TestClient

from tests.kit.clinics.clinic import code_of, data_of
from tests.kit.servers.identity_provider import IdentityProvider

PATH = "/api/auth/oidc"


def begin(client: TestClient) -> str:
    """Return the page of the provider to go to."""
    return str(data_of(client.post(f"{PATH}/begin"))["url"])


def answer(client: TestClient, provider: IdentityProvider, **put: str) -> Any:
    """Go through the whole sign-in, with parts of what the browser brings back put instead."""
    return client.post(PATH, json=provider.sign_in(begin(client)) | put)


def pending(client: TestClient, provider: IdentityProvider, status: int) -> tuple[str, str]:
    """Sign in as far as it goes, and return why no further, and the state to go on with."""
    brought = provider.sign_in(begin(client))
    return code_of(client.post(PATH, json=brought), status), brought["state"]


def confirm(client: TestClient, state: str, **given: str) -> Any:
    """Show what a sign-in asked for."""
    return client.post(f"{PATH}/confirm", json={"state": state} | given)
