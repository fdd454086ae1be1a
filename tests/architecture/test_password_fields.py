"""Fields of passwords in the client: masked, and a password manager fills them in."""

import re

from tests.architecture.documents import ROOT

_SOURCES = sorted((ROOT / "client/src").rglob("*.svelte"))
_ELEMENT = re.compile(r"<(?:TextField|input)\b(.*?)/>", re.DOTALL)


def test_passwords_are_masked_and_known_to_password_managers() -> None:
    """A field that is labelled as a password is of that type and says which one it wants."""
    found = [one for path in _SOURCES for one in _ELEMENT.findall(path.read_text("utf-8"))]
    labelled = [one for one in found if re.search(r't\("[a-z_.]*password"\)', one)]
    assert len(labelled) >= 3
    for field in labelled:
        assert 'type="password"' in field
        assert "maxlength" not in field  # a browser would cut without a word
        assert re.search(r"autocomplete=.*(current|new)-password", field), field


def test_nothing_hinders_pasting() -> None:
    scripts = sorted((ROOT / "client/src").rglob("*.ts"))
    texts = [path.read_text("utf-8") for path in (*_SOURCES, *scripts)]
    assert [text for text in texts if re.search(r"onpaste|[\"']paste[\"']|oncopy", text)] == []
