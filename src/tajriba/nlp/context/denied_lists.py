"""Lists with commas that one denial begins: "denies asthma, gout or ulcers". Pure."""

from itertools import pairwise
from typing import Final

from tajriba.nlp.context.negation_triggers import DENYING, LISTS, OR
from tajriba.nlp.tokenization import Token

_HAVING: Final = frozenset(
    ["has", "have", "had", "having", "reports", "reported", "complains", "takes", "on", "is", "was"]
)
"""Words with which something else is told than what a list denies."""
_SUBJECTS: Final = frozenset(
    ["i", "ive", "im", "am", "he", "she", "do", "does", "did", "have", "has"]
)
_BEGINNING: Final = LISTS | {"not", "never", "dont", "doesnt", "didnt", "havent", "hasnt"}


def with_lists_joined(text: str, tokens: list[Token], kind: str) -> list[Token]:
    """Return the words with a denied list as one clause: "denies asthma, gout or ulcers".

    A list of side effects that "denies" begins needs no "or", if nothing else is told behind it.
    """
    first = next((one.text for one in tokens if one.text not in _SUBJECTS), None)
    if first not in _BEGINNING:
        return tokens
    denied = kind == "reaction" and tokens[0].text in DENYING
    all_denied = denied and _HAVING.isdisjoint([one.text for one in tokens])
    end = len(tokens) - 1 if all_denied else 0
    last = next((at for at, token in enumerate(tokens) if token.text in OR), end)
    gaps = (text[one.end : other.start].strip() for one, other in pairwise(tokens[: last + 1]))
    if any(gap not in ("", ",", "،") for gap in gaps):
        return tokens
    end = tokens[last].clause
    return [one._replace(clause=0) if one.clause <= end else one for one in tokens]
