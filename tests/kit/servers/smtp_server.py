"""A server on this machine that takes e-mails and keeps them for a test to read."""

import queue
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import ClassVar

PATIENCE = 30.0


class Mailbox:
    """What was sent; `refuse` so many e-mails before the first is taken."""

    def __init__(self, refuse: int = 0) -> None:
        self.port = 0
        self.refuse = refuse
        self._taken: queue.Queue[tuple[str, EmailMessage]] = queue.Queue()

    def take(self, recipient: str, message: EmailMessage) -> None:
        """Keep an e-mail."""
        self._taken.put((recipient, message))

    def next(self) -> tuple[str, str]:
        """Wait for the next e-mail, and return to whom it goes and what it says."""
        recipient, message = self._taken.get(timeout=PATIENCE)
        return recipient, message.get_content().replace("\r\n", "\n")

    def next_secret(self) -> str:
        """Wait for the next e-mail, and return what stands behind # in its link."""
        _, text = self.next()
        found = re.search(r"https://clinic\.example/[a-z-]+#(\S+)", text)
        assert found, text
        return found[1]

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return self._taken.empty()


class _Session(socketserver.StreamRequestHandler):
    mailbox: ClassVar[Mailbox]

    def handle(self) -> None:
        """Speak as much of SMTP (RFC 5321) as a client needs."""
        self._say("220 mailbox")
        recipient = ""
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command[:4].upper()
            if verb == "RCPT":
                recipient = command.partition("<")[2].rpartition(">")[0]
            if verb == "DATA":
                self._take(recipient)
                continue
            self._say("221 bye" if verb == "QUIT" else "250 ok")

    def _take(self, recipient: str) -> None:
        if self.mailbox.refuse:
            self.mailbox.refuse -= 1
            self._say("451 try again")
            return
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(message, EmailMessage)
        self.mailbox.take(recipient, message)
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mailbox_server(refuse: int = 0) -> Iterator[Mailbox]:
    """Run a server on a free port."""
    mailbox = Mailbox(refuse)
    handler = type("Session", (_Session,), {"mailbox": mailbox})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
