"""`tajriba user …`: create accounts of staff, reset passwords, hand links over."""

import sys
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from tajriba.accounts.administration import administer
from tajriba.accounts.email.email_links import hand_link, link_to
from tajriba.accounts.errors import GuessablePassword
from tajriba.accounts.passwords.password_hash import (
    hash_no_password,
    hash_password,
    require_hard_to_guess,
)
from tajriba.accounts.schemas import AccountPatch, Email, Password, Purpose, Role
from tajriba.accounts.second_factor.factors import reset as reset_factor
from tajriba.accounts.service import create_user, find_account, reset_password
from tajriba.cli.prepared_database import Create, prepared_database
from tajriba.cli.startup import load_settings
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.kit.errors import AppError, NotFound
from tajriba.kit.i18n import translate
from tajriba.patients.service import register
from tajriba.settings import Settings

user = typer.Typer(
    name="user",
    help="Create accounts and reset passwords. Works while a server runs on the same database.",
    no_args_is_help=True,
)
_EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", show_default=False)]
_email: TypeAdapter[str] = TypeAdapter(Email)
_password: TypeAdapter[str] = TypeAdapter(Password)


@user.command("create")
def create(
    email: _EmailArgument,
    role: Annotated[Role, typer.Option(help="What the account may do.", show_default=False)],
    name: Annotated[str, typer.Option(help="The full name; else the e-mail's first part.")] = "",
    create_database: Create = False,
) -> None:
    """Create an account.

    The password is read from standard input where that is not a terminal; otherwise a link is
    printed to hand over, by which the owner sets one within an hour. For instance:
    tajriba user create sara@example.org --role admin
    """
    settings = load_settings()
    _require(_email, email, "EMAIL is not an e-mail address.")
    hashed = _hash_of_given(email, name)
    full_name = name.strip() or email.partition("@")[0]
    with prepared_database(settings, create=create_database) as database:
        try:
            user_id = database.write_now(
                _create, email, hashed or hash_no_password(), full_name, role
            )
        except AppError as problem:
            raise _refused(problem) from None
        typer.echo(f"Created {role} {email}, user {user_id}.")
        if hashed is None:
            _hand_over(database, settings, user_id)


@user.command("reset-password")
def reset(email: _EmailArgument, create_database: Create = False) -> None:
    """Set a new password and end every session of the account.

    The password is read from standard input where that is not a terminal; otherwise a link is
    printed to hand over, by which the owner sets one within an hour.
    """
    settings = load_settings()
    with prepared_database(settings, create=create_database) as database:
        account = database.read_now(find_account, email)
        if account is None:
            raise _refused(NotFound())
        hashed = _hash_of_given(email)
        database.write_now(reset_password, account.user_id, hashed or hash_no_password())
        typer.echo(f"The password of {email} is changed, and every session has ended.")
        if hashed is None:
            _hand_over(database, settings, account.user_id)


@user.command("link")
def link(
    email: _EmailArgument,
    to: Annotated[Purpose, typer.Option(help="What the link is for.", show_default=False)],
) -> None:
    """Print a link to hand over: by it the person proves the e-mail, or sets a new password.

    Give it to nobody but the owner of the address. It is good once.
    """
    settings = load_settings()
    with prepared_database(settings, create=False) as database:
        account = database.read_now(find_account, email)
        if account is None:
            raise _refused(NotFound())
        secret = database.write_now(hand_link, None, account.user_id, to)
    typer.echo(link_to(settings.links_to, to, secret))


@user.command("remove-second-factor")
def remove_second_factor(email: _EmailArgument) -> None:
    """Let somebody who has lost their second factor sign in by the password alone.

    Every session ends; where one is required, they set up another first.
    """
    with prepared_database(load_settings(), create=False) as database:
        account = database.read_now(find_account, email)
        if account is None:
            raise _refused(NotFound())
        try:
            database.write_now(reset_factor, None, account.user_id)
        except AppError as problem:
            raise _refused(problem) from None
    typer.echo(f"{email} has no second factor any more, and every session has ended.")


@user.command("disable")
def disable(email: _EmailArgument) -> None:
    """End every session of an account and let nobody sign in to it."""
    _administer(email, AccountPatch(disabled=True))
    typer.echo(f"{email} is disabled, and every session has ended.")


@user.command("enable")
def enable(email: _EmailArgument) -> None:
    """Let a disabled account sign in again."""
    _administer(email, AccountPatch(disabled=False))
    typer.echo(f"{email} may sign in again.")


@user.command("role")
def change_role(
    email: _EmailArgument,
    role: Annotated[Role, typer.Argument(help="What the account may do.", show_default=False)],
) -> None:
    """Change what an account may do; every session of it ends."""
    _administer(email, AccountPatch(role=role))
    typer.echo(f"{email} is {role} now, and every session has ended.")


def _administer(email: str, patch: AccountPatch) -> None:
    with prepared_database(load_settings(), create=False) as database:
        account = database.read_now(find_account, email)
        if account is None:
            raise _refused(NotFound())
        database.write_now(administer, None, account.user_id, patch)


def _create(tx: WriteTx, email: str, hashed: str, full_name: str, role: Role) -> int:
    if role == "patient":
        return register(tx, email, hashed, full_name).user_id
    return create_user(tx, email, hashed, full_name, role)


def _hash_of_given(*known: str) -> str | None:
    """Return the hash of the password that was piped in, None where none was."""
    given = "" if at_terminal() else sys.stdin.readline().rstrip("\r\n")
    if not given:
        return None
    _require(_password, given, "The password must be 8 to 200 characters long.")
    try:
        require_hard_to_guess(given, *known)
    except GuessablePassword as problem:
        raise _refused(problem) from None
    return hash_password(given)


def at_terminal() -> bool:
    """Return whether nothing was piped in."""
    return sys.stdin.isatty()


def _require(adapter: TypeAdapter[str], value: str, message: str) -> None:
    try:
        adapter.validate_python(value)
    except ValidationError:
        typer.echo(message, err=True)
        raise typer.Exit(2) from None


def _hand_over(database: Database, settings: Settings, user_id: int) -> None:
    secret = database.write_now(hand_link, None, user_id, "reset")
    typer.echo("Hand this link over, by which the owner sets a password; it is good for an hour:")
    typer.echo(link_to(settings.links_to, "reset", secret))


def _refused(problem: AppError) -> typer.Exit:
    typer.echo(translate("en", f"error.{problem.code}", **problem.params), err=True)
    return typer.Exit(1)
