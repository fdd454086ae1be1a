"""`tajriba watch`: follow a diagnosis live, on a terminal or as lines of JSON."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Annotated
from urllib.parse import urlsplit

import orjson
import typer
from rich.console import Console

from tajriba.cli.watch_view import WatchView
from tajriba.client import (
    CareEnded,
    Client,
    ClientError,
    Item,
    NotAllowed,
    NotSignedIn,
    NotUnderstood,
    Refused,
    Snapshot,
    Waiting,
)
from tajriba.kit.i18n import DEFAULT_LANG, Lang, translate

_WORDS: dict[type[ClientError], str] = {
    CareEnded: "care_ended",
    NotAllowed: "not_allowed",
    NotSignedIn: "not_signed_in",
    NotUnderstood: "not_understood",
}


_CODE_REQUIRED = "code_required"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for on the command line."""

    url: str
    diagnosis_id: int
    lang: Lang
    as_json: bool
    email: str
    password: str
    code: str


def watch(
    diagnosis: Annotated[int, typer.Argument(metavar="DIAGNOSIS", min=1, show_default=False)],
    url: Annotated[str, typer.Option(help="The server.")] = "http://127.0.0.1:8000",
    email: Annotated[str, typer.Option(help="Who watches; asked for where absent.")] = "",
    code: Annotated[
        str, typer.Option(help="Of the second factor; asked for where it is needed and absent.")
    ] = "",
    lang: Annotated[Lang, typer.Option(help="The language of names and words.")] = DEFAULT_LANG,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON document a line, first the snapshot.")
    ] = False,
) -> None:
    """Show a diagnosis and what changes it, until Ctrl-C.

    The password is taken from TAJRIBA_PASSWORD, or asked for. Lost connections are made anew and
    nothing is missed. Ends with 1 where the server says no, or can't be reached at the start.
    """
    from tajriba.cli.startup import misspelt_variables, refuse  # noqa: PLC0415 - help is quick so

    if misspelt := misspelt_variables():
        refuse(*misspelt)
    if not _is_address(url):
        typer.echo(translate(lang, "watch.bad_url"), err=True)
        raise typer.Exit(2)
    email = email or typer.prompt(translate(lang, "watch.email"), err=True)
    wanted = _Wanted(url, diagnosis, lang, as_json, email, _password(lang), code)
    try:
        asyncio.run(_watch(wanted))
    except KeyboardInterrupt:
        return
    except ClientError as problem:
        typer.echo(_said(lang, problem), err=True)
        raise typer.Exit(1) from None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _password(lang: Lang) -> str:
    given = os.environ.get("TAJRIBA_PASSWORD")
    if given:
        return given
    asked: str = typer.prompt(translate(lang, "watch.password"), hide_input=True, err=True)
    return asked


async def _watch(wanted: _Wanted) -> None:
    show = _print_json if wanted.as_json else _view(wanted).show
    waiting = Waiting(sleep=_telling_sleep(wanted.lang))
    async with Client(wanted.url, lang=wanted.lang, waiting=waiting) as client:
        await _sign_in(client, wanted)
        try:
            async with client.live(wanted.diagnosis_id) as live:
                async for item in live:
                    show(item)
        finally:
            with suppress(ClientError):  # a session that can't be ended now ends by itself
                await client.logout()


async def _sign_in(client: Client, wanted: _Wanted) -> None:
    try:
        await client.login(wanted.email, wanted.password, wanted.code)
    except NotSignedIn as problem:
        if problem.code != _CODE_REQUIRED:
            raise
        code = typer.prompt(translate(wanted.lang, "watch.code"), err=True)
        await client.login(wanted.email, wanted.password, code)


def _view(wanted: _Wanted) -> WatchView:
    return WatchView(Console(highlight=False), wanted.lang, wanted.diagnosis_id)


def _print_json(item: Item) -> None:
    named = {"type": "snapshot"} if isinstance(item, Snapshot) else {}
    typer.echo(orjson.dumps(named | asdict(item)).decode())


def _telling_sleep(lang: Lang) -> Callable[[float], Awaitable[None]]:
    async def sleep(seconds: float) -> None:
        typer.echo(translate(lang, "watch.lost", seconds=round(seconds, 1)), err=True)
        await asyncio.sleep(seconds)

    return sleep


def _said(lang: Lang, problem: ClientError) -> str:
    if isinstance(problem, Refused) and problem.detail:
        return problem.detail
    key = next((word for kind, word in _WORDS.items() if isinstance(problem, kind)), "unavailable")
    return translate(lang, f"watch.{key}")
