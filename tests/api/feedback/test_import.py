"""Past records come in once, also when they are brought again, and go out as they came."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from tajriba.app import create_app
from tajriba.cli.main import app as command_line
from tajriba.evidence.wilson_interval import wilson
from tajriba.kit.clock import system_clock
from tajriba.kit.text import search_key
from tajriba.knowledge.vocabulary.terms import shipped
from tajriba.loop.transfer.record_format import COLUMNS
from tajriba.settings import Settings
from tests.api.privacy.test_consents import agree
from tests.kit.clinics.clinic import Clinic, data_of
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.generators.reviews import REAL, reviews, rows_of


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> "Command":
    monkeypatch.setenv("TAJRIBA_DATABASE_URL", settings.database_url)
    return Command()


class Command:
    """Runs `tajriba` on the test's database."""

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(command_line, words)

    def counts(self, *words: str) -> dict[str, str]:
        """Import, and return what the report says of each kind of row."""
        answer = self("import", *words)
        assert answer.exit_code == 0, answer.output
        lines = [line.split() for line in answer.stdout.splitlines() if line.strip()]
        return {" ".join(words[:-1]): words[-1].replace(",", "") for words in lines}


@pytest.fixture
def today(settings: Settings) -> Iterator[Clinic]:
    """The app at the machine's own time, as the command line has it."""
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield Clinic(client, FakeClock(system_clock()))


