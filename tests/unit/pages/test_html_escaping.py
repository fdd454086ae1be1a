"""HTML is safe by its type."""

from hypothesis import given
from hypothesis import strategies as st

from tajriba.pages.html_escaping import Html, joined, listed, tag, void


@given(st.text(), st.text())
def test_text_never_becomes_markup(text: str, value: str) -> None:
    made = tag("p", text, title=value)
    inner = made.removeprefix("<p").removesuffix("</p>")
    assert inner.count("<") == 0
    assert inner.count(">") == 1
    assert inner.count('"') == (2 if value else 0)


def test_markup_stays_markup() -> None:
    assert tag("p", tag("b", "1 < 2"), " & more") == "<p><b>1 &lt; 2</b> &amp; more</p>"


def test_markup_that_was_mixed_with_text_is_text() -> None:
    assert joined(tag("b", "x") + "<i>") == "&lt;b&gt;x&lt;/b&gt;&lt;i&gt;"


def test_elements_without_children() -> None:
    assert void("meta", name="description", content='a"b') == (
        '<meta name="description" content="a&quot;b">'
    )


def test_a_list_of_nothing_is_nothing() -> None:
    assert listed([]) == ""
    assert listed([Html("a")], class_="c") == '<ul class="c"><li>a</li></ul>'
