"""The hashes of passwords (Argon2id), and refusing a password that is easy to guess."""

import secrets
from functools import cache

from pwdlib import PasswordHash

from tajriba.accounts.errors import GuessablePassword
from tajriba.accounts.passwords.password_rules import composed, is_guessable

_hasher = PasswordHash.recommended()


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password. Takes tens of milliseconds on purpose."""
    return _hasher.hash(composed(password))


def require_hard_to_guess(password: str, *known: str) -> None:
    """Raise `GuessablePassword`; `known` is what everybody knows of its owner."""
    if is_guessable(password, *known):
        raise GuessablePassword


def hash_no_password() -> str:
    """Return a hash that no password fits, of an account whose owner sets one by a link."""
    return hash_password(secrets.token_hex())


@cache
def _nobodys_hash() -> str:
    return hash_no_password()


def verify_password(password: str, password_hash: str | None) -> bool:
    """Return whether a password fits; without a hash it takes the same time and does not."""
    against = password_hash or _nobodys_hash()
    fits = _hasher.verify(composed(password), against)
    if not fits and password != composed(password):  # hashed as typed, before they were composed
        fits = _hasher.verify(password, against)
    return fits and password_hash is not None
