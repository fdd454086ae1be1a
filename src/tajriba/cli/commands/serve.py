"""`tajriba serve`: migrate, load the knowledge, and run the server."""

import logging
from collections.abc import Sequence
from socket import socket
from threading import Thread
from typing import Annotated

import structlog
import typer

from tajriba.accounts.demo_api import DemoAccount
from tajriba.app import Demo, create_app
from tajriba.cli.http_server import address_of, bind, run
from tajriba.cli.prepared_database import prepared_database
from tajriba.cli.startup import load_settings
from tajriba.kit.loopback import is_loopback
from tajriba.predictions.model import BetaPosterior, quantiles
from tajriba.settings import DEVELOPMENT_KEY, Settings

_log = structlog.get_logger()


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The port to listen on; 0 takes a free one.", min=0, max=65535)
    ] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Add the demo clinic, for a first look.")
    ] = False,
) -> None:
    """Migrate the database, load the shipped knowledge, and serve.

    Settings come from the environment (TAJRIBA_…); with none set, the data is kept in ./var and
    only a loopback address is served. A database is made where there is none. SIGTERM and Ctrl-C
    end it when what it accepted is done.
    """
    settings = load_settings()
    _refuse_development_key(settings, host)
    _refuse_demo(demo, host)
    with _listener(host, port) as listener:
        clinic = _prepare(settings, demo)
        if not settings.data_keys.get_secret_value():
            _log.info("texts_not_encrypted")
        for chatty in ("uvicorn", "httpx2"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        address = address_of(listener)
        app = create_app(settings, demo=clinic)
        if not run(app, listener, lambda: _say(address, clinic.accounts if clinic else ())):
            raise typer.Exit(1)


def _listener(host: str, port: int) -> socket:
    try:
        return bind(host, port)
    except OSError as problem:
        typer.echo(f"Can't listen on {host}, port {port}: {problem.strerror}.", err=True)
        raise typer.Exit(1) from None


def _prepare(settings: Settings, demo: bool) -> Demo | None:
    with prepared_database(settings, create=True) as database:
        if not demo:
            return None
        from tajriba.cli.demo.build import build_demo  # noqa: PLC0415 - others need not wait for it
        from tajriba.cli.demo.patients import report_on  # noqa: PLC0415

        return Demo(build_demo(database), report_on)


def _refuse_development_key(settings: Settings, host: str) -> None:
    if settings.secret_key.get_secret_value() != DEVELOPMENT_KEY or is_loopback(host):
        return
    typer.echo(
        f"Refusing to serve {host} with the development key: set TAJRIBA_SECRET_KEY to at least "
        "32 random characters, for instance: export TAJRIBA_SECRET_KEY=$(openssl rand -hex 32)",
        err=True,
    )
    raise typer.Exit(2)


def _refuse_demo(demo: bool, host: str) -> None:
    if demo and not is_loopback(host):
        typer.echo(
            f"Refusing to serve {host} with --demo: everybody knows its passwords.", err=True
        )
        raise typer.Exit(2)


def _say(address: str, accounts: Sequence[DemoAccount]) -> None:
    """Print where it listens, and make the first prediction as quick as the others."""
    typer.echo(f"Tajriba listens on {address}  (its routes: {address}/docs)")
    for account in accounts:
        typer.echo(f"  {account.role:<12}  {account.email:<28}  {account.password}")
    Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    quantiles([BetaPosterior(1, 1)], [0.5])
