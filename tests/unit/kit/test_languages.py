"""Which language a header asks for."""

import pytest

from tajriba.kit.i18n import Lang, negotiate


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "fa"), ("", "fa"), ("de", "fa"), ("en", "en"), ("EN-gb", "en"), ("en_US", "en"),
        ("en ; q=0.9", "en"), ("fa;q=0.5, en ; q=0.9", "en"), ("en;q=0.5,fa; q = 0.9", "fa"),
        ("en;q=0", "fa"), ("en;q=x", "fa"), ("en;level=1;q=0.2, fa;q=0.1", "en"), ("english", "fa"),
    ],
)  # fmt: skip
def test_the_language_of_the_most_weight_is_spoken(header: str | None, lang: Lang) -> None:
    assert negotiate(header) == lang
