"""HTML escaping by type: plain text is escaped wherever it is inserted, markup is not."""

from html import escape


class Html(str):
    """Text that is markup already; only this module makes it of plain text."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str) -> Html:
    """Return an element; a trailing `_` of an attribute's name is dropped (`class_`)."""
    said = "".join(
        f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    return Html(f"<{name}{said}>{joined(*children)}</{name}>")


def void(name: str, /, **attributes: str) -> Html:
    """Return an element that can't have children, such as `meta`."""
    return Html(str(tag(name, **attributes)).removesuffix(f"</{name}>"))


def joined(*parts: str) -> Html:
    """Return parts one after the other."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in parts))


def listed(items: list[Html], **attributes: str) -> Html:
    """Return a list of items; nothing where there are none."""
    return tag("ul", *(tag("li", one) for one in items), **attributes) if items else Html("")
