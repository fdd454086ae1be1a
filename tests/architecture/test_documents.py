"""Documents match the code: settings, messages, metrics, decisions; and their links resolve."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tajriba.events.event import NewEvent
from tajriba.ops.metrics import LiveFigures, Metrics, StoreFigures
from tajriba.realtime.hub.hub import INTERNAL
from tajriba.realtime.protocol import client_messages
from tajriba.realtime.protocol.client_messages import Closing
from tajriba.settings import Settings
from tests.architecture.documents import (
    ROOT,
    SOURCE,
    blocks,
    documents,
    first_cells,
    has_heading,
    read,
    sources,
    without_blocks,
)

BASES = (ROOT, SOURCE, ROOT / "tests")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_EVENT = re.compile(rf'{NewEvent.__name__}\([^"]*"(\w+)"')
_MESSAGE = re.compile(r'_reply\(connection, "(\w+)"|message\("(\w+)"')


def test_settings_are_documented() -> None:
    named = {f"TAJRIBA_{name}".upper() for name in Settings.model_fields}
    assert set(first_cells(read("docs/settings.md"))) == named


def test_defaults_are_documented() -> None:
    rows = read("docs/settings.md")
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int) or (isinstance(field.default, str) and field.default):
            assert f"| `TAJRIBA_{name.upper()}` | `{field.default}` |" in rows


def test_messages_are_documented() -> None:
    text = "\n".join(source for _, source in sources())
    types = set(_EVENT.findall(text)) - INTERNAL
    types |= {one or other for one, other in _MESSAGE.findall(text)}
    assert {"feedback_update", "effectiveness_update", "recommendation_update"} <= types
    shown = read("docs/protocol.md")
    assert sorted(type_ for type_ in types if f"**`{type_}`**" not in shown) == []


def test_examples_are_json() -> None:
    for document in documents():
        for block in blocks(document.read_text("utf-8"), "json"):
            json.loads(block)


def test_close_codes_are_documented() -> None:
    named = {one for one in vars(client_messages).values() if isinstance(one, Closing)}
    rows = re.findall(r"^\| (\d{4}) \| `(\w+)` \|", read("docs/protocol.md"), re.MULTILINE)
    assert {Closing(int(code), reason) for code, reason in rows} == named


def test_metrics_are_documented() -> None:
    metrics = Metrics()
    metrics.answered("GET", "/", 200, 0.1)
    text = metrics.text(StoreFigures(0, 0), LiveFigures(0, 0, 0, 0, True)).decode()
    families = {one.name for one in text_string_to_metric_families(text)}
    named = {name.removesuffix("_total") for name in first_cells(read("docs/operations.md"))}
    own = {name for name in families if name.startswith("tajriba_") and _is_asked_for(name)}
    assert {name for name in named if name.startswith("tajriba_")} == own


def _is_asked_for(family: str) -> bool:
    """The client adds to each series when it began."""
    return not family.endswith("_created")


def test_log_lines_are_documented() -> None:
    lines = {name for _, text in sources() for name in re.findall(r'_log\.\w+\(\s*"(\w+)"', text)}
    assert lines
    assert sorted(name for name in lines if f"| `{name}`" not in read("docs/operations.md")) == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_resolve(document: Path) -> None:
    text = without_blocks(document.read_text("utf-8"))
    assert [link for link in _LINK.findall(text) if not _resolves(document, link)] == []


def _resolves(document: Path, link: str) -> bool:
    if link.startswith(("https://", "mailto:")):
        return True
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    if not target.exists() or ROOT not in target.parents:
        return False
    return not anchor or has_heading(target, anchor)


def test_decisions_are_listed_and_shaped_alike() -> None:
    listed = read("docs/adr/README.md")
    for decision in sorted((ROOT / "docs/adr").glob("0*.md")):
        text = decision.read_text("utf-8")
        assert f"({decision.name})" in listed
        for part in ("Context", "Decision", "Consequences", "Guarded by"):
            assert f"\n## {part}\n" in text, f"{decision.name} lacks {part}"


def test_files_that_documents_name_exist() -> None:
    """`path/to/file.py` in backticks is a path of the project, or of its package."""
    missing = [
        f"{document.name}: {name}"
        for document in documents()
        for name in re.findall(
            r"`([\w./-]+/[\w.-]+\.(?:py|toml|md|svg|json))`", document.read_text()
        )
        if not any((base / name).exists() for base in (*BASES, document.parent))
    ]
    assert missing == []
