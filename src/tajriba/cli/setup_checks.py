"""The checks of `tajriba doctor`; each function returns what it found of one part of the set-up."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from errno import EADDRINUSE
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from redis import Redis, RedisError

import tajriba
from tajriba.cli.check_result import Check
from tajriba.cli.database_state import Found, examine
from tajriba.cli.http_server import bind
from tajriba.cli.startup import log_errors_only, read_settings
from tajriba.kit.clock import DAY_MS, system_clock
from tajriba.kit.database.sqlite import readable_by_others
from tajriba.kit.encryption import is_exposed
from tajriba.kit.errors import Unavailable
from tajriba.kit.http.client_address import Network, networks
from tajriba.kit.http.origin_check import origins
from tajriba.kit.loopback import is_loopback
from tajriba.migrate import newest_revision
from tajriba.pages.static_files import StaticFiles
from tajriba.settings import DEVELOPMENT_KEY, Settings

_SECONDS_TO_ANSWER: Final = 2
_AHEAD_MS: Final = 60_000
"""So far another machine's clock may be before ours without harm."""
_FEWEST_CHARACTERS: Final = 10
"""A key of fewer different ones was typed, not drawn."""


def check_setup(host: str, port: int) -> Iterator[Check]:
    """Yield what is found of the settings and of all that they name."""
    log_errors_only()
    settings, problems = read_settings()
    yield check_settings(problems)
    if settings is None:
        return
    found = _examined(settings)
    yield check_database(settings, found)
    yield check_files(settings)
    yield check_key(settings.secret_key.get_secret_value(), host)
    yield check_broker(settings.broker_url.get_secret_value())
    yield check_tls(settings.database_url, settings.broker_url.get_secret_value())
    yield check_port(host, port)
    last_event = found.last_event if isinstance(found, Found) else None
    yield check_clock(system_clock(), last_event, _installed_at())
    yield check_client(StaticFiles())
    allowed, proxies = (
        ("", "") if problems else (settings.allowed_origins, settings.trusted_proxies)
    )
    yield check_proxy(allowed, networks(proxies), host)


def check_settings(problems: list[str]) -> Check:
    """Say which variables of the environment are wrong."""
    if problems:
        finding = " ".join(problems).removesuffix(".")
        return Check("settings", "error", finding, "docs/settings.md lists what there is.")
    return Check("settings", "ok", "Every TAJRIBA_ variable is one, with a value that it may have")


def check_database(settings: Settings, found: Found | str) -> Check:
    """Say whether the database can be used; `found` is a reason where it can't be looked at."""
    shown = settings.database_shown
    if isinstance(found, str):
        remedy = "Start its server, or correct TAJRIBA_DATABASE_URL."
        return Check("database", "error", f"{shown} can't be used: {found}", remedy)
    wanted = newest_revision()
    match found.kind:
        case "current":
            return Check("database", "ok", f"{shown} has the schema {wanted}, this version's")
        case "older":
            finding = f"{shown} has the schema {found.revision}, this version {wanted}"
            remedy = "Back it up, then run tajriba migrate; tajriba serve does it, too."
            return Check("database", "warning", finding, remedy)
        case "newer":
            finding = f"{shown} has the schema {found.revision} of a newer version"
            return Check("database", "error", finding, "Install that version of Tajriba.")
        case "foreign":
            finding = f"{shown} holds the tables of another program"
            remedy = "Set TAJRIBA_DATABASE_URL to another database."
            return Check("database", "error", finding, remedy)
        case "absent":
            return _absent(settings)


def _absent(settings: Settings) -> Check:
    finding = f"There is no database at {settings.database_shown} yet"
    if settings.store == "sqlite" and (folder := _folder_in_the_way(settings)):
        return Check("database", "error", finding, folder)
    remedy = "tajriba serve makes it, and tajriba migrate --create."
    return Check("database", "warning", finding, remedy)


def _folder_in_the_way(settings: Settings) -> str:
    """Return what to do about the folder of a new database, nothing where it is well."""
    folder = settings.sqlite_path.absolute().parent
    if not folder.is_dir():
        if "database_url" in settings.model_fields_set:
            return f"Make the folder {folder}, or correct TAJRIBA_DATABASE_URL."
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return f"Let this user write to the folder {folder}."
    return ""


def check_files(settings: Settings) -> Check:
    """Say which files of an embedded database others than their owner may read."""
    if settings.store != "sqlite":
        return Check("files", "ok", "The database is a server's, which keeps its files")
    loose = readable_by_others(settings.sqlite_path)
    if loose:
        names = " ".join(map(str, loose))
        return Check("files", "warning", f"Others may read {names}", f"chmod 600 {names}")
    return Check("files", "ok", "Nobody but its owner may read the database")


