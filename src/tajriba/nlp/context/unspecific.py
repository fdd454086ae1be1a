"""What people say of things without naming them: "some other drugs", «به یک داروی بیهوشی». Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.morphology.stemming import forms
from tajriba.nlp.morphology.verbs import NEGATED
from tajriba.nlp.stopwords import FILLERS, GENERIC
from tajriba.nlp.tokenization import Token

_GROUPS: Final = word_set("""
    antibiotic antibiotics anaesthetic anesthetic anaesthetics anesthetics anaesthesia anesthesia
    vaccine vaccines آنتیبیوتیک آنتی بیوتیک بیهوشی هوشی بیحسی حسی خشک واکسن
""")
"""Of whom one says to bear "one" or "some", and not which."""
_ONE_OF: Final = word_set("""
    a an one another some any many several few most all every each certain various different
    unknown kind type یک یه یکی چند چندتا بعضی برخی اکثر بیشتر همه تمام کل هر آن اون این نوع نوعی
    یکسری
""")
_FAR: Final = 3
_NAMED_BEHIND: Final = re.compile(
    r"\s*(?:[(:]|(?:called|named|such as|like|e\.?g|namely|مثل|مانند|به نام|بنام|به اسم|یعنی"
    r"|از جمله)\b)",
    re.IGNORECASE,
)
_ALL: Final = word_set("all every همه تمام کل هر")
_SOME: Final = word_set("""
    some many several few various other another different certain multiple lots
    چند چندتا چندین بعضی برخی یکسری خیلی متعدد
""")
_OTHER: Final = word_set("other دیگر دیگه دیگری دیگهای")
_THINGS: Final = word_set("""
    drug drugs medicine medicines medication medications tablet tablets pill pills supplement
    supplements food foods
    دارو داروی داروها داروهای داروهایی قرص قرصها قرصهای قرصهایی مکمل مکملها مکملهای غذا غذاها
    غذاهای غذایی چیز چیزی
    disease diseases disorder disorders condition conditions illness illnesses problem problems
    بیماری بیماریها بیماریهای مشکل مشکلات
""")
_DENIED: Final = NEGATED | word_set(
    "no not none never without nor dont doesnt nothing هیچ بدون جز بجز فاقد"
)
_BETWEEN: Final = FILLERS | GENERIC | word_set("تا نوع عدد the of my these those kinds types")


def is_one_of_group(text: str, tokens: Sequence[Token], place: range) -> bool:
    """Return whether a name is that of a group of which one or some are meant, and not said which.

    "an antibiotic (amoxicillin)" says it.
    """
    if all(_GROUPS.isdisjoint((tokens[at].text, *forms(tokens[at].text))) for at in place):
        return False
    near = tokens[max(0, place.start - _FAR) : place.stop]
    if _ONE_OF.isdisjoint(token.text for token in near):
        return False
    return _NAMED_BEHIND.match(text, tokens[place.stop - 1].end) is None


def things_unnamed(
    text: str, clause: Sequence[Token], named_at: int, *, all_too: bool
) -> Iterator[range]:
    """Yield where a clause speaks of things and names none: "some other drugs", «چند داروی دیگر».

    `named_at` is where the line begins to name things: "several drugs" before it only introduces
    them. `all_too` says that "all drugs" counts, anywhere. What is denied does not.
    """
    words = [token.text for token in clause]
    if not _DENIED.isdisjoint(words):
        return
    for at, word in enumerate(words):
        if word not in _THINGS or text[clause[at].end :].lstrip().startswith(":"):
            continue
        start = _quantified(words, at)
        other = at + 1 < len(words) and words[at + 1] in _OTHER
        every = all_too and not _ALL.isdisjoint(words[start:at])
        some = other or not _SOME.isdisjoint(words[start:at])
        if every or (some and clause[at].start > named_at):
            yield range(start, at + 1 + other)


def _quantified(words: Sequence[str], at: int) -> int:
    """Return where it begins to be said how many of a thing, its own place where it is not."""
    begin = at
    for before in range(at - 1, max(-1, at - 1 - _FAR), -1):
        if words[before] in _SOME | _ALL:
            begin = before
        elif words[before] not in _BETWEEN:
            break
    return begin
