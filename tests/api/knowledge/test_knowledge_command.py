"""`tajriba knowledge`: what it checks and loads, and that this stays in force."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from tajriba.app import create_app
from tajriba.cli.main import app as program
from tajriba.cli.prepared_database import prepared_database
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.active_catalogue import follow
from tajriba.knowledge.catalogue.catalogue import SHIPPED
from tajriba.knowledge.loading import load_knowledge
from tajriba.knowledge.service import find_herb, knowledge_version
from tajriba.knowledge.tables import knowledge_state
from tajriba.knowledge.vocabulary.terms import in_force, put_in_force, shipped, symptom_codes
from tajriba.loop.planning.knowledge_reload import follow_once
from tajriba.settings import Settings
from tests.kit.clinics.clinic import Clinic, data_of
from tests.kit.fakes.fake_clock import FakeClock

HERB = """
[[herb]]
code = "hypothetical"
name_fa = "فرضین"
name_en = "Hypothetical herb"
name_latin = "Ficta ficta"
spellings = ["فرضي‌ن ۲"]
opinions = [
  { hot = 1, dry = 2, source = "tradition", preferred = true },
  { cold = 1, source = "ibn_sina" },
]
indications = ["headache", "hypothetical_ache"]
parts = ["root", "leaf"]
substitutes = ["saffron"]
harms.fa = "زیاده آن خوب نیست."
harms.en = "Too much is not good."
correctives.fa = "عسل"
correctives.en = "Honey"
dose.min_daily_g = 1
dose.max_daily_g = 2.5
dose.text_fa = "۱ تا ۲٫۵ گرم در روز"
dose.text_en = "1 to 2.5 g a day"
dose.source = "unsourced"
contraindications = [
  { kind = "condition", what = "epilepsy", level = "absolute", source = "unsourced" },
]
confidence = "unverified"
sources = ["tradition"]

[[symptom]]
code = "hypothetical_ache"
name_fa = "دردِ فرضی"
name_en = "Hypothetical ache"
spellings = []
"""


@pytest.fixture(autouse=True)
def _words_stay() -> Iterator[None]:
    yield
    put_in_force(shipped())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hakim's own folder: what is shipped, and a herb and a symptom in a file of their own."""
    own = Path(shutil.copytree(str(SHIPPED), tmp_path / "own"))
    (own / "mine.toml").write_text(HERB, encoding="utf-8")
    return own


