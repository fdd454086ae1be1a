"""Links by e-mail: proving an address, a forgotten password, and registering; through a server."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from tajriba.accounts.email.account_mail import AccountMail
from tajriba.accounts.email.email_links import MAILED_MS, make_link
from tajriba.accounts.service import find_account
from tajriba.settings import Settings
from tests.kit.apps import new_app
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.smtp_server import Mailbox, mailbox_server

NEW = "another-long-password"
HER = "her@example.org"
REGISTRATION = {"email": HER, "password": PASSWORD, "full_name": "مریم احمدی"}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mailbox_server() as mailbox:
        yield mailbox


@pytest.fixture
def posting(settings: Settings, clock: FakeClock, mailbox: Mailbox) -> Iterator[TestClient]:
    """An installation that sends e-mails."""
    settings.smtp_url = SecretStr(f"smtp://127.0.0.1:{mailbox.port}")
    settings.mail_from = "clinic@clinic.example"
    settings.public_url = "https://clinic.example"
    with TestClient(new_app(settings, clock), "http://127.0.0.1") as client:
        yield client


@pytest.fixture
def people(posting: TestClient, clock: FakeClock) -> Clinic:
    return Clinic(posting, clock)


def verify(client: TestClient, person: Person, secret: str) -> Any:
    return client.post("/api/auth/email/verify", json={"secret": secret}, headers=person.headers)


def forgotten(client: TestClient, email: str, **headers: str) -> Any:
    return client.post("/api/auth/password/forgotten", json={"email": email}, headers=headers)


def reset(client: TestClient, secret: str, new: str = NEW) -> Any:
    return client.post("/api/auth/password/reset", json={"secret": secret, "new": new})


def sign_in(client: TestClient, email: str, password: str) -> int:
    body = {"email": email, "password": password}
    return client.post("/api/auth/login", json=body).status_code


def me(client: TestClient, person: Person) -> Any:
    return data_of(client.get("/api/auth/me", headers=person.headers))


def test_a_link_proves_an_address_once(
    posting: TestClient, people: Clinic, mailbox: Mailbox
) -> None:
    one = people.patient(email=HER, proven=False)
    data_of(posting.post("/api/auth/email/link", headers=one.headers), 202)
    to, text = mailbox.next()
    assert to == HER
    secret = text.partition("https://clinic.example/verify-email#")[2].split()[0]
    assert me(posting, one)["email_verified"] is False
    data_of(verify(posting, one, secret))
    assert me(posting, one)["email_verified"] is True
    assert code_of(verify(posting, one, secret), 409) == "bad_link"


def test_only_who_is_signed_in_to_the_account_proves_its_address(
    posting: TestClient, people: Clinic, mailbox: Mailbox
) -> None:
    thief, owner = people.patient(email=HER, proven=False), people.patient(proven=False)
    data_of(posting.post("/api/auth/email/link", headers=thief.headers), 202)
    secret = mailbox.next_secret()
    assert posting.post("/api/auth/email/verify", json={"secret": secret}).status_code == 401
    assert code_of(verify(posting, owner, secret), 409) == "bad_link"
    assert me(posting, thief)["email_verified"] is me(posting, owner)["email_verified"] is False


def test_the_owner_of_an_address_takes_the_account_back(
    posting: TestClient, people: Clinic, mailbox: Mailbox
) -> None:
    thief = people.patient(email=HER, proven=False)
    data_of(forgotten(posting, HER), 202)
    secret = mailbox.next_secret()
    assert code_of(reset(posting, secret, "password"), 422) == "guessable_password"
    data_of(reset(posting, secret))
    answer = posting.get("/api/auth/me", headers=thief.headers)
    assert code_of(answer, 401) == "not_signed_in"
    assert (sign_in(posting, HER, PASSWORD), sign_in(posting, HER, NEW)) == (401, 200)
    assert code_of(reset(posting, secret), 409) == "bad_link"
    owner = Person(thief.user_id, HER, people.session(thief.user_id))
    assert me(posting, owner)["email_verified"] is True


@pytest.mark.parametrize("purpose", ["verify", "reset"])
def test_a_link_expires(
    posting: TestClient, people: Clinic, clock: FakeClock, purpose: Any
) -> None:
    one = people.patient(proven=False)
    secret = people.database.write_now(make_link, one.user_id, purpose)
    clock.advance(seconds=MAILED_MS[purpose] // 1000)
    one = Person(one.user_id, one.email, people.session(one.user_id))
    late = verify(posting, one, secret) if purpose == "verify" else reset(posting, secret)
    assert code_of(late, 409) == "bad_link"


def test_a_link_is_for_one_thing_and_dies_with_a_changed_password(
    posting: TestClient, people: Clinic
) -> None:
    one = people.patient(proven=False)
    write = people.database.write_now
    of_reset, to_verify = (write(make_link, one.user_id, to) for to in ("reset", "verify"))
    assert code_of(verify(posting, one, of_reset), 409) == "bad_link"
    assert code_of(reset(posting, to_verify), 409) == "bad_link"
    body = {"current": PASSWORD, "new": NEW}
    data_of(posting.post("/api/auth/password", json=body, headers=one.headers))
    assert code_of(reset(posting, of_reset, "a third long password"), 409) == "bad_link"


def test_asking_does_not_tell_whether_an_account_has_the_address(
    posting: TestClient, people: Clinic, mailbox: Mailbox
) -> None:
    admin, gone = people.user("admin"), people.patient(email="gone@example.org")
    path = f"/api/admin/users/{gone.user_id}"
    data_of(posting.patch(path, json={"disabled": True}, headers=admin.headers))
    people.patient(email=HER)
    answers = [forgotten(posting, one) for one in ("nobody@example.org", "gone@example.org", HER)]
    assert len({answer.content for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {202}
    posting.__exit__(None, None, None)
    assert mailbox.next()[0] == HER
    assert mailbox.empty
    posting.__enter__()


def test_an_address_is_not_flooded(settings: Settings, clock: FakeClock, mailbox: Mailbox) -> None:
    settings.rate_limits, settings.trusted_proxies = "on", "127.0.0.1"
    with TestClient(
        new_app(settings, clock), "http://127.0.0.1", client=("127.0.0.1", 1)
    ) as client:
        for email in (HER, "nobody@example.org"):
            answers = [
                forgotten(client, email, **{"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(6)
            ]
            assert [one.status_code for one in answers] == [202] * 5 + [429]


def test_registering_opens_no_account_before_the_link(
    posting: TestClient, people: Clinic, mailbox: Mailbox
) -> None:
    answer = posting.post("/api/auth/register", json=REGISTRATION)
    assert data_of(answer, 201) == {"mailed": True, "user_id": None, "patient_id": None}
    assert people.database.read_now(find_account, HER) is None
    assert sign_in(posting, HER, PASSWORD) == 401
    body = {"secret": mailbox.next_secret(), "password": "a-guessed-password"}
    confirm = "/api/auth/register/confirm"
    assert code_of(posting.post(confirm, json=body), 401) == "bad_credentials"
    body["password"] = PASSWORD
    opened = data_of(posting.post(confirm, json=body))
    assert (opened["person"]["email"], opened["person"]["email_verified"]) == (HER, True)
    assert sign_in(posting, HER, PASSWORD) == 200
    assert code_of(posting.post(confirm, json=body), 409) == "bad_link"


def test_registering_does_not_tell_whether_an_account_has_the_address(
    posting: TestClient, people: Clinic, mailbox: Mailbox
) -> None:
    unknown = posting.post("/api/auth/register", json=REGISTRATION)
    assert "/confirm-registration#" in mailbox.next()[1]
    people.patient(email=HER)
    known = posting.post("/api/auth/register", json=REGISTRATION | {"password": NEW})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    to, text = mailbox.next()
    assert (to, "/forgot-password" in text, "#" in text) == (HER, True, False)
    assert (sign_in(posting, HER, NEW), sign_in(posting, HER, PASSWORD)) == (401, 200)


def test_two_who_register_one_address_get_one_account(
    posting: TestClient, people: Clinic, mailbox: Mailbox, clock: FakeClock
) -> None:
    """A thief registers the address first: the owner's link opens the owner's account."""
    data_of(posting.post("/api/auth/register", json=REGISTRATION | {"password": NEW}), 201)
    thiefs = mailbox.next_secret()
    data_of(posting.post("/api/auth/register", json=REGISTRATION), 201)
    owners = mailbox.next_secret()
    confirm = "/api/auth/register/confirm"
    wrong = {"secret": thiefs, "password": PASSWORD}
    assert code_of(posting.post(confirm, json=wrong), 401) == "bad_credentials"
    data_of(posting.post(confirm, json={"secret": owners, "password": PASSWORD}))
    stolen = {"secret": thiefs, "password": NEW}
    assert code_of(posting.post(confirm, json=stolen), 409) == "bad_link"
    clock.advance(days=3)
    assert sign_in(posting, HER, NEW) == 401


def test_without_a_server_nothing_is_sent_and_that_is_told_to_all(
    settings: Settings, clock: FakeClock
) -> None:
    settings.secret_key = SecretStr("a key of an installation, long enough for it")
    with TestClient(new_app(settings, clock), "http://127.0.0.1") as client:
        data_of(client.post("/api/auth/register", json=REGISTRATION), 201)
        for email in (HER, "nobody@example.org"):
            assert code_of(forgotten(client, email), 409) == "no_mail"
        mail: AccountMail = client.app.state.account_mail  # type: ignore[attr-defined]
        assert mail.queue is None


def test_a_developer_reads_the_link_on_the_console(
    client: TestClient, clinic: Clinic, capfd: pytest.CaptureFixture[str]
) -> None:
    one = clinic.patient(proven=False)
    data_of(client.post("/api/auth/email/link", headers=one.headers), 202)
    client.__exit__(None, None, None)
    said = capfd.readouterr().err
    client.__enter__()
    secret = said.partition("http://127.0.0.1:8000/verify-email#")[2].split()[0]
    data_of(verify(client, one, secret))


def test_an_administrator_hands_links_over_and_ends_sessions(
    client: TestClient, clinic: Clinic
) -> None:
    admin, one = clinic.user("admin"), clinic.patient(proven=False)
    path = f"/api/admin/users/{one.user_id}"
    for purpose in ("verify", "reset"):
        made = client.post(f"{path}/links", json={"purpose": purpose}, headers=admin.headers)
        secret = data_of(made, 201)["url"].partition("#")[2]
        used = verify(client, one, secret) if purpose == "verify" else reset(client, secret)
        data_of(used)
    assert sign_in(client, one.email, NEW) == 200
    elsewhere = Person(one.user_id, one.email, clinic.session(one.user_id))
    assert me(client, elsewhere)["email_verified"] is True
    data_of(client.delete(f"{path}/sessions", headers=admin.headers))
    answer = client.get("/api/auth/me", headers=elsewhere.headers)
    assert code_of(answer, 401) == "not_signed_in"
    for call in ("links", "sessions"):
        method = "POST" if call == "links" else "DELETE"
        body = {"purpose": "reset"} if call == "links" else None
        unknown = f"/api/admin/users/{10**12}/{call}"
        answer = client.request(method, unknown, json=body, headers=admin.headers)
        assert code_of(answer, 404) == "not_found"
