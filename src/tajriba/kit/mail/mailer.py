"""Who carries e-mails: a server by SMTP, or the console of a developer."""

import asyncio
import smtplib
import ssl
import sys
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from tajriba.kit.loopback import is_loopback

_SECONDS: Final = 20
_PORTS: Final = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail of plain text to one address."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """Carries e-mails."""

    async def send(self, mail: Mail) -> None:
        """Hand an e-mail on; raises OSError where that fails, smtplib's errors among them."""
        ...


def smtp_mailer(url: str, sender: str, public_url: str) -> "SmtpMailer | None":
    """Return what sends through the server of the settings, None without one; raises ValueError."""
    if not url:
        return None
    if not sender or not public_url:
        raise ValueError("needs TAJRIBA_MAIL_FROM and TAJRIBA_PUBLIC_URL, too")
    return SmtpMailer(SmtpServer.of(url), sender)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server that takes e-mails; without `user` it wants none."""

    host: str
    port: int
    tls: bool
    user: str
    password: str

    @classmethod
    def of(cls, url: str) -> "SmtpServer":
        """Read `smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`; raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/"):
            raise ValueError("must be smtp://USER:PASSWORD@HOST:PORT or smtps://…")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        port = parts.port or _PORTS[parts.scheme]
        return cls(parts.hostname, port, parts.scheme == "smtps", user, password)


class SmtpMailer:
    """Hands e-mails to a server: over TLS, unless the server is on this machine."""

    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server = server
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Hand an e-mail to the server."""
        await asyncio.to_thread(self._send, mail)

    def _send(self, mail: Mail) -> None:
        with self._connected() as smtp:
            if not self._server.tls and not is_loopback(self._server.host):
                smtp.starttls(context=ssl.create_default_context())
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
            to = _address(mail.to)
            smtp.send_message(self._message(mail, to), to_addrs=[to.addr_spec])

    def _connected(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
        return smtplib.SMTP(host, port, timeout=_SECONDS)

    def _message(self, mail: Mail, to: Address) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = to
        message["Subject"] = mail.subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=_address(self._sender).domain)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message


def _address(email: str) -> Address:
    """Return an address whose first part is never read as a list or a name."""
    local, _, domain = email.rpartition("@")
    return Address(username=local, domain=domain)


class ConsoleMailer:
    """Prints e-mails on standard error, for who develops on this machine."""

    async def send(self, mail: Mail) -> None:
        """Print an e-mail."""
        sys.stderr.write(f"E-mail to {mail.to}: {mail.subject}\n{mail.text}\n")