def check_key(key: str, host: str) -> Check:
    """Say whether access tokens can be forged."""
    remedy = "export TAJRIBA_SECRET_KEY=$(openssl rand -hex 32), and keep it."
    if key == DEVELOPMENT_KEY:
        finding = "The key is the development key, which serves this machine alone"
        return Check("key", "warning" if is_loopback(host) else "error", finding, remedy)
    if len(set(key)) < _FEWEST_CHARACTERS:
        return Check("key", "warning", "The key repeats few characters: it can be guessed", remedy)
    return Check("key", "ok", f"The key is of {len(key)} characters")


def check_broker(url: str) -> Check:
    """Say whether the broker answers."""
    if not url:
        return Check("broker", "ok", "None is set: processes look for others' changes themselves")
    timeouts = {"socket_timeout": _SECONDS_TO_ANSWER, "socket_connect_timeout": _SECONDS_TO_ANSWER}
    client = Redis.from_url(url, **timeouts)
    try:
        client.ping()
    except (RedisError, OSError) as problem:
        remedy = "Start it, or correct TAJRIBA_BROKER_URL; meanwhile live messages come later."
        return Check("broker", "error", f"The broker does not answer: {problem}", remedy)
    finally:
        client.close()
    return Check("broker", "ok", "The broker answers")


def check_tls(database_url: str, broker_url: str) -> Check:
    """Say whether what goes to other machines is encrypted, to servers that prove who they are."""
    if is_exposed(database_url):
        finding = "The connection to the database can be read or answered by others on its way"
        remedy = "Say sslmode=verify-full in TAJRIBA_DATABASE_URL."
        return Check("tls", "warning", finding, remedy)
    if is_exposed(broker_url):
        finding = "The connection to the broker can be read or answered by others on its way"
        return Check("tls", "warning", finding, "Use rediss:// in TAJRIBA_BROKER_URL.")
    return Check("tls", "ok", "What leaves this machine is encrypted, or nothing does")


def check_port(host: str, port: int) -> Check:
    """Say whether an address is free to be listened on."""
    try:
        bind(host, port).close()
    except OSError as problem:
        finding = f"Can't listen on {host}, port {port}: {problem.strerror}"
        if problem.errno == EADDRINUSE:
            remedy = "That is well where Tajriba runs already; else choose another by --port."
            return Check("port", "warning", finding, remedy)
        return Check("port", "error", finding, "Choose another by --host and --port.")
    return Check("port", "ok", f"Port {port} of {host} is free")


def check_clock(now: int, last_event: int | None, installed: int) -> Check:
    """Say whether the time can be right; all in milliseconds."""
    finding = f"It is {_time(now)}"
    remedy = "Set the clock, by NTP for instance: dates of reports would be wrong."
    if last_event is not None and last_event > now + _AHEAD_MS:
        finding = f"{finding} here, but the database's last event is of {_time(last_event)}"
        return Check("clock", "error", finding, remedy)
    if installed > now + DAY_MS:
        finding = f"{finding} here, but Tajriba was installed at {_time(installed)}"
        return Check("clock", "error", finding, remedy)
    return Check("clock", "ok", finding)


def check_client(static_files: StaticFiles) -> Check:
    """Say whether there are pages to show."""
    if static_files.shell is None:
        finding = "The client is not built: the API works, pages answer 503"
        return Check("client", "warning", finding, "In a checkout: make setup.")
    return Check("client", "ok", "The client is built")


def check_proxy(allowed: str, proxies: Sequence[Network], host: str) -> Check:
    """Say what stands between browsers and the server: origins, proxies, TLS.

    `proxies` are those whose X-Forwarded headers the server believes.
    """
    if any(one.prefixlen == 0 for one in proxies):
        finding = "TAJRIBA_TRUSTED_PROXIES lets every client claim any address"
        return Check("proxy", "warning", finding, "Set it to the addresses of your proxies.")
    plain = sorted(one for one in origins(allowed) if _is_plain(one))
    if plain:
        finding = f"Pages of {', '.join(plain)} may open sockets, and come without TLS"
        return Check("proxy", "warning", finding, "Serve them by https.")
    if not is_loopback(host):
        finding = f"{host} is served without TLS"
        remedy = "Put a proxy with TLS before it that passes Host and Upgrade."
        return Check("proxy", "warning", finding, remedy)
    believed = f"from {', '.join(map(str, proxies))} alone" if proxies else "from nobody"
    return Check("proxy", "ok", f"X-Forwarded headers are believed {believed}")


def _is_plain(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


def _examined(settings: Settings) -> Found | str:
    try:
        return examine(settings, traceless=True)
    except Unavailable as problem:
        return str(problem.__cause__ or problem)


def _installed_at() -> int:
    return int(Path(tajriba.__file__).stat().st_mtime * 1000)


def _time(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
