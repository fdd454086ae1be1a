"""The real app with an identity provider on this machine."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.identity_provider import CLIENT, SARA, SECRET, IdentityProvider, running


@pytest.fixture
def provider(clock: FakeClock) -> Iterator[IdentityProvider]:
    with running(clock) as provider:
        provider.person = dict(SARA)
        yield provider


@pytest.fixture
def settings(settings: Settings, provider: IdentityProvider) -> Settings:
    settings.oidc_issuer = provider.issuer
    settings.oidc_client_id = CLIENT
    settings.oidc_client_secret = SecretStr(SECRET)
    settings.oidc_roles = "doctors:practitioner, it:admin"
    settings.oidc_strong = "gold"
    return settings
