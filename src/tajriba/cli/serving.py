"""`tajriba serve` and `tajriba migrate`."""

from ipaddress import ip_address
from typing import Annotated

import typer
import uvicorn

from tajriba.app import create_app
from tajriba.cli.context import load_settings, prepared_database
from tajriba.migrate import migrate as migrate_database
from tajriba.settings import DEVELOPMENT_KEY, Settings

HEARTBEAT_SECONDS = 25.0
MAX_SOCKET_MESSAGE = 64 * 1024
DRAIN_SECONDS = 10


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Add the demo clinic, for a first look.")
    ] = False,
) -> None:
    """Migrate the database, load the shipped knowledge, and serve.

    Settings come from the environment (TAJRIBA_…); with none set, the data is kept in ./var and
    only a loopback address is served.
    """
    settings = load_settings()
    _refuse_development_key(settings, host)
    with prepared_database(settings):
        pass
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=MAX_SOCKET_MESSAGE,
        ws_ping_interval=HEARTBEAT_SECONDS,
        ws_ping_timeout=HEARTBEAT_SECONDS,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def _refuse_development_key(settings: Settings, host: str) -> None:
    if settings.secret_key.get_secret_value() != DEVELOPMENT_KEY or _is_loopback(host):
        return
    typer.echo(
        f"Refusing to serve {host} with the development key: set TAJRIBA_SECRET_KEY to at least "
        "32 random characters, for instance: export TAJRIBA_SECRET_KEY=$(openssl rand -hex 32)",
        err=True,
    )
    raise typer.Exit(2)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def migrate() -> None:
    """Bring the database to the schema of this version; again is harmless."""
    settings = load_settings()
    migrate_database(settings.sqlite_path)
    typer.echo(f"{settings.sqlite_path} is up to date.")
