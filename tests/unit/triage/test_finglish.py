"""Signs of danger of who writes Persian in Latin letters."""

import pytest

from tajriba.knowledge.vocabulary.terms import assess


@pytest.mark.parametrize(
    "text",
    [
        "bala avordam rangesh mesle tefale ghahve bood",
        "madaram tab dare hazyoon mige dasta o pahash yakh karde",
        "cheshmam zard shode az dirooz",
    ],
)
def test_signs_in_latin_letters(text: str) -> None:
    assert assess([text]).urgency is not None