def write(path: Path, rows: list[dict[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def published_values(rows: list[dict[str, str]]) -> list[bool]:
    """Return the successes of each patient's last report of each remedy of which five patients
    report, not all alike."""
    last: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for one in rows:
        last[one["remedy"]][one["patient_ref"]] = one
    found = []
    for by_patient in last.values():
        values = list(map(succeeded, by_patient.values()))
        ratings = {one["rating"] for one in by_patient.values()}
        if len(values) >= 5 and len(set(values)) > 1 and len(ratings) > 1:
            found += values
    return found


def row(ref: str = "p1", **cells: str) -> dict[str, str]:
    return {
        "patient_ref": ref,
        "condition": "بی‌قراری",
        "remedy": "گیاه تازه",
        "rating": "4",
        "symptom_improvement": "4",
    } | cells


SHIPPED = {search_key(one.name_en): one.name_en.lower() for one in shipped().conditions}
"""Conditions that an import knows in any spelling: "depression;" is depression."""


def succeeded(found: dict[str, str]) -> bool:
    harmed = found["side_effect_severity"] in ("moderate", "severe")
    return int(found["rating"]) >= 3 and int(found["symptom_improvement"]) >= 3 and not harmed


@pytest.mark.parametrize("file", [None, *REAL])
def test_reviews_become_the_evidence_that_they_are(
    run: Command, today: Clinic, tmp_path: Path, file: Path | None
) -> None:
    path = Path(shutil.copy(file, tmp_path)) if file else reviews(tmp_path)
    rows = rows_of(path)
    counts = run.counts(str(path))
    assert (counts["rows read"], counts["imported"]) == (str(len(rows)), str(len(rows)))
    by_condition: dict[str, list[dict[str, str]]] = defaultdict(list)
    for found in rows:
        named = found["condition"]
        by_condition[SHIPPED.get(search_key(named), named)].append(found)
    largest = sorted(by_condition, key=lambda name: (-len(by_condition[name]), name))[:5]
    for name in largest:
        shown = data_of(today.client.get(f"/api/analytics/condition/{name}"))
        values = published_values(by_condition[name])
        rate, patients = sum(values) / len(values), len(values)
        assert shown["effectiveness_score"] == pytest.approx(rate)
        assert (shown["sample_size"], shown["patients"]) == (patients, patients)
        assert shown["interval"] == pytest.approx(wilson(rate, patients))
    assert run("verify").exit_code == 0
    assert run.counts(str(path))["imported"] == "0"
    assert run("verify").exit_code == 0


def test_an_interrupted_import_goes_on_where_it_was(run: Command, tmp_path: Path) -> None:
    rows = [row(f"p{number % 40}", comment=str(number % 7)) for number in range(200)]
    assert run.counts(write(tmp_path / "part.csv", rows[:90]))["imported"] == "90"
    counts = run.counts(write(tmp_path / "whole.csv", rows))
    assert (counts["imported"], counts["there already"]) == ("110", "90")


def test_equal_rows_are_as_many_reports(run: Command, tmp_path: Path) -> None:
    assert run.counts(write(tmp_path / "a.csv", [row()] * 3))["imported"] == "3"
    counts = run.counts(write(tmp_path / "b.csv", [row()] * 4))
    assert (counts["imported"], counts["there already"]) == ("1", "3")


def test_an_assigned_date_is_no_part_of_a_row(run: Command, today: Clinic, tmp_path: Path) -> None:
    path = write(tmp_path / "undated.csv", [row(f"p{number}") for number in range(30)])
    spread = ("--start-date", "2026-01-01", "--days", "20")
    assert run.counts(path, *spread)["imported"] == "30"
    days = {line["created_at"] for line in csv.DictReader(run("export").stdout.splitlines())}
    assert days == {""}
    assert run.counts(path)["imported"] == "0"
    assert run.counts(path, "--start-date", "2026-02-01")["imported"] == "0"


def test_refused_rows_are_kept_with_their_reason(run: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "mixed.csv", [row(), row("p2", rating="7"), row("p3", sex="?")])
    with Path(path).open("ab") as file:
        file.write(b"p4,\xff\xfe,x,4,4\n")
        file.write(b"p5,a,b,4,4,,,,,,,,more,cells\n")
    counts = run.counts(path)
    assert (counts["imported"], counts["rejected"]) == ("1", "4")
    rejected = rows_of(tmp_path / "mixed.rejected.csv")
    assert [(one["patient_ref"], one["line"]) for one in rejected] == [
        *(("p2", "3"), ("p3", "4"), ("p4", "5"), ("p5", "6"))
    ]
    assert all(one["reason"] for one in rejected)
    mended = [row("p2", rating="5")]
    assert run.counts(write(tmp_path / "mixed.csv", mended))["rejected"] == "0"
    assert not (tmp_path / "mixed.rejected.csv").exists()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"patient_ref,condition,remedy,rating\n"])
def test_a_file_of_something_else_is_refused(run: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    answer = run("import", str(path))
    assert answer.exit_code == 2
    assert "symptom_improvement" in answer.output


def test_an_export_changes_nothing_when_it_comes_back(
    run: Command, today: Clinic, tmp_path: Path
) -> None:
    run.counts(write(tmp_path / "a.csv", [row(), row("p2", created_at="2026-03-01", age="40")]))
    patient = today.patient()
    diagnosis_id = today.diagnosis(patient)
    (first, *_) = today.plan(patient, diagnosis_id)
    today.report(patient, diagnosis_id, first, side_effects="تهوع، سرگیجه", comment=" خوب\nبود ")
    listed = [{"name": "a, b", "severity": "mild"}, {"name": "سرگیجه", "severity": "severe"}]
    today.report(patient, diagnosis_id, first, side_effects=listed, compliance_score=2)
    taken_back = today.report(patient, diagnosis_id, first, rating=1)
    today.client.delete(f"/api/feedback/{taken_back['id']}", headers=patient.headers)
    exported = tmp_path / "export.csv"
    assert run("export", str(exported)).exit_code == 0
    assert len(rows_of(exported)) == 4
    assert patient.email not in exported.read_text("utf-8")
    before = exported.read_bytes()
    counts = run.counts(str(exported))
    assert (counts["imported"], counts["there already"], counts["new patients"]) == ("0", "4", "0")
    assert run("export", str(exported)).exit_code == 0
    assert exported.read_bytes() == before


def test_what_was_withdrawn_since_an_export_does_not_return(
    run: Command, today: Clinic, tmp_path: Path
) -> None:
    """By its numbers alone; a report of the same numbers that stands is the same as before."""
    patient = today.patient()
    diagnosis_id = today.diagnosis(patient)
    (first, *_) = today.plan(patient, diagnosis_id)
    texts = [("one", "تهوع"), ("two", "zeffect"), ("three", "")]
    made = [
        today.report(patient, diagnosis_id, first, comment=comment, side_effects=effects)
        for comment, effects in texts
    ]
    exported = tmp_path / "export.csv"
    assert run("export", str(exported)).exit_code == 0
    for report in made[:2]:
        today.client.delete(f"/api/feedback/{report['id']}", headers=patient.headers)
    for _ in range(2):
        counts = run.counts(str(exported))
        assert (counts["imported"], counts["there already"]) == ("0", "3")
    fourth = {**rows_of(exported)[0], "comment": "four"}
    counts = run.counts(write(tmp_path / "more.csv", [*rows_of(exported), fourth]))
    assert (counts["imported"], counts["there already"]) == ("1", "3")


def test_an_export_for_research_is_of_those_who_agree(
    run: Command, today: Clinic, tmp_path: Path
) -> None:
    """And of those whom an import brought, whose consent is the clinic's to have."""
    run.counts(write(tmp_path / "a.csv", [row()]))
    for comment, purposes in (("yes", ["research"]), ("no", ["published", "training"])):
        patient = today.patient()
        agree(today, patient, *purposes)
        diagnosis_id = today.diagnosis(patient)
        (first, *_) = today.plan(patient, diagnosis_id)
        for _ in range(2):
            today.report(patient, diagnosis_id, first, comment=comment)
    exported = tmp_path / "research.csv"
    assert run("export", str(exported), "--for-research").exit_code == 0
    assert [one["comment"] for one in rows_of(exported)][1:] == ["yes", "yes"]


def test_who_got_worse_is_exported_and_known_again_without_it(
    run: Command, today: Clinic, tmp_path: Path
) -> None:
    said = {"p1": "بله", "p2": "no", "p3": ""}
    rows = [row(name, got_worse=worse) for name, worse in said.items()]
    run.counts(write(tmp_path / "a.csv", rows))
    patient = today.patient()
    diagnosis_id = today.diagnosis(patient)
    today.report(patient, diagnosis_id, today.plan(patient, diagnosis_id)[0], got_worse=True)
    exported = tmp_path / "export.csv"
    assert run("export", str(exported)).exit_code == 0
    assert [one["got_worse"] for one in rows_of(exported)] == ["yes", "no", "no", "yes"]
    assert run.counts(str(exported))["imported"] == "0"
    columns = [name for name in COLUMNS if name != "got_worse"]
    counts = run.counts(write(tmp_path / "earlier.csv", rows_of(exported), columns))
    assert (counts["imported"], counts["there already"]) == ("0", "4")
    assert run.counts(write(tmp_path / "b.csv", [row("p2", got_worse="yes")]))["imported"] == "1"
    assert run("verify").exit_code == 0


def test_another_installation_takes_an_export_for_strangers(
    run: Command, today: Clinic, tmp_path: Path
) -> None:
    patient = today.patient()
    stranger = f"tajriba-{'0' * 12}-{patient.patient_id}"
    counts = run.counts(write(tmp_path / "other.csv", [row(stranger)]))
    assert (counts["imported"], counts["new patients"]) == ("1", "1")
    history = today.client.get("/api/feedback/history", headers=patient.headers)
    assert data_of(history) == []


def test_imported_remedies_are_never_offered(run: Command, today: Clinic, tmp_path: Path) -> None:
    rows = [
        row(f"p{number}", condition="سردرد", remedy="زنجبیل", rating=str(1 + number % 5))
        for number in range(6)
    ]
    run.counts(write(tmp_path / "a.csv", rows))
    (condition,) = data_of(today.client.get("/api/conditions", params={"q": "سردرد"}))[:1]
    of_it = {"condition_id": condition["id"], "limit": 200}
    listed = data_of(today.client.get("/api/recommendations", params=of_it))
    (imported,) = [one["id"] for one in listed if one["origin"] == "import"]
    patient = today.patient()
    diagnosis_id = today.diagnosis(patient)
    assert imported not in today.candidates(patient, diagnosis_id)
    plan = {"recommendation_ids": [imported]}
    url = f"/api/diagnoses/{diagnosis_id}/plan"
    assert today.client.put(url, json=plan, headers=patient.headers).status_code == 422
    shown = data_of(today.client.get(f"/api/analytics/recommendation/{imported}/effectiveness"))
    assert shown["sample_size"] == 6


def test_what_says_that_there_was_no_side_effect_is_none(
    run: Command, today: Clinic, tmp_path: Path
) -> None:
    said = ["ندارد", "none", "n/a", "هیچ", "بدون عارضه", "-", *["Dry mouth. Constipation."] * 5]
    rows = [
        row(f"p{number}", condition="سردرد", remedy="زنجبیل", side_effects=effects)
        for number, effects in enumerate(said)
    ]
    assert run.counts(write(tmp_path / "a.csv", rows))["imported"] == str(len(rows))
    found = data_of(today.client.get("/api/feedback/stats/side-effects"))
    assert {one["name"]: one["count"] for one in found} == {"خشکی دهان": 5, "یبوست": 5}


def test_an_import_is_announced_once(run: Command, today: Clinic, tmp_path: Path) -> None:
    rows = [
        row(f"p{number}", comment=str(number), rating=str(1 + number % 5)) for number in range(23)
    ]
    assert run.counts(write(tmp_path / "a.csv", rows))["announced"] == "1"
    assert run.counts(write(tmp_path / "a.csv", rows))["announced"] == "0"
