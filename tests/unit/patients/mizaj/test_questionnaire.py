"""The mizaj questionnaire: its scales, its cut points, its symmetry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.i18n import LANGS
from tajriba.kit.mizaj import MIZAJ_AXES
from tajriba.patients.mizaj.questionnaire import ITEMS, assess
from tajriba.patients.mizaj.questionnaire_views import questions

choices = st.integers(1, 3)
ten = st.lists(choices, min_size=10, max_size=10)


@pytest.mark.parametrize(
    ("warm", "leaning"), [(8, -1), (14, -1), (15, 0), (18, 0), (19, 1), (24, 1)]
)
def test_warmth_has_the_published_cut_points(warm: int, leaning: int) -> None:
    threes, rest = divmod(warm - 8, 2)
    answers = [3] * threes + [2] * rest + [1] * (8 - threes - rest)
    found = assess([*answers, 2, 2])
    assert (found.warmth.points, found.warmth.leaning) == (warm, leaning)


@pytest.mark.parametrize(
    ("pair", "leaning"), [((1, 1), -1), ((1, 2), -1), ((2, 2), 0), ((1, 3), 0), ((2, 3), 1)]
)
def test_moisture_has_the_published_cut_points(pair: tuple[int, int], leaning: int) -> None:
    assert assess([2] * 8 + list(pair)).moisture.leaning == leaning


@given(ten)
def test_the_mizaj_is_where_the_scales_lean(answers: list[int]) -> None:
    found = assess(answers)
    assert MIZAJ_AXES[found.mizaj] == (found.warmth.leaning, found.moisture.leaning)


@given(ten)
def test_opposite_answers_give_the_opposite_mizaj(answers: list[int]) -> None:
    """On hot and cold the published cut points are not quite mirrored: 14 is cold, 18 not hot."""
    found, mirrored = assess(answers), assess([4 - one for one in answers])
    assert mirrored.moisture.leaning == -found.moisture.leaning
    if found.warmth.points not in (14, 18):
        assert mirrored.warmth.leaning == -found.warmth.leaning


@pytest.mark.parametrize("answers", [[], [2] * 9, [2] * 11, [0] + [2] * 9, [4] + [2] * 9])
def test_other_answers_are_refused(answers: list[int]) -> None:
    with pytest.raises(ValueError, match="not 10 answers"):
        assess(answers)


@pytest.mark.parametrize("lang", LANGS)
def test_every_item_has_its_words(lang: str) -> None:
    shown = questions(lang)  # type: ignore[arg-type]
    assert tuple(one.code for one in shown) == ITEMS
    assert all(len({choice.text for choice in one.choices}) == 3 for one in shown)
