"""Without a provider, or while it can't be used, one signs in by e-mail and password."""

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from starlette.testclient import TestClient

from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clients.provider_browser import PATH, answer, begin
from tests.kit.clinics.clinic import PASSWORD, Clinic, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.identity_provider import IdentityProvider, ec_key, running

UNAVAILABLE = "identity_provider_unavailable"
BROKEN = {
    "an error": (500, b"{}"),
    "a redirect": (302, b"{}"),
    "no JSON": (200, b"<html>"),
    "another JSON": (200, b"[]"),
    "deep JSON": (200, b"[" * 100_000),
    "no text": (200, b"\xff"),
    "much": (200, b'{"a": "' + b"x" * 600_000 + b'"}'),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_provider_is_told_and_passwords_go_on(
    client: TestClient, clinic: Clinic, provider: IdentityProvider, broken: str
) -> None:
    brought = provider.sign_in(begin(client))
    provider.broken = BROKEN[broken]
    assert code_of(client.post(PATH, json=brought), 503) == UNAVAILABLE
    body = {"email": clinic.patient().email, "password": PASSWORD}
    assert client.post("/api/auth/login", json=body).status_code == 200
    provider.broken = None
    assert answer(client, provider).status_code == 200


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://clinic.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"jwks_uri": "https://[half"},
    ],
)
def test_metadata_of_others_or_without_tls_are_refused(
    client: TestClient, provider: IdentityProvider, metadata: dict[str, str]
) -> None:
    provider.metadata = metadata
    assert code_of(client.post(f"{PATH}/begin"), 503) == UNAVAILABLE


def test_keys_that_are_none_are_told(client: TestClient, provider: IdentityProvider) -> None:
    provider.metadata = {"jwks_uri": f"{provider.issuer}/.well-known/openid-configuration"}
    assert code_of(answer(client, provider), 503) == UNAVAILABLE


def test_a_wrong_secret_is_the_operators_to_mend(
    client: TestClient, provider: IdentityProvider
) -> None:
    provider.metadata = {"token_endpoint_auth_methods_supported": ["none"]}
    brought = provider.sign_in(begin(client))
    provider.secret = "another"
    assert code_of(client.post(PATH, json=brought), 503) == UNAVAILABLE


class TestUnreachable:
    """Where nothing listens."""

    @pytest.fixture
    def settings(self, settings: Settings, clock: FakeClock) -> Settings:
        with running(clock) as gone:
            settings.oidc_issuer = gone.issuer
        return settings

    def test_it_is_told(self, client: TestClient) -> None:
        assert code_of(client.post(f"{PATH}/begin"), 503) == UNAVAILABLE


class TestNone:
    """Where no provider is set."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        settings.oidc_issuer = ""
        return settings

    def test_it_is_told(self, client: TestClient) -> None:
        assert data_of(client.get(PATH))["name"] is None
        refused = [
            client.post(f"{PATH}/begin"),
            client.post(PATH, json={"state": "a", "code": "b"}),
            client.post(f"{PATH}/confirm", json={"state": "a"}),
        ]
        assert [code_of(one, 409) for one in refused] == ["no_identity_provider"] * 3


def certificate(folder: Path) -> ssl.SSLContext:
    """Return TLS of a server that signed for itself."""
    key = ec_key("tls")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tls.pem").write_bytes(plain + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.pem")
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(
    settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    with running(clock, certificate(tmp_path)) as provider:
        settings.oidc_issuer = provider.issuer
        with TestClient(new_app(settings, clock), base_url="http://127.0.0.1") as client:
            assert code_of(client.post(f"{PATH}/begin"), 503) == UNAVAILABLE
    assert provider.asked == []
