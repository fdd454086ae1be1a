"""E-mail addresses in one form: the key under which an address is one and the same. Pure."""

import unicodedata
from typing import Final

import idna

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"})
_BLANK_LETTERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def email_key(email: str) -> str:
    """Return the key of an address: trimmed, composed (NFC), in lower case, its domain by IDNA.

    Case is not folded: `straße` and `strasse` are two. Raises ValueError for what is no address,
    and where an invisible character is in it.
    """
    text = unicodedata.normalize("NFC", email.strip())
    local, _, domain = text.rpartition("@")
    if not local or not domain or "@" in local or not text.isprintable() or _hides(text):
        raise ValueError("not an e-mail address")
    return f"{local.lower()}@{_domain(domain)}"


def _domain(domain: str) -> str:
    """Return a domain as it is asked for; `idna.IDNAError` is a ValueError."""
    if domain.isascii():
        return domain.lower()
    return idna.encode(domain, uts46=True, std3_rules=True).decode("ascii").lower()


def _hides(text: str) -> bool:
    """Return whether a character of the text can't be seen."""
    return any(
        unicodedata.category(one) in _INVISIBLE
        or one in _BLANK_LETTERS
        or "VARIATION SELECTOR" in unicodedata.name(one, "")
        for one in text
    )
