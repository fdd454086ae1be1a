"""Names that say how strong a thing is: who has no "severe asthma" may have asthma. Pure."""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.matching.gazetteer import Gazetteer, Match
from tajriba.nlp.tokenization import Token

_DEGREES: Final = word_set("""
    severe mild moderate strong bad frequent uncontrolled attack attacks
    شدید خفیف متوسط حمله حملات حملهی حملههای
""")


def is_of_degree(gazetteer: Gazetteer, tokens: Sequence[Token], match: Match) -> bool:
    """Return whether a name is another name of the same thing, and how strong or when it is."""
    name = tokens[match.start : match.end]
    plain = [token for token in name if token.text not in _DEGREES]
    if not plain or len(plain) == len(name):
        return False
    codes = gazetteer.codes[match.key]
    return any(gazetteer.codes[one.key] == codes for one in gazetteer.find(plain))
