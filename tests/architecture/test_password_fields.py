"""Fields of passwords in the client: masked, and a password manager fills them in."""

import re

from tests.architecture.documents import ROOT

_SOURCES = sorted((ROOT / "client/src").rglob("*.svelte"))
_ELEMENT = re.compile(r"<(TextField|PasswordField|input)\b(.*?)/>", re.DOTALL)
_FIELD = ROOT / "client/src/ui/forms/PasswordField.svelte"


def test_passwords_are_masked_and_known_to_password_managers() -> None:
    """What is labelled as a password is the one field for them, which says which it wants."""
    found = [one for path in _SOURCES for one in _ELEMENT.findall(path.read_text("utf-8"))]
    labelled = [one for one in found if re.search(r't\("[a-z_.]*password"\)', one[1])]
    assert len(labelled) >= 3
    assert {name for name, _ in labelled} == {"PasswordField"}
    ((name, field),) = _ELEMENT.findall(_FIELD.read_text("utf-8"))
    assert name == "TextField"
    assert 'type="password"' in field
    assert "maxlength" not in field  # a browser would cut without a word
    assert re.search(r"autocomplete=.*(current|new)-password", field), field


def test_nothing_hinders_pasting() -> None:
    scripts = sorted((ROOT / "client/src").rglob("*.ts"))
    texts = [path.read_text("utf-8") for path in (*_SOURCES, *scripts)]
    assert [text for text in texts if re.search(r"onpaste|[\"']paste[\"']|oncopy", text)] == []
