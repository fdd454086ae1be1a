"""What a complaint tells: its signs, which of them belong together, and what is unread. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.triage.binding import NOTHING_LOOSE, Loose, bound, loose_in, put_together
from tajriba.triage.clauses import clauses_of, not_denied, of_the_patient
from tajriba.triage.measurements import measured
from tajriba.triage.past import not_over
from tajriba.triage.presence import Told, present
from tajriba.triage.signs import Place
from tajriba.triage.vocabulary import Vocabulary

_ASKED: Final = frozenset({"?", "؟"})
_COMMAS: Final = frozenset({",", "،"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What a complaint tells: all its signs, which of them belong together, and what is unread.

    `together` holds a set for every part of the body that is named, with all that is said of it;
    and for each clause that names none, what it says. `loose` is what another item may be of.
    """

    signs: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    unread: tuple[str, ...] = ()
    loose: Loose = NOTHING_LOOSE


def read(vocabulary: Vocabulary, text: str) -> Findings:
    """Return what one text tells."""
    together: dict[frozenset[str], None] = {}
    clauses = clauses_of(vocabulary.finder, text)
    unread = {id(tokens): _unread(text, tokens, places) for tokens, places in clauses}
    words = frozenset(token.text for tokens, _ in clauses for token in tokens)
    loose = NOTHING_LOOSE
    subject: frozenset[str] | None = None
    end = 0
    for tokens, places in not_over(not_denied(text, of_the_patient(clauses))):
        asked = text[tokens[-1].end :].lstrip()[:1] in _ASKED
        found = present(vocabulary, Told(tokens, places, words, asked))
        understood = found == places and not unread[id(tokens)]
        found += measured(vocabulary.measurements, tokens, found)
        said = bound(vocabulary.parts, tokens, found)
        together |= dict.fromkeys(said)
        if said and understood:
            alone = loose_in(vocabulary, said)
            loose |= alone
            if subject and alone.signs and text[end : tokens[0].start].strip() in _COMMAS:
                together[subject | alone.signs] = None
        subject = said[-1] if said and not vocabulary.parts.isdisjoint(said[-1]) else None
        end = tokens[-1].end
    left = tuple(words for one in unread.values() for words in one)
    return _findings(together, left, loose)


def joined(found: Iterable[Findings]) -> Findings:
    """Return what the texts of one complaint tell; their order does not matter."""
    texts = list(found)
    if len(texts) == 1:
        return texts[0]
    together = dict.fromkeys(said for one in texts for said in one.together)
    unread = tuple(words for one in texts for words in one.unread)
    loose = NOTHING_LOOSE
    for one in texts:
        loose |= one.loose
    return _findings(together, unread, loose)


def _findings(said: Iterable[frozenset[str]], unread: tuple[str, ...], loose: Loose) -> Findings:
    together = tuple(put_together(said, loose))
    return Findings(frozenset[str]().union(*together), together, unread, loose)


def _unread(text: str, tokens: Sequence[Token], places: Sequence[Place]) -> list[str]:
    """Return the runs of words that name something and were not understood."""
    covered = {at for place in places for at in range(place.start, place.end)}
    found: list[str] = []
    for at, token in enumerate(tokens):
        if at in covered or token.number or token.text in UNNAMED:
            continue
        before = tokens[at - 1] if at else None
        if found and before and at - 1 not in covered and before.text not in UNNAMED:
            found[-1] = f"{found[-1]} {text[token.start : token.end]}"
        else:
            found.append(text[token.start : token.end])
    return found
