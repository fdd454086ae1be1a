"""The errors of accounts."""

from tajriba.kit.errors import AppError, RateLimited


class NotSignedIn(AppError):
    """No access token, or one that is expired, forged or of an ended session."""

    code = "not_signed_in"
    kind = "unauthenticated"


class BadCredentials(AppError):
    """The e-mail or the password is wrong; which of them is not told."""

    code = "bad_credentials"
    kind = "unauthenticated"


class WrongPassword(AppError):
    """The present password, asked for again, is wrong."""

    code = "wrong_password"
    kind = "forbidden"


class NoPassword(AppError):
    """The account has no password, since its owner signs in by an identity provider."""

    code = "no_password"
    kind = "conflict"


class BadRefreshToken(AppError):
    """The refresh token is missing, unknown, expired or was used before."""

    code = "bad_refresh_token"
    kind = "unauthenticated"


class GuessablePassword(AppError):
    """The new password is a frequent one, or what everybody knows of its owner."""

    code = "guessable_password"
    kind = "invalid"


class AccountDisabled(AppError):
    """The password is right, and an administrator has disabled the account."""

    code = "account_disabled"
    kind = "forbidden"


class OwnAccount(AppError):
    """An administrator would disable themselves, or take their own role away."""

    code = "own_account"
    kind = "conflict"


class OriginRefused(AppError):
    """A browser's page of another site asked for what acts by the refresh cookie."""

    code = "origin_refused"
    kind = "forbidden"


class EmailTaken(AppError):
    """An account with this e-mail exists."""

    code = "email_taken"
    kind = "conflict"


class BadLink(AppError):
    """The link is unknown, used, expired, or of another account."""

    code = "bad_link"
    kind = "conflict"


class NoMail(AppError):
    """This installation sends no e-mail."""

    code = "no_mail"
    kind = "conflict"


class CodeRequired(AppError):
    """The password is right, and the account asks for a code of its authenticator, too."""

    code = "code_required"
    kind = "unauthenticated"


class WrongCode(AppError):
    """The code of the authenticator is wrong, or was used before."""

    code = "wrong_code"
    kind = "forbidden"


class PasskeyRefused(AppError):
    """A passkey is unknown, or what it signed is not what was asked for."""

    code = "passkey_refused"
    kind = "conflict"


class SecondFactorExists(AppError):
    """The account has a second factor already."""

    code = "second_factor_exists"
    kind = "conflict"


class SecondFactorRequired(AppError):
    """The role needs a second factor: nothing else is answered until one is set up."""

    code = "second_factor_required"
    kind = "forbidden"


class SecondFactorMissing(AppError):
    """The account has no second factor, or adding one was not begun."""

    code = "second_factor_missing"
    kind = "conflict"


class NoProvider(AppError):
    """This installation has no identity provider."""

    code = "no_identity_provider"
    kind = "conflict"


class ProviderUnavailable(AppError):
    """The identity provider does not answer, or not as it must; the log says what."""

    code = "identity_provider_unavailable"
    kind = "unavailable"


class ProviderRefused(AppError):
    """What came from the identity provider is not for this sign-in, or not from it.

    `why` says which check failed, for the audit trail; the answer does not tell.
    """

    code = "identity_provider_refused"
    kind = "conflict"

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class EmailUnproven(AppError):
    """The identity provider does not say that the e-mail is proved, so no account is opened."""

    code = "email_unproven"
    kind = "forbidden"


class AccountLinkRequired(AppError):
    """An account has the e-mail already: it is linked by signing in to it once."""

    code = "account_link_required"
    kind = "conflict"


class DailyLimitReached(RateLimited):
    """The account, or the address, has done all that one may do in a UTC day."""

    code = "daily_limit_reached"

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.params["hours"] = -(-retry_after // 3600)
