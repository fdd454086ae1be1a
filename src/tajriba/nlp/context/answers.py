"""Yes and no that answer what stands before them: "aspirin: no warfarin: yes". Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.reach import YES
from tajriba.nlp.tokenization import Token

SET_OFF: Final = frozenset({"-", "–", "—", "--", ":", "?", "؟", "="})
"""Signs between a thing and its answer."""
AFFIRMED: Final = YES | word_set("bale are دارم دارد داره میخورم میگیرم")
DENIED: Final = word_set("""
    no nope none never na kheyr kheir nakheyr
    نه خیر نخیر ندارم ندارد نداره نمیخورم نمیگیرم
""")
_ANSWERS: Final = AFFIRMED | DENIED


def with_answers_apart(text: str, tokens: list[Token]) -> list[Token]:
    """Return the words with each answer of a list as its own clause, not begun with what follows.

    Only where another answer follows is it sure that the first one is none of the thing behind it:
    "history: no diabetes" denies it.
    """
    if not tokens or tokens[-1].clause <= 1:
        return tokens
    begins = [at for at in range(1, len(tokens)) if tokens[at].clause != tokens[at - 1].clause]
    apart = {
        at + 1
        for at, after in pairwise(begins)
        if after > at + 1 and _is_answer(text, tokens, at) and _is_answer(text, tokens, after)
    }
    if not apart:
        return tokens
    more = 0
    found = []
    for at, token in enumerate(tokens):
        more += at in apart
        found.append(token._replace(clause=token.clause + more))
    return found


def _is_answer(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word at the begin of a clause answers the clause before."""
    before, word = tokens[at - 1], tokens[at]
    return word.text in _ANSWERS and text[before.end : word.start].strip() in SET_OFF
