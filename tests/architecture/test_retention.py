"""No table grows for ever without anybody having said so."""

import re

from tajriba.privacy.retention.growth import GROWTH, KeptDays
from tajriba.schema import metadata
from tajriba.settings import Settings
from tests.architecture.documents import ROOT

SAID = {
    "pruned": "after |when |after their|`TAJRIBA_KEEP_",
    "person": "as long as the person",
    "kept": "kept for good",
    "bounded": "bounded",
}


def documented() -> dict[str, str]:
    """Return how each table ends, as docs/operations.md says it."""
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    section = text.split("## What grows, and how it ends")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|.*?\| (.*) \|$", section, re.MULTILINE)
    return {name: ends for names, ends in rows for name in re.findall(r"`(\w+)`", names)}


def test_every_table_says_how_it_ends() -> None:
    assert set(GROWTH) == set(metadata.tables)


def test_the_manual_says_the_same() -> None:
    found = documented()
    assert set(found) == set(GROWTH)
    wrong = {name for name, ends in found.items() if not re.search(SAID[GROWTH[name]], ends)}
    assert wrong == set()


def test_every_policy_is_a_setting() -> None:
    days = {f"keep_{name}_days" for name in KeptDays.__dataclass_fields__}
    assert days == {name for name in Settings.model_fields if name.startswith("keep_")}
