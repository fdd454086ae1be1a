"""The routes by which a patient opens an account."""

import asyncio

from fastapi import APIRouter, Request, Response

from tajriba.accounts.api import lifetime_of, origin_of, signed_in
from tajriba.accounts.authorization import Db, Guard, GuardedRoute, public, require_own_origin
from tajriba.accounts.email.account_mail import AccountMail
from tajriba.accounts.email_address import email_key
from tajriba.accounts.email_api import account_mail
from tajriba.accounts.errors import BadCredentials
from tajriba.accounts.passwords.password_hash import (
    hash_password,
    require_hard_to_guess,
    verify_password,
)
from tajriba.accounts.schemas import AccessToken
from tajriba.accounts.service import replace_session
from tajriba.accounts.sessions.session_cookies import COOKIE, read_cookie
from tajriba.kit.database.transactions import Database
from tajriba.kit.http.client_address import address_of
from tajriba.kit.http.problem_details import language, responses
from tajriba.kit.http.schemas import Success, ok
from tajriba.kit.i18n import Lang, translate
from tajriba.patients.registration.pending_registration import (
    DAYS,
    confirm_registration,
    keep_registration,
    password_hash_of,
)
from tajriba.patients.schemas import Confirmation, Registering, Registration
from tajriba.patients.service import register

router = APIRouter(prefix="/api/auth", tags=["patients"], route_class=GuardedRoute)


@router.post("/register", status_code=201, summary="Open a patient's account")
@public(bucket="sign_in")
async def register_patient(body: Registration, request: Request, db: Db) -> Success[Registering]:
    """Create an account with an empty patient record; others come from the operator.

    Where the installation sends e-mails, the account is created when the link is opened that is
    sent to the address, and the answer does not tell whether an account has it.
    """
    require_hard_to_guess(body.password, body.email, body.full_name)
    mail, guard = account_mail(request), _guard(request)
    guard.daily.count("registrations", address_of(request))
    if mail.delivers:
        await guard.limiter.check("mail", f"e-mail {email_key(body.email)}")
    password_hash = await asyncio.to_thread(hash_password, body.password)
    if mail.delivers:
        await _send_link(mail, db, body, password_hash, language(request))
        return ok(Registering(mailed=True))
    made = await db.write(register, body.email, password_hash, body.full_name)
    if mail.queue is not None:
        mail.send_verification(made.user_id, language(request))
    return ok(Registering(mailed=False, user_id=made.user_id, patient_id=made.patient_id))


def _guard(request: Request) -> Guard:
    guard: Guard = request.app.state.guard
    return guard


async def _send_link(
    mail: AccountMail, db: Database, body: Registration, password_hash: str, lang: Lang
) -> None:
    """Send the link, or tell an account's owner that somebody registers their address."""
    secret = await db.write(keep_registration, body.email, password_hash, body.full_name)
    if secret is None:
        link = f"{mail.public_url}/forgot-password"
        subject = translate(lang, "mail.registered_again.subject")
        mail.send(body.email, subject, translate(lang, "mail.registered_again.text", link=link))
        return
    link = f"{mail.public_url}/confirm-registration#{secret}"
    subject = translate(lang, "mail.register.subject")
    mail.send(body.email, subject, translate(lang, "mail.register.text", link=link, days=DAYS))


@router.post("/register/confirm", summary="Open the account by the link that came by e-mail",
             responses=responses(401, 403))  # fmt: skip
@public(bucket="sign_in")
async def confirm_patient(
    body: Confirmation, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Create the account, its e-mail proved, and answer as signing in does.

    It takes the password that was chosen, too: else somebody could register another's address, and
    have its owner open an account of which they know the password.
    """
    require_own_origin(request)
    chosen = await db.read(password_hash_of, body.secret)
    if not await asyncio.to_thread(verify_password, body.password, chosen):
        raise BadCredentials
    made = await db.write(confirm_registration, body.secret)
    days, origin = lifetime_of(request).days, origin_of(request)
    before = read_cookie(request, COOKIE)
    opened = await db.write(replace_session, before, made.user_id, days, origin)
    return await signed_in(request, response, opened)
