"""E-mails: what a server gets, and what happens where it takes none."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.mail.mail_queue import MOST, MailQueue
from tajriba.kit.mail.mailer import Mail, SmtpMailer, SmtpServer, smtp_mailer
from tests.kit.servers.smtp_server import mailbox_server

MAIL = Mail("her@example.org", "سلام", "خط نخست\n.نقطه\n")


def mailer(port: int) -> SmtpMailer:
    return SmtpMailer(SmtpServer.of(f"smtp://127.0.0.1:{port}"), "clinic@example.org")


async def send(queue: MailQueue, mail: Mail | None = MAIL) -> None:
    async def write() -> Mail | None:
        return mail

    queue.post(write)
    await queue.close()


def test_a_server_gets_persian_text() -> None:
    with mailbox_server() as mailbox:
        asyncio.run(send(MailQueue(mailer(mailbox.port))))
        assert mailbox.next() == ("her@example.org", "خط نخست\n.نقطه\n")


@pytest.mark.parametrize("local", ["a,b", "a b", "<a>", "a;b:", '"a', "a(b)"])
def test_an_address_is_one_address_whatever_it_holds(local: str) -> None:
    with mailbox_server() as mailbox:
        mail = Mail(f"{local}@example.org", "x", "x")
        asyncio.run(mailer(mailbox.port).send(mail))
        recipient, _ = mailbox.next()
        assert recipient.endswith("@example.org")
        assert mailbox.empty


def test_what_is_refused_is_tried_again_twice() -> None:
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)

    async def run(port: int) -> None:
        await send(MailQueue(mailer(port), rest))

    for refusals, taken in ((2, True), (3, False)):
        with mailbox_server(refusals) as mailbox:
            asyncio.run(run(mailbox.port))
            assert mailbox.empty is not taken
    assert rested == [30.0, 300.0] * 2


def test_what_waits_for_another_try_does_not_hold_up_the_end() -> None:
    async def run(port: int) -> None:
        at_rest, never = asyncio.Event(), asyncio.Event()

        async def rest(_: float) -> None:
            at_rest.set()
            await never.wait()

        async def write() -> Mail:
            return MAIL

        queue = MailQueue(mailer(port), rest)
        queue.post(write)
        await at_rest.wait()
        await queue.close()

    with mailbox_server(refuse=1) as mailbox:
        asyncio.run(run(mailbox.port))
        assert mailbox.empty


def test_there_is_an_end_to_what_waits() -> None:
    async def run() -> int:
        written, never = 0, asyncio.Event()

        async def write() -> Mail | None:
            nonlocal written
            written += 1
            await never.wait()
            return None

        queue = MailQueue(mailer(1))
        for _ in range(MOST + 5):
            queue.post(write)
        await asyncio.sleep(0)
        never.set()
        await queue.close()
        return written

    assert asyncio.run(run()) == MOST


@given(st.text(max_size=30))
def test_an_url_of_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - urlsplit has words of its own
        SmtpServer.of(f"x{text}")


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("smtp://mail.example", ("mail.example", 587, False, "", "")),
        ("smtps://u%40x:p%3A@mail.example:2465", ("mail.example", 2465, True, "u@x", "p:")),
    ],
)
def test_an_url_is_read(url: str, read: tuple[Any, ...]) -> None:
    assert SmtpServer.of(url) == SmtpServer(*read)


def test_a_server_needs_a_sender_and_a_place_to_link_to() -> None:
    url = "smtp://mail.example"
    assert smtp_mailer("", "", "") is None
    assert smtp_mailer(url, "clinic@example.org", "https://example.org") is not None
    for given_ in (("", "https://example.org"), ("clinic@example.org", "")):
        with pytest.raises(ValueError, match="TAJRIBA_MAIL_FROM"):
            smtp_mailer(url, *given_)