@pytest.fixture(autouse=True)
def _on_this_database(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAJRIBA_DATABASE_URL", settings.database_url)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["knowledge", *map(str, arguments)])


def version(tx: ReadTx) -> str:
    return knowledge_version(tx)


def spoil(tx: WriteTx) -> None:
    """Leave what an older version may have stored."""
    load_knowledge(tx, shipped(), own=True)
    tx.run(knowledge_state.update().values(content='{"herbs": [{}]}'))


def test_checking_says_what_there_is(folder: Path) -> None:
    said = run("check", folder)
    assert said.exit_code == 0, said.output
    assert f"{len(shipped().herbs) + 1:,} herbs" in said.output
    assert run("check").exit_code == 0


def test_all_problems_are_said_and_nothing_changes(clinic: Clinic, folder: Path) -> None:
    file = folder / "mine.toml"
    broken = HERB.replace('"headache"', '"headach"').replace("hot = 1,", "hot = 1, cold = 1,")
    file.write_text(broken.replace('source = "ibn_sina"', 'source = "galen"'), encoding="utf-8")
    for command in ("check", "load"):
        said = run(command, folder)
        assert said.exit_code == 1
        for problem in ("unknown_code: headach", "contradictory_opinion", "unknown_code: galen"):
            assert f"herb hypothetical: {problem}" in said.output
    assert clinic.database.read_now(version) == shipped().version
    assert in_force() is shipped()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    for command in ("check", "load"):
        said = run(command, tmp_path / "nowhere")
        assert said.exit_code == 2
        assert "does not exist" in " ".join(said.output.replace("│", " ").split())


def test_what_was_loaded_is_shown_in_full(clinic: Clinic, folder: Path) -> None:
    said = run("load", folder)
    assert said.exit_code == 0, said.output
    assert shipped().version in said.output
    herb_id = clinic.database.read_now(find_herb, "Ficta Ficta")
    known = data_of(clinic.client.get(f"/api/herbs/{herb_id}"))
    assert [(one["warmth"], one["moisture"], one["source"]) for one in known["opinions"]] == [
        (1, -2, "tradition"),
        (-1, None, "ibn_sina"),
    ]
    assert [one["preferred"] for one in known["opinions"]] == [True, False]
    assert [one["name"] for one in known["parts"]] == ["ریشه", "برگ"]
    assert {"code": "hypothetical_ache", "name": "دردِ فرضی"} in known["indications"]
    (other,) = known["substitutes"]
    assert data_of(clinic.client.get(f"/api/herbs/{other['id']}"))["name"] == other["name"]
    assert known["dose"] | {"text": ""} == {
        "text": "",
        "min_daily_g": 1,
        "max_daily_g": 2.5,
        "unit": "g",
        "source": "unsourced",
    }
    (warning,) = known["contraindications"]
    assert (warning["what"]["code"], warning["level"]) == ("epilepsy", "absolute")
    assert {one["code"] for one in known["sources"]} == {"tradition", "ibn_sina", "unsourced"}
    assert all(one["citation"] != one["code"] for one in known["sources"])
    assert (known["confidence"], known["spellings"]) == ("unverified", ["فرضي‌ن ۲"])
    assert known["confidence_meaning"]


@pytest.mark.parametrize(
    "spelling",
    ["فرضین", "فرضين", "فَرضین", "فر‌ضین", "فرضین2", "فرضین ٢", "HYPOTHETICAL  herb", "ficta"],
)
def test_it_is_found_by_any_spelling_of_any_name(
    clinic: Clinic, folder: Path, spelling: str
) -> None:
    run("load", folder)
    found = data_of(clinic.client.get("/api/herbs", params={"q": spelling}))
    assert "فرضین" in [one["name_fa"] for one in found]


def test_a_running_server_learns_the_new_words(clinic: Clinic, folder: Path) -> None:
    seen = clinic.database.read_now(version)
    run("load", folder)
    put_in_force(shipped())  # the command's own process is another one
    now = clinic.database.read_now(follow, seen)
    assert now == in_force().version != seen
    assert symptom_codes(["درد فرضی دارم"])[0] == {"hypothetical_ache"}
    assert clinic.database.read_now(follow, now) == now


def test_following_goes_on_after_a_failure(clinic: Clinic, folder: Path) -> None:
    clinic.database.write_now(spoil)
    with capture_logs() as said:
        assert asyncio.run(follow_once(clinic.database, "")) == ""
    assert [line["event"] for line in said] == ["knowledge_not_followed"]
    assert in_force() is shipped()
    run("load", folder)
    put_in_force(shipped())
    assert asyncio.run(follow_once(clinic.database, "")) == in_force().version
    assert symptom_codes(["درد فرضی دارم"])[0] == {"hypothetical_ache"}


def test_ones_own_stays_in_force_through_other_commands_and_starts(
    settings: Settings, clock: FakeClock, folder: Path
) -> None:
    run("load", folder)
    own = in_force().version
    put_in_force(shipped())
    with prepared_database(Settings(), create=False) as database:
        assert database.read_now(version) == own
        assert in_force().version == own
    put_in_force(shipped())
    with TestClient(create_app(settings, clock)):
        assert in_force().version == own


def test_without_a_folder_the_shipped_knowledge_is_back(clinic: Clinic, folder: Path) -> None:
    run("load", folder)
    said = run("load")
    assert said.exit_code == 0, said.output
    with prepared_database(Settings(), create=False) as database:
        assert database.read_now(version) == shipped().version
    assert in_force() is shipped()
    assert "Nothing changed" in run("load").output


def test_standing_plans_are_checked_again(clinic: Clinic, folder: Path) -> None:
    patient = clinic.patient()
    diagnosis = clinic.diagnosis(patient)
    clinic.plan(patient, diagnosis)
    assert "Plans checked again: 1." in run("load", folder).output


def test_what_an_older_version_stored_is_named(clinic: Clinic, folder: Path) -> None:
    clinic.database.write_now(spoil)
    refused = CliRunner().invoke(program, ["export"])
    assert refused.exit_code == 1
    assert "tajriba knowledge load FOLDER" in refused.output
    assert run("load", folder).exit_code == 0
    assert CliRunner().invoke(program, ["export"]).exit_code == 0
