"""Words that people type, as they are shown: suggestions, readings, mappings."""

from collections.abc import Iterable

from tajriba.kit.i18n import Lang
from tajriba.knowledge.entries import Term
from tajriba.knowledge.schemas import TermView
from tajriba.knowledge.vocabulary import terms
from tajriba.knowledge.vocabulary.schemas import (
    ConceptView,
    ReadingView,
    SuggestedKind,
    Suggestion,
    Suggestions,
    UnreadView,
)
from tajriba.nlp.context.denial import is_denial


def suggestions(kind: SuggestedKind) -> Suggestions:
    """Return everything of a kind that has a name; an allergen and a herb of one name are one."""
    words = terms.words()
    names: dict[str, dict[str, None]] = {}
    codes: dict[str, dict[str, None]] = {}
    for one in words.named(kind):
        names.setdefault(one.name_fa, {}).update(
            dict.fromkeys((one.name_fa, one.name_en, *one.spellings))
        )
        of_it = (one.code,) if isinstance(one, Term) else one.codes
        codes.setdefault(one.name_fa, {}).update(dict.fromkeys(of_it))
    return Suggestions(
        version=words.catalogue.version,
        kind=kind,
        suggestions=[Suggestion(names=list(names[one]), codes=list(codes[one])) for one in names],
    )


def reading_view(text: str, kind: SuggestedKind, lang: Lang) -> ReadingView:
    """Return what is understood of a text, and what is not."""
    reading = terms.read(text, kind)
    return ReadingView(
        text=text,
        concepts=[
            ConceptView(
                text=one.text,
                start=one.start,
                end=one.end,
                classes=classes(kind, one.codes, lang),
                counts=one.counts,
                misspelt=one.certainty == "misspelt",
            )
            for one in reading.concepts
        ],
        unread=[UnreadView(text=one.text, start=one.start, end=one.end) for one in reading.unread],
        none=is_denial(text),
    )


def classes(kind: SuggestedKind, codes: Iterable[str], lang: Lang) -> list[TermView]:
    """Return what codes of a kind are called; herbs too, where it is an allergen."""
    known = {one.code: one for one in terms.words().named(kind) if isinstance(one, Term)}
    return [
        TermView(code=code, name=known[code].name_en if lang == "en" else known[code].name_fa)
        for code in codes
        if code in known
    ]
