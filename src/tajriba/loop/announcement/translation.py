"""Translating the facts of events into a language. Pure: once per event and language."""

from typing import Any

from tajriba.kit.i18n import Lang, translate


def word(type_: str, data: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return an event's data as a reader of `lang` gets it."""
    worded: dict[str, Any] = _names(data, lang)
    if type_ == "recommendation_update":
        worded["reason"] = translate(lang, f"reason.{data['reason']}")
    return worded


def _names(value: Any, lang: Lang) -> Any:
    """Return the value with each pair of names replaced by the one of `lang`."""
    if isinstance(value, list):
        return [_names(one, lang) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"fa", "en"}:
        return value[lang] or value["fa"] or value["en"]
    return {key: _names(one, lang) for key, one in value.items()}
