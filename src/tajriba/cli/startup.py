"""Starting a command: reading and checking its settings, and tuning the process."""

import gc
import os
import sys
from difflib import get_close_matches
from typing import NoReturn

import typer
from pydantic import ValidationError

from tajriba import logs
from tajriba.identity_provider import provider_of
from tajriba.kit.data_keys import parse_data_keys
from tajriba.kit.http.client_address import networks
from tajriba.kit.http.origin_check import origins
from tajriba.kit.mail.mailer import smtp_mailer
from tajriba.settings import CREDENTIALS, PREFIX, VARIABLES, Settings, unknown_variables


def load_settings() -> Settings:
    """Return the settings of the environment; ends the program with 2 where any is wrong."""
    settings, problems = read_settings()
    if settings is None or problems:
        refuse(*problems)
    logs.configure(settings.log_level)
    return settings


def read_settings() -> tuple[Settings | None, list[str]]:
    """Return the settings of the environment, and what is wrong with it: a sentence for each.

    What the environment does not say is read from the files of `CREDENTIALS_DIRECTORY`, where
    systemd and others put secrets.
    """
    problems = misspelt_variables()
    try:
        settings = Settings(_secrets_dir=os.environ.get(CREDENTIALS))
    except ValidationError as problem:
        return None, problems + [
            f"{PREFIX}{'_'.join(str(part) for part in error['loc']).upper()}: {error['msg']}."
            for error in problem.errors(include_input=False)
        ]
    try:
        _ = settings.store
    except ValueError as problem:
        return None, [*problems, f"{problem}."]
    try:
        origins(settings.allowed_origins)
    except ValueError as problem:
        problems.append(f"{PREFIX}ALLOWED_ORIGINS: {problem}.")
    try:
        networks(settings.trusted_proxies)
    except ValueError as problem:
        problems.append(f"{PREFIX}TRUSTED_PROXIES: {problem}.")
    try:
        parse_data_keys(settings.data_keys.get_secret_value())
    except ValueError as problem:
        problems.append(f"{PREFIX}DATA_KEYS: {problem}.")
    try:
        smtp_mailer(settings.smtp_url.get_secret_value(), settings.mail_from, settings.public_url)
    except ValueError as problem:
        problems.append(f"{PREFIX}SMTP_URL: {problem}.")
    try:
        provider_of(settings)
    except ValueError as problem:
        problems.append(f"{PREFIX}OIDC_ISSUER: {problem}.")
    return settings, problems


def misspelt_variables() -> list[str]:
    """Return a sentence for each variable of the environment that looks like ours and is none."""
    return [_misspelt(name) for name in unknown_variables(os.environ)]


def _misspelt(name: str) -> str:
    near = get_close_matches(name.upper(), VARIABLES, 1)
    if near:
        return f"{name} is not a setting: did you mean {near[0]}?"
    return f"{name} is not a setting: unset it, or correct its name."


def refuse(*sentences: str) -> NoReturn:
    """Say what is wrong on standard error, and end the program with 2."""
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(2)


def log_errors_only() -> None:
    """Have the log, on standard error, tell of nothing that a command tells by itself."""
    logs.configure("error")


def take_turns_often() -> None:
    """Have a thread that computes let others on after a millisecond, a fifth of Python's usual:
    predictions are made while reports are stored and delivered."""
    sys.setswitchinterval(0.001)


def spare_the_collector() -> None:
    """Let Python look for cycles seldom: what is loaded stays, and work leaves hardly any."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
