"""What must hold of every line, however it is written."""

import random as random_module
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.text import fold
from tajriba.nlp.reader import Reading
from tests.unit.nlp.words import READER

NAMES = {
    "health_state": ["فشار خون بالا", "دیابت", "کم‌کاری تیروئید", "سنگ کلیه", "آسم", "Hypertension"],
    "medicine": ["وارفارین", "متفورمین", "کلوپیدوگرل", "Warfarin", "rivaroxaban", "لوزارتان اچ"],
    "allergen": ["گردو", "بادام", "milk", "دانه خردل", "گل گاوزبان"],
}
LOOK_ALIKES = {
    letter: [
        chr(code)
        for code in (*range(0x0621, 0x0700), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))
        if unicodedata.category(chr(code)) == "Lo" and fold(chr(code)) == letter
    ]
    for letter in "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
}
MARKS = st.sampled_from(["", "", "", "\u0640", "\u064e", "\u0651", "\u200f", "\u2066", "\u00ad"])
JOINERS = st.sampled_from([" ", "\u200c", "", "  ", "-"])
SEPARATORS = st.sampled_from(["، ", ",", " و ", " and ", "/", ". ", "؛", "\n", " + ", " - "])
NOISE = st.text(alphabet="bdfgklmprstvz", min_size=6, max_size=9)
LINES = st.sampled_from(sorted(NAMES)).flatmap(
    lambda kind: st.tuples(
        st.just(kind), st.lists(st.sampled_from(NAMES[kind]), min_size=1, max_size=4)
    )
)


@st.composite
def variants(draw: st.DrawFn, name: str) -> str:
    """Return another writing of a name: look-alike letters, marks, case, joined or apart."""
    written = []
    for char in name:
        if char in " \u200c":
            written.append(draw(JOINERS))
        elif char.isascii():
            written.append(draw(st.sampled_from([char.lower(), char.upper()])))
        else:
            written.append(draw(st.sampled_from(LOOK_ALIKES.get(fold(char), [char]))) + draw(MARKS))
    return "".join(written)


def codes(reading: Reading) -> set[str]:
    return set(reading.codes)


@given(st.data(), LINES)
def test_any_spelling_of_a_name_reads_alike(
    data: st.DataObject, line: tuple[str, list[str]]
) -> None:
    kind, (name, *_) = line
    written = data.draw(variants(name))
    assert codes(READER.read(written, kind)) == codes(READER.read(name, kind)) != set()
    assert READER.read(written, kind).unread == ()


@given(LINES, SEPARATORS, st.randoms(use_true_random=False))
def test_order_and_separator_do_not_matter(
    line: tuple[str, list[str]], separator: str, random: random_module.Random
) -> None:
    kind, names = line
    alone = {code for name in names for code in READER.read(name, kind).codes}
    random.shuffle(names)
    assert codes(READER.read(separator.join(names), kind)) == alone


@given(LINES, SEPARATORS, st.text(max_size=20))
def test_another_item_never_makes_less_of_a_line(
    line: tuple[str, list[str]], separator: str, more: str
) -> None:
    kind, names = line
    before = READER.read(", ".join(names), kind)
    assert codes(READER.read(", ".join([*names, more]), kind)) >= codes(before)
    assert codes(READER.read(", ".join([more, *names]), kind)) >= codes(before)


@given(LINES, st.sampled_from(["no {}", "{} ندارم", "my mother has {}", "{} stopped", "denies {}"]))
def test_what_is_denied_never_counts_for_less_than_silence(
    line: tuple[str, list[str]], denial: str
) -> None:
    kind, (name, *others) = line
    denied = denial.format(name)
    with_it = READER.read("، ".join([denied, *others]), kind)
    assert codes(with_it) >= {code for one in others for code in READER.read(one, kind).codes}


@given(st.sampled_from(sorted(NAMES)), st.text(max_size=200))
def test_every_line_is_read_or_unread(kind: str, text: str) -> None:
    found = READER.read(text, kind)
    places = [(one.start, one.end, one.text) for one in found.concepts]
    places += [(one.start, one.end, one.text) for one in found.unread]
    for start, end, part in places:
        assert text[start:end] == part != ""


@given(st.sampled_from(sorted(NAMES)), st.lists(NOISE, min_size=1, max_size=5))
def test_what_means_nothing_is_said_to_be_unread(kind: str, words: list[str]) -> None:
    found = READER.read(", ".join([*words, NAMES[kind][0]]), kind)
    unread = " ".join(span.text for span in found.unread)
    named = " ".join(one.text for one in found.concepts)
    assert all(word in unread or word in named for word in words)
    assert NAMES[kind][0] in named
