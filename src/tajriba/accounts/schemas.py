"""Request and response models of accounts."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tajriba.accounts.email_address import email_key
from tajriba.kit.http.schemas import Body, View, not_blank, storable

Role = Literal["patient", "practitioner", "researcher", "admin"]
Purpose = Literal["verify", "reset"]
"""What a link is for: to prove an e-mail, or to set a forgotten password."""
ROLES: tuple[Role, ...] = get_args(Role)
GUARDED_ROLES: tuple[Role, ...] = ("practitioner", "admin")
"""Who sees others: of them a second factor may be required."""


def _address(email: str) -> str:
    try:
        email_key(email)
    except ValueError:
        raise PydanticCustomError("email_form", "no e-mail address") from None
    return email


Email = Annotated[
    str,
    Field(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$"),
    AfterValidator(storable),
    AfterValidator(_address),
]
Password = Annotated[str, Field(min_length=8, max_length=200), AfterValidator(storable)]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request: a person whose session was checked in this very transaction's time.

    `records_read` collects the patients whose records were read for it and who are others.
    """

    user_id: int
    role: Role
    session_id: str
    records_read: set[int] = field(default_factory=set, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid access token says; the session may have ended since."""

    user_id: int
    session_id: str


OneTime = Annotated[str, Field(max_length=40), AfterValidator(storable)]


class Credentials(Body):
    """Who signs in."""

    email: Annotated[str, Field(max_length=254), AfterValidator(storable)] = Field(
        examples=["maryam@example.org"]
    )
    password: Annotated[str, Field(max_length=200), AfterValidator(storable)] = Field(
        examples=["correct horse battery"]
    )
    code: OneTime | None = Field(
        None, description="Of the authenticator, where the account has one.", examples=["287082"]
    )


class PasswordAgain(Body):
    """One's password, asked for again."""

    password: Annotated[str, Field(max_length=200), AfterValidator(storable)] = Field(
        examples=["correct horse battery"]
    )


class EndedSessions(PasswordAgain):
    """Which sessions of one's own are to end."""

    session: Annotated[str, Field(max_length=64), AfterValidator(storable)] | None = Field(
        None,
        description="Which; all but the present one where it is not given.",
        examples=["Zk3vJt0cT1mWq8uXy2bN5g"],
    )


class OneTimeCode(Body):
    """A code of the authenticator, or one for who lost it."""

    code: OneTime = Field(examples=["287082"])


class SecondFactorBegun(View):
    """What an authenticator needs."""

    secret: str = Field(examples=["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"])
    uri: str = Field(examples=["otpauth://totp/Tajriba:sara%40example.org?secret=GEZDGNBV"])


class RecoveryCodes(View):
    """Codes to keep, each good once in place of a second factor; none where there are some."""

    codes: list[str] = Field(examples=[["5f3c9a01b7e2d8465f3c9a01b7e2"]])


Base64 = Annotated[str, Field(max_length=20_000, pattern=r"^[A-Za-z0-9_-]*$")]
CredentialId = Annotated[str, Field(max_length=1400, pattern=r"^[A-Za-z0-9_-]+$")]


class PasskeyOptions(View):
    """What a browser takes to make a passkey, or to sign in with one."""

    public_key: dict[str, Any] = Field(
        description="`publicKey` of `navigator.credentials`, its bytes in base64url.",
        examples=[{"rpId": "clinic.example", "challenge": "hPz0wq7Q0m3v5Y0cXb1n"}],
    )


class NewPasskey(Body):
    """What an authenticator made, in base64url, and how its owner calls it."""

    name: Annotated[
        str, Field(min_length=1, max_length=60), AfterValidator(storable), AfterValidator(not_blank)
    ] = Field(examples=["My telephone"])
    client_data: Base64 = Field(examples=["eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"])
    attestation: Base64 = Field(examples=["o2NmbXRkbm9uZWdhdHRTdG10oA"])


class PasskeyAnswer(Body):
    """What an authenticator signed, in base64url."""

    id: CredentialId = Field(examples=["Zk3vJt0cT1mWq8uXy2bN5g"])
    client_data: Base64 = Field(examples=["eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0"])
    authenticator_data: Base64 = Field(examples=["SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2M"])
    signature: Base64 = Field(examples=["MEUCIQD"])


class PasskeyView(View):
    """A passkey of one's own."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["My telephone"])
    created_at: str
    used_at: str | None = Field(description="When it last signed in.")


class IdentityProvider(View):
    """Who else may say who somebody is."""

    name: str | None = Field(examples=["Clinic of Shiraz"])


class ProviderPage(View):
    """Where a browser signs in."""

    url: str = Field(examples=["https://login.clinic.example/authorize?response_type=code"])


State = Annotated[str, Field(max_length=100), AfterValidator(storable)]


class ProviderAnswer(Body):
    """What a browser brings back from the identity provider, in the query of its address."""

    state: State = Field(examples=["hPz0wq7Q0m3v5Y0cXb1nE8T2kL4sJ6dR9uA-fGiHoWc"])
    code: Annotated[str, Field(max_length=4096), AfterValidator(storable)] = Field(
        examples=["SplxlOBeZQQYbYS6WxSbIA"]
    )
    iss: Annotated[str, Field(max_length=255), AfterValidator(storable)] | None = Field(
        None, description="Of whom it is, where that is said.", examples=["https://login.example"]
    )


class ProviderProof(Body):
    """What a sign-in by the identity provider asked for."""

    state: State = Field(examples=["hPz0wq7Q0m3v5Y0cXb1nE8T2kL4sJ6dR9uA-fGiHoWc"])
    password: Annotated[str, Field(max_length=200), AfterValidator(storable)] | None = Field(
        None, description="Of the account that is to be linked.", examples=["correct horse battery"]
    )
    code: OneTime | None = Field(
        None, description="Of the authenticator, where the account has one.", examples=["287082"]
    )


class SecondFactorRemoved(View):
    """The account has no second factor any more."""

    removed: Literal[True] = True


class UserView(View):
    """An account."""

    id: int
    email: str
    full_name: str
    role: Role
    email_verified: bool = Field(False, description="Whether the e-mail is proved.")
    disabled: bool = Field(False, description="Whether it can't sign in.")
    created_at: str


class AccessToken(View):
    """A token for `Authorization: Bearer`; the refresh token is a cookie."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int = Field(description="Seconds.", examples=[900])
    person: UserView = Field(description="Whose it is.")


class PasswordChange(Body):
    """One's password, and the one that follows it."""

    current: Annotated[str, Field(max_length=200), AfterValidator(storable)] = Field(
        examples=["correct horse battery"]
    )
    new: Password = Field(examples=["another horse battery"])


class PasswordChanged(View):
    """The password is the new one, and all other sessions are over."""

    changed: Literal[True] = True


class ForgottenPassword(Body):
    """Whose password is forgotten."""

    email: Annotated[str, Field(max_length=254), AfterValidator(storable)] = Field(
        examples=["maryam@example.org"]
    )


Secret = Annotated[str, Field(max_length=100), AfterValidator(storable)]


class LinkSecret(Body):
    """What stands behind `#` in a link that came by e-mail."""

    secret: Secret = Field(examples=["hPz0wq7Q0m3v5Y0cXb1nE8T2kL4sJ6dR9uA-fGiHoWc"])


class NewPassword(LinkSecret):
    """The password that follows a forgotten one."""

    new: Password = Field(examples=["another horse battery"])


class MailSent(View):
    """An e-mail is on its way, if there is anybody to get it."""

    sent: Literal[True] = True


class EmailVerified(View):
    """The e-mail is proved."""

    email_verified: Literal[True] = True


class SessionView(View):
    """A session of one's own that has not ended."""

    id: str = Field(examples=["Zk3vJt0cT1mWq8uXy2bN5g"])
    present: bool = Field(description="Whether it is the one that asks.")
    address: str | None = Field(description="Where it was opened from.", examples=["192.0.2.7"])
    browser: str | None = Field(description="With what it was opened.", examples=["Firefox"])
    created_at: str
    used_at: str = Field(description="When it was last refreshed.")


class AccountPatch(Body):
    """What an administrator changes of an account; what is not given stays."""

    role: Role | None = Field(None, examples=["practitioner"])
    disabled: bool | None = Field(None, examples=[True])


class LinkRequest(Body):
    """What a link is to be for."""

    purpose: Purpose = Field(examples=["reset"])


class HandedLink(View):
    """A link to hand over to an account's owner; it is good once."""

    url: str = Field(examples=["https://clinic.example/reset-password#hPz0wq7Q0m3v5Y0cXb1n"])
    expires_at: str


class DemoPerson(View):
    """Somebody of the demo clinic whom one can be."""

    role: Role
    full_name: str = Field(examples=["مریم احمدی"])


class DemoSignIn(Body):
    """Whom one wants to be."""

    role: Role = Field(examples=["patient"])


class LoggedOut(View):
    """The session is over, its access tokens too."""

    logged_out: Literal[True] = True
