"""Counting guesses: nobody guesses on, nobody locks an owner out of their device."""

from fastapi import Request

from tajriba.accounts.authorization import Guard
from tajriba.accounts.email_address import email_key
from tajriba.accounts.service import Account
from tajriba.accounts.sessions.session_cookies import DEVICE_COOKIE, read_cookie
from tajriba.kit.http.client_address import address_of
from tajriba.kit.http.rate_limit import Bucket


def known_device(guard: Guard, request: Request, user_id: int | None) -> str | None:
    """Return the name of a device on which this person has signed in, None for any other."""
    cookie = read_cookie(request, DEVICE_COOKIE)
    return guard.tokens.known_device(cookie, user_id) if user_id and cookie else None


async def count_guess(
    guard: Guard,
    request: Request,
    email: str,
    account: Account | None,
    hourly: Bucket = "sign_in_hour",
) -> None:
    """Count what somebody asks about an e-mail; raises `RateLimited`.

    By address and by account, on a device that the account knows by this device alone.
    """
    device = known_device(guard, request, account.user_id if account else None)
    if device is not None:
        await guard.limiter.check("sign_in", f"device {device}")
        return
    await guard.limiter.check("sign_in", address_of(request))
    whose = f"account {account.user_id}" if account else f"e-mail {_key(email)}"
    await guard.limiter.check("sign_in", whose)
    await guard.limiter.check(hourly, whose)


def _key(email: str) -> str:
    """Return the key by which guesses at an address are counted, of what is none too."""
    try:
        return email_key(email)
    except ValueError:
        return ""
