"""Translation catalogues: every word that a user reads comes from `locales/{fa,en}.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Lang = Literal["fa", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
DEFAULT_LANG: Lang = "fa"

_PERSIAN_DIGITS = str.maketrans("0123456789%.", "۰۱۲۳۴۵۶۷۸۹٪٫")


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """Return the messages of a language by dotted key."""
    text = files("tajriba").joinpath("locales", f"{lang}.toml").read_text("utf-8")
    return dict(_flatten(tomllib.loads(text), ""))


def _flatten(tree: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        pairs += _flatten(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))]
    return pairs


def translate(lang: Lang, key: str, **params: str | int | float) -> str:
    """Return the message of `key`, its numbers in the digits of the language.

    Raises KeyError for a key that the catalogue does not have: a test finds each in time.
    """
    shown = {name: number(lang, value) for name, value in params.items()}
    return catalogue(lang)[key].format(**shown)


def number(lang: Lang, value: str | int | float) -> str:
    """Return a number as its language writes it; text stays as it is."""
    if isinstance(value, str):
        return value
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return digits(lang, text)


def digits(lang: Lang, text: str) -> str:
    """Return a number in Latin digits as its language writes it."""
    return text.translate(_PERSIAN_DIGITS) if lang == "fa" else text


def negotiate(accept_language: str | None) -> Lang:
    """Return the first language of an Accept-Language header that we speak, by its weight."""
    best: tuple[float, Lang] = (0.0, DEFAULT_LANG)
    for part in (accept_language or "").split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        spoken = next((lang for lang in LANGS if re.split("[-_]", tag)[0] == lang), None)
        quality = _quality(parameters)
        if spoken and quality > best[0]:
            best = (quality, spoken)
    return best[1]


def _quality(parameters: list[str]) -> float:
    weights = (one.partition("=") for one in parameters)
    weight = next((value.strip() for name, _, value in weights if name.strip() == "q"), "1")
    try:
        return float(weight)
    except ValueError:
        return 0.0
