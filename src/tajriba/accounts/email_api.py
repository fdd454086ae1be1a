"""The routes of proving one's e-mail, and of setting a forgotten password."""

import asyncio

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, Guard, GuardedRoute, Signed, allow, public
from tajriba.accounts.email.account_mail import AccountMail
from tajriba.accounts.email.email_links import (
    known_of_owner,
    reset_password_by_link,
    verify_email_by_link,
)
from tajriba.accounts.passwords.password_hash import hash_password, require_hard_to_guess
from tajriba.accounts.schemas import (
    ROLES,
    EmailVerified,
    ForgottenPassword,
    LinkSecret,
    MailSent,
    NewPassword,
    PasswordChanged,
)
from tajriba.accounts.service import find_account
from tajriba.accounts.sessions.guessing import count_guess
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Success, ok

router = APIRouter(prefix="/api/auth", tags=["accounts"], route_class=GuardedRoute)


def account_mail(request: Request) -> AccountMail:
    """Return what writes to accounts."""
    mail: AccountMail = request.app.state.account_mail
    return mail


@router.post("/email/link", status_code=202, summary="Send the link that proves one's e-mail")
@allow(*ROLES, bucket="mail")
async def send_own_link(request: Request, principal: Signed) -> Success[MailSent]:
    """Send it to the e-mail of the account; earlier links stay good until one of them is used."""
    account_mail(request).send_verification(principal.user_id, language(request))
    return ok(MailSent())


@router.post("/email/verify", summary="Prove one's e-mail by the link that came to it")
@allow(*ROLES, bucket="sign_in")
async def verify_own_email(body: LinkSecret, principal: Signed, db: Db) -> Success[EmailVerified]:
    """Note that the address is one's own; who opens the link is signed in to that account."""
    await db.write(verify_email_by_link, principal, body.secret)
    return ok(EmailVerified())


@router.post("/password/forgotten", status_code=202, summary="Ask for a new password by e-mail")
@public()
async def send_reset_link(body: ForgottenPassword, request: Request, db: Db) -> Success[MailSent]:
    """Answer the same whether or not an account has the e-mail, and send it a link if one has."""
    guard: Guard = request.app.state.guard
    account = await db.read(find_account, body.email)
    await count_guess(guard, request, body.email, account, hourly="mail")
    account_mail(request).send_reset(body.email, language(request))
    return ok(MailSent())


@router.post("/password/reset", summary="Set a new password by the link that came by e-mail")
@public(bucket="sign_in")
async def set_forgotten_password(body: NewPassword, db: Db) -> Success[PasswordChanged]:
    """Set it and end all sessions of the account; the link is good once."""
    require_hard_to_guess(body.new, *await db.read(known_of_owner, body.secret))
    password_hash = await asyncio.to_thread(hash_password, body.new)
    await db.write(reset_password_by_link, body.secret, password_hash)
    return ok(PasswordChanged())
