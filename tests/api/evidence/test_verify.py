"""`tajriba verify`: clean where the evidence is right, and naming what is not."""

from typing import Any

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner

from tajriba.cli.main import app as command_line
from tajriba.evidence.tables import (
    evidence_atom,
    evidence_day,
    evidence_entry,
    evidence_member,
    evidence_published,
    evidence_waiting,
)
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.tables import counter
from tajriba.loop.verification import verification
from tajriba.loop.verification.verification import Difference, differences, verify
from tajriba.settings import Settings
from tests.api.evidence.test_evidence_routes import course, rate, report
from tests.kit.clinics.clinic import Clinic, data_of


def found(clinic: Clinic) -> list[Difference]:
    return clinic.database.read_now(lambda tx: list(differences(tx)))


def spoil(clinic: Clinic, *statements: Any) -> None:
    def run(tx: WriteTx) -> None:
        for statement in statements:
            assert tx.run(statement) > 0

    clinic.database.write_now(run)


@pytest.fixture
def busy(clinic: Clinic) -> Clinic:
    """A clinic with reports of several days, one revised, one withdrawn."""
    first, second, *_ = rate(clinic, [4, 2, 5, 1, 3], side_effects="تهوع، خواب‌آلودگی")
    clinic.clock.advance(days=3)
    sick = course(clinic, "sard_tar")
    report(clinic, sick, compliance_score=2)
    for one in (first, second):
        one.person.headers.update(clinic.session(one.person.user_id))
    again = report(clinic, first, side_effects="سردرد")
    data_of(clinic.client.delete(f"/api/feedback/{again['id']}", headers=first.person.headers))
    kept = report(clinic, second)
    path = f"/api/feedback/update/{kept['id']}"
    body = {"rating": 1, "side_effects": "تهوع"}
    data_of(clinic.client.put(path, json=body, headers=second.person.headers))
    return clinic


def test_what_the_loop_has_written_is_what_raw_feedback_says(busy: Clinic) -> None:
    assert found(busy) == []
    verdict = busy.database.read_now(verify)
    assert (verdict.checked.reports, verdict.total) == (7, 0)
    assert verdict.checked.rows > 40


def test_ranges_of_diagnoses_join_to_the_whole(
    busy: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = busy.database.read_now(verify).checked.rows
    monkeypatch.setattr(verification, "DIAGNOSES_AT_ONCE", 2)
    verdict = busy.database.read_now(verify)
    assert (verdict.checked.rows, verdict.total) == (whole, 0)


def test_a_changed_row_is_named(busy: Clinic) -> None:
    spoil(
        busy,
        update(evidence_day)
        .where(evidence_day.c.level == 5, evidence_day.c.ref == 1, evidence_day.c.total > 0)
        .values(rating_sum=evidence_day.c.rating_sum + 1),
    )
    first, *rest = found(busy)
    assert rest == []
    assert first.table == "evidence_day"
    assert first.place.startswith("diagnosis ref=1 ")
    assert first.place.endswith("day=2026-11-22")


def test_missing_and_superfluous_rows_are_named(busy: Clinic) -> None:
    spoil(
        busy,
        delete(evidence_waiting).where(evidence_waiting.c.part < 0),
        update(evidence_day)
        .where(evidence_day.c.level == 5, evidence_day.c.ref == 1)
        .values(ref=10**9),
        update(counter).values(submitted=counter.c.submitted - 1),
    )
    kinds = [(one.table, one.expected is None, one.stored is None) for one in found(busy)]
    assert kinds[:3] == [
        ("evidence_member", False, True),
        ("evidence_day", False, True),
        ("evidence_day", True, False),
    ]
    assert set(kinds[3:]) == {("counter", False, False)}


def test_a_raw_figure_that_changed_behind_the_evidence_is_found(busy: Clinic) -> None:
    spoil(busy, update(feedback).where(feedback.c.id == 1).values(symptom_improvement=1))
    kinds = {(one.table, one.place.split()[0].split("=")[0]) for one in found(busy)}
    assert kinds == {
        ("evidence_member", "recommendation"),
        ("evidence_day", "diagnosis"),
        ("evidence_day", "course"),
    }


def test_what_is_published_is_proved_from_its_atoms(busy: Clinic) -> None:
    published = update(evidence_published).where(evidence_published.c.level == 4)
    spoil(busy, published.values(successes=evidence_published.c.successes + 1))
    places = [one.place for one in found(busy)]
    assert [place.split()[-1] for place in places] == ["part=0", "atoms", "patients"]
    spoil(busy, published.values(successes=evidence_published.c.successes - 1))
    atom = update(evidence_atom).where(evidence_atom.c.part == 0)
    spoil(busy, atom.values(patients=evidence_atom.c.patients + 1))
    assert [one.place.split()[-1] for one in found(busy)] == ["atoms"]


def test_an_atom_of_four_is_found(busy: Clinic) -> None:
    spoil(busy, delete(evidence_entry).where(evidence_entry.c.patient_id == 1))
    few = [one for one in found(busy) if one.place.endswith("of few")]
    assert {(one.expected, one.stored) for one in few} == {(5, 4)}


def test_a_value_that_is_not_its_patients_is_found(busy: Clinic) -> None:
    of_one = (evidence_member.c.part == 0, evidence_member.c.patient_id == 3)
    spoil(busy, update(evidence_member).where(*of_one).values(rating_sum=1))
    places = {one.table for one in found(busy)}
    assert places == {"evidence_member", "evidence_published"}


def run_verify(settings: Settings) -> Any:
    environment = {"TAJRIBA_DATABASE_URL": settings.database_url, "COLUMNS": "200"}
    return CliRunner().invoke(command_line, ["verify"], env=environment)


def test_the_command_ends_with_0_where_all_agrees(busy: Clinic, settings: Settings) -> None:
    result = run_verify(settings)
    assert result.exit_code == 0, result.output
    assert "7 reports" in result.output


def test_the_command_ends_with_1_and_names_twenty_at_most(busy: Clinic, settings: Settings) -> None:
    spoil(busy, update(evidence_day).values(positives=evidence_day.c.positives + 1))
    result = run_verify(settings)
    assert result.exit_code == 1
    assert "day=2026-11-22" in result.output
    assert "more." in result.output
    assert result.output.count("evidence_day") == 20


def test_the_command_names_a_single_difference(busy: Clinic, settings: Settings) -> None:
    spoil(busy, update(counter).where(counter.c.submitted >= 5).values(submitted=3))
    result = run_verify(settings)
    assert result.exit_code == 1
    assert "1 rows differ" in result.output
    assert "more." not in result.output


def test_the_command_creates_no_database(settings: Settings, tmp_path: Any) -> None:
    missing = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/none.db"})
    assert run_verify(missing).exit_code == 2
    assert not (tmp_path / "none.db").exists()


def test_the_command_says_that_a_file_is_no_database(settings: Settings, tmp_path: Any) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("notes of a hakim, in more words than a database's head\n" * 9)
    other = settings.model_copy(update={"database_url": f"sqlite:///{path}"})
    result = run_verify(other)
    assert result.exit_code == 2
    assert f"Can't use {path}" in result.output
