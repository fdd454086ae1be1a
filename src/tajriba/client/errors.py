"""The errors of the client."""


class ClientError(Exception):
    """Whatever the client raises by itself."""


class Unavailable(ClientError):
    """No answer, or one that says "later", as often as was tried.

    `retry_after` is how many seconds the server asked to wait, 0 where it did not say.
    """

    def __init__(self, code: str, retry_after: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class NotUnderstood(ClientError):
    """The answer is none of Tajriba's: another program, or a version that this one can't read."""


class Refused(ClientError):
    """The server answered no; `code` is stable, `detail` is in words where it gave some."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail


class NotSignedIn(Refused):
    """The password is wrong, or the session has ended and could not be continued."""


class NotAllowed(Refused):
    """It does not exist or is not yours; coming back changes nothing."""


class CareEnded(NotAllowed):
    """The patient's consent has ended."""
