"""The e-mails that an account gets: the link that proves an address, the one for a new password."""

from dataclasses import dataclass

from tajriba.accounts.email.email_links import MAILED_MS, link_to, make_link
from tajriba.accounts.email_address import email_key
from tajriba.accounts.errors import NoMail
from tajriba.accounts.schemas import Purpose
from tajriba.accounts.service import describe_user, find_account
from tajriba.kit.clock import MINUTE_MS
from tajriba.kit.database.transactions import Database
from tajriba.kit.i18n import Lang, translate
from tajriba.kit.mail.mail_queue import MailQueue
from tajriba.kit.mail.mailer import ConsoleMailer, Mail, Mailer


@dataclass(frozen=True, slots=True)
class AccountMail:
    """Writes to accounts; without a queue nothing is sent.

    `delivers` says whether what is sent reaches the owner of an address, not a console.
    """

    database: Database
    queue: MailQueue | None
    public_url: str
    delivers: bool

    def send_verification(self, user_id: int, lang: Lang) -> None:
        """Send a person the link that proves their address; raises `NoMail`."""

        async def write() -> Mail:
            person = await self.database.read(describe_user, user_id)
            return await self._link(user_id, person.email, "verify", lang)

        self._queue().post(write)

    def send_reset(self, email: str, lang: Lang) -> None:
        """Send whoever has an e-mail the link for a new password; raises `NoMail`.

        Whether anybody has it is looked up behind the answer, whose time can't tell it.
        """

        async def write() -> Mail | None:
            account = await self.database.read(find_account, email)
            if account is None or account.disabled:
                return None
            person = await self.database.read(describe_user, account.user_id)
            return await self._link(account.user_id, person.email, "reset", lang)

        self._queue().post(write)

    def send(self, email: str, subject: str, text: str) -> None:
        """Send an e-mail of these words; raises `NoMail`."""

        async def write() -> Mail:
            return Mail(_deliverable(email), subject, text)

        self._queue().post(write)

    async def _link(self, user_id: int, email: str, purpose: Purpose, lang: Lang) -> Mail:
        secret = await self.database.write(make_link, user_id, purpose)
        link = link_to(self.public_url, purpose, secret)
        minutes = MAILED_MS[purpose] // MINUTE_MS
        subject = translate(lang, f"mail.{purpose}.subject")
        text = translate(
            lang, f"mail.{purpose}.text", link=link, hours=minutes // 60, minutes=minutes
        )
        return Mail(_deliverable(email), subject, text)

    async def close(self) -> None:
        """Send what is being sent, and give the rest up."""
        if self.queue is not None:
            await self.queue.close()

    def _queue(self) -> MailQueue:
        if self.queue is None:
            raise NoMail
        return self.queue


def open_account_mail(
    database: Database, smtp: Mailer | None, developing: bool, public_url: str
) -> AccountMail:
    """Return what writes to accounts: by the installation's server, else on the console of who
    develops, else nowhere: administrators hand links over."""
    mailer = smtp or (ConsoleMailer() if developing else None)
    queue = None if mailer is None else MailQueue(mailer)
    return AccountMail(database, queue, public_url, delivers=smtp is not None)


def _deliverable(email: str) -> str:
    """Return an e-mail with its domain as servers know it."""
    return f"{email.rpartition('@')[0]}@{email_key(email).rpartition('@')[2]}"
