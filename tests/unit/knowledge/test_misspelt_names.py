"""Every name with one letter wrong: read as itself, or as what is near with the rest unread."""

from random import Random

import pytest

from tajriba.knowledge.vocabulary.terms import read, words
from tajriba.knowledge.vocabulary.words import ReadKind

EVERY, MOST_WRONG = 5, 0.015
LETTERS = {True: "abcdefghijklmnopqrstuvwxyz", False: "ابپتجچحخدذرزژسشصضطظعغفقکگلمنوهی"}


def _misspelt(name: str) -> str:
    """Return a name with a letter left out, added, exchanged or swapped, always the same one."""
    random = Random(name)
    at = random.choice([place for place, char in enumerate(name) if char.isalpha()])
    other = random.choice(LETTERS[name[at].isascii()])
    rest = name[at + 1 :]
    swapped = rest[:1] + name[at] + rest[1:]
    return name[:at] + random.choice([rest, other + name[at:], other + rest, swapped])


@pytest.mark.parametrize("kind", ["medicine", "health_state", "allergen", "reaction"])
def test_a_misspelt_name_is_hardly_ever_another_without_a_word(kind: ReadKind) -> None:
    names = [each for one in words().named(kind) for each in (one.name_fa, one.name_en)]
    silent = total = 0
    for name in sorted(set(names))[::EVERY]:
        written = _misspelt(name)
        meant, found = read(name, kind), read(written, kind)
        total += 1
        silent += (
            bool(found.codes) and not found.unread and set(found.codes).isdisjoint(meant.codes)
        )
        assert found.codes or found.unread or not meant.codes
    assert total > 0
    assert silent <= MOST_WRONG * total
