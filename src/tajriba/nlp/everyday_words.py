"""Words of everyday English and Persian: none of them is a misspelt name. Pure."""

from functools import cache
from importlib.resources import files


@cache
def everyday_words() -> frozenset[str]:
    """Return the most frequent words of both languages, folded, read once."""
    text = files("tajriba.nlp").joinpath("everyday_words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
