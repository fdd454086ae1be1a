"""What free text means in the words that are shipped."""

import json

import pytest
from typer.testing import CliRunner

from tajriba.cli.main import app as program
from tajriba.knowledge.vocabulary.terms import (
    allergens_in,
    assess,
    health_states_in,
    herbs_in,
    in_language,
    make_ready,
    medicine_classes_in,
    read,
    shipped,
    side_effects_in,
    symptom_codes,
    understood,
    words,
)


def test_who_writes_first_waits_for_nothing_to_be_made() -> None:
    make_ready()
    made = set(vars(words()))

    assert assess(["sinam dard mikone, تب دارم"]).unread == ()
    assert read("metfromin", "medicine").codes
    assert set(vars(words())) == made


def test_every_shipped_name_means_its_code() -> None:
    for term in shipped().symptoms:
        assert symptom_codes([term.name_fa, term.name_en]) == (frozenset({term.code}), ())
    for term in shipped().health_states:
        assert health_states_in([term.name_fa, *term.spellings]) == (frozenset({term.code}), ())
    for term in shipped().medicines:
        assert medicine_classes_in([term.name_fa]) == (frozenset({term.code}), ())
    for term in shipped().allergens:
        assert allergens_in([term.name_en]) == (frozenset({term.code}), ())
    for member in shipped().members:
        for name in (member.name_fa, member.name_en, *member.spellings):
            assert set(read(name, member.kind).codes) >= set(member.codes), name
    for herb in shipped().herbs:
        assert herb.code in herbs_in([herb.name_fa])


def test_a_name_is_read_in_the_readers_language_and_own_words_stay() -> None:
    for term in (*shipped().symptoms, *shipped().side_effects):
        english = in_language(term.name_fa, "en")
        assert english.isascii()
        assert in_language(in_language(english, "fa"), "en") == english
    assert in_language("nausea", "fa") == "تهوع"
    assert in_language("درد پشت چشم چپم", "en") == "درد پشت چشم چپم"


@pytest.mark.parametrize(
    ("text", "codes", "typed"),
    [
        ("Nausea/Headache", ["nausea", "headache"], []),
        ("Dry mouth. Constipation.", ["dry_mouth", "constipation"], []),
        ("no nausea", [], []), ("ندارد", [], []), ("none", [], []),
        ("بدون عارضه", [], []), ("-", [], []),
        ("تهوع نداشتم ولی سردرد داشتم", ["headache"], []),
        ("qwrtz glimp", [], ["qwrtz glimp"]),
        ("تهوع، احساس زیزیگولو", ["nausea"], ["احساس زیزیگولو"]),
    ],
)  # fmt: skip
def test_side_effects_of_a_text(text: str, codes: list[str], typed: list[str]) -> None:
    found = side_effects_in(text)
    assert [term.code for _, term in found if term] == codes
    assert [name for name, term in found if term is None] == typed


def test_side_effects_are_known_by_any_name() -> None:
    for term in shipped().side_effects:
        assert term in [found for _, found in side_effects_in(term.name_fa)]


@pytest.mark.parametrize("text", ["no chest pain", "تشنج ندارم", "fear of overdose"])
def test_what_is_denied_or_feared_is_no_red_flag(text: str) -> None:
    assert understood(text, "red_flag").get("urgency") is None


def test_an_allergy_that_is_part_of_a_herbs_name_means_the_herb() -> None:
    assert "rose" in herbs_in(["گل سرخ"])
    assert "quince" not in herbs_in(["حساسیت به پنی‌سیلین"])
    assert "walnut" not in herbs_in(["گرد و غبار"])


def test_the_command_reads_lines() -> None:
    command = ["knowledge", "read", "--kind", "medicine", "--json"]
    said = CliRunner().invoke(program, command, input="Warfarin 5mg, qwrtzin\n\nnone\n")
    assert [json.loads(line) for line in said.stdout.splitlines()] == [
        {"codes": ["anticoagulant"], "unread": ["qwrtzin"]},
        {"codes": [], "unread": []},
        {"codes": [], "unread": []},
    ]
    one = CliRunner().invoke(program, ["knowledge", "read", "درد سینه دارم", "--json"])
    assert json.loads(one.stdout) == {"codes": ["chest_pain"], "unread": [], "urgency": "now"}
    shown = CliRunner().invoke(program, ["knowledge", "read", "زعفران", "--kind", "allergen"])
    assert shown.stdout == "herb\n"
