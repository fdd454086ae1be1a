"""The shipped knowledge holds, and every way to break the files is named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue import (
    SHIPPED,
    Catalogue,
    CatalogueError,
    herb_facts,
    load_catalogue,
)
from tajriba.knowledge.entries import Herb
from tajriba.knowledge.rules import Problem

Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in SHIPPED.iterdir():
        if file.name.endswith(".toml"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace_once(name: str, old: str, new: str) -> None:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace_once


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    return caught.value.problems


def codes(folder: Path) -> set[tuple[str, str]]:
    return {(problem.where, problem.code) for problem in problems(folder)}


def find(catalogue: Catalogue, code: str) -> Herb:
    return next(herb for herb in catalogue.herbs if herb.code == code)


def test_it_covers_what_was_promised(shipped: Catalogue) -> None:
    assert len(shipped.conditions) >= 14
    assert "سردرد" in {condition.name_fa for condition in shipped.conditions}
    assert sum(herb.confidence == "monograph" for herb in shipped.herbs) >= 22


def test_every_condition_has_four_remedies_and_two_safe_for_everyone(shipped: Catalogue) -> None:
    safe = {herb.code for herb in shipped.herbs if herb.safe_for_everyone}
    for condition in shipped.conditions:
        herbs = [one.herb for one in shipped.recommendations if one.condition == condition.code]
        assert len(herbs) >= 4, condition.code
        assert sum(herb in safe for herb in herbs) >= 2, condition.code


def test_every_remedy_is_of_a_herb_with_that_indication(shipped: Catalogue) -> None:
    indications = {herb.code: herb.indications for herb in shipped.herbs}
    for one in shipped.recommendations:
        assert one.condition in indications[one.herb], one.code


def test_every_remedy_states_its_dose_and_is_reviewed(shipped: Catalogue) -> None:
    assert all(one.dose.daily_g and one.reviewed for one in shipped.recommendations)


@pytest.mark.parametrize(
    ("code", "warmth", "moisture"),
    [
        ("saffron", 2, -1),
        ("anise", 2, -3),
        ("licorice", 2, -1),
        ("black_pepper", 3, -3),
        ("pomegranate", -2, 1),
        ("camphor", -3, -3),
        ("olive", 1, None),
        ("shirkhesht", 1, 0),
    ],
)
def test_the_preferred_opinion_is_the_one_the_text_prefers(
    shipped: Catalogue, code: str, warmth: int, moisture: int | None
) -> None:
    facts = herb_facts(find(shipped, code))
    assert (facts.warmth, facts.moisture) == (warmth, moisture)


@pytest.mark.parametrize("code", ["saffron", "licorice", "aloe", "myrrh", "camphor", "mustard"])
def test_dangerous_herbs_are_never_safe_in_pregnancy(shipped: Catalogue, code: str) -> None:
    found = {(one.kind, one.level) for one in find(shipped, code).contraindications}
    assert ("pregnancy", "absolute") in found


def test_herbs_are_found_by_other_spellings(shipped: Catalogue) -> None:
    nigella = find(shipped, "nigella")
    keys = {search_key(name) for name in (nigella.name_fa, *nigella.spellings)}
    assert {search_key("سياه دانه"), search_key("شونيز")} <= keys


def test_the_version_is_of_the_content_alone(shipped: Catalogue, folder: Path, edit: Edit) -> None:
    assert load_catalogue(folder).version == shipped.version
    assert len(shipped.version) == 16
    file = folder / "side_effects.toml"
    head, first, *rest = file.read_text(encoding="utf-8").split("[[side_effect]]")
    moved = "[[side_effect]]".join([head, *rest, "\n" + first])
    file.write_text(moved, encoding="utf-8")
    assert load_catalogue(folder).version == shipped.version
    edit("herbs.toml", "max_daily_g = 1.5", "max_daily_g = 1.4")
    assert load_catalogue(folder).version != shipped.version


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("herbs.toml", 'source = "makhzan"', 'source = "x"', ("herb saffron", "unknown_code")),
        ("herbs.toml", '"headache"', '"headach"', ("herb saffron", "unknown_code")),
        (
            "herbs.toml",
            'what = "bleeding_disorder"',
            'what = "anticoagulant"',
            ("herb saffron", "unknown_code"),
        ),
        ("herbs.toml", ", preferred = true", "", ("herb saffron", "preferred_opinions")),
        (
            "herbs.toml",
            'source = "makhzan_reported" }',
            'source = "makhzan_reported", preferred = true }',
            ("herb saffron", "preferred_opinions"),
        ),
        ("herbs.toml", "hot = 2,", "hot = 2, cold = 1,", ("herb saffron", "contradictory_opinion")),
        ("herbs.toml", "dry = 1,", "dry = 1, wet = 1,", ("herb saffron", "contradictory_opinion")),
        ("herbs.toml", "hot = 2, dry = 1, ", "", ("herb saffron", "empty_opinion")),
        ("herbs.toml", "min_age = 12, ", "", ("herb saffron", "misplaced_min_age")),
        (
            "herbs.toml",
            'kind = "pregnancy", ',
            'kind = "pregnancy", what = "epilepsy", ',
            ("herb saffron", "misplaced_what"),
        ),
        ("herbs.toml", 'code = "nigella"', 'code = "saffron"', ("herb saffron", "duplicate_code")),
        ("herbs.toml", '"کرکم"', '"شونيز"', ("herb nigella", "shared_name")),
        (
            "conditions.toml",
            'name_fa = "بی‌خوابی"',
            'name_fa = "کم‌خوابی"',
            ("symptom insomnia", "two_meanings"),
        ),
        (
            "conditions.toml",
            'symptoms = ["headache"',
            'symptoms = ["nothing"',
            ("condition headache", "unknown_code"),
        ),
        (
            "recommendations.toml",
            'herb = "saffron"',
            'herb = "nothing"',
            ("recommendation headache-saffron-infusion", "unknown_code"),
        ),
        (
            "recommendations.toml",
            'condition = "headache"',
            'condition = "nothing"',
            ("recommendation headache-saffron-infusion", "unknown_code"),
        ),
        (
            "recommendations.toml",
            "daily_g = 0.06",
            "daily_g = 1.51",
            ("recommendation headache-saffron-infusion", "dose_above_maximum"),
        ),
        (
            "recommendations.toml",
            "dose.daily_g = 0.06\n",
            "",
            ("recommendation headache-saffron-infusion", "dose_unstated"),
        ),
    ],
)
def test_a_breach_is_named(
    folder: Path, edit: Edit, file: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    edit(file, old, new)
    assert expected in codes(folder)


def test_too_few_remedies_are_named(folder: Path) -> None:
    (folder / "recommendations.toml").write_text("", encoding="utf-8")
    found = codes(folder)
    assert ("condition headache", "too_few_recommendations") in found
    assert ("condition headache", "too_few_safe_for_everyone") in found


def test_an_unreviewed_remedy_does_not_count(folder: Path) -> None:
    file = folder / "recommendations.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("reviewed = true", "reviewed = false"), encoding="utf-8")
    assert ("condition cough", "too_few_recommendations") in codes(folder)


def test_all_breaches_are_listed_at_once(folder: Path, edit: Edit) -> None:
    edit("herbs.toml", ", preferred = true", "")
    edit("recommendations.toml", "daily_g = 0.06", "daily_g = 1.51")
    edit("recommendations.toml", 'herb = "rose"', 'herb = "nothing"')
    assert {problem.code for problem in problems(folder)} == {
        "preferred_opinions",
        "dose_above_maximum",
        "unknown_code",
    }


def test_problems_of_form_are_listed_by_the_code_of_the_entry(folder: Path, edit: Edit) -> None:
    edit("herbs.toml", "hot = 2,", 'hot = "two",')
    edit("herbs.toml", "max_daily_g = 3", "max_daily_gram = 3")
    edit("side_effects.toml", 'code = "headache"', 'code = "head ache"')
    assert codes(folder) >= {
        ("herbs.saffron.opinions.0.hot", "int_type"),
        ("herbs.nigella.dose.max_daily_gram", "extra_forbidden"),
        ("side_effects.head ache.code", "string_pattern_mismatch"),
    }


def test_an_entry_without_a_code_is_named_by_its_place(folder: Path, edit: Edit) -> None:
    edit("sources.toml", 'code = "makhzan"\n', "")
    assert ("sources.0.code", "missing") in codes(folder)


def test_a_table_that_is_no_list_is_named(folder: Path) -> None:
    (folder / "sources.toml").write_text("source = 1\n", encoding="utf-8")
    assert ("sources", "tuple_type") in codes(folder)


def test_entries_that_are_no_tables_are_named(folder: Path) -> None:
    (folder / "sources.toml").write_text("source = [1]\n", encoding="utf-8")
    assert ("sources.0", "model_type") in codes(folder)


def test_files_that_cannot_be_read_are_named(folder: Path) -> None:
    (folder / "herbs.toml").unlink()
    (folder / "red_flags.toml").write_text("[[red_flag", encoding="utf-8")
    (folder / "sources.toml").write_bytes(b'x = "\xff"')
    found = codes(folder)
    assert {where for where, code in found if code == "unreadable"} == {
        "herbs.toml",
        "red_flags.toml",
        "sources.toml",
    }


def test_a_stray_table_is_named(folder: Path, edit: Edit) -> None:
    edit("herbs.toml", "[[herb]]", "[[herbb]]")
    assert ("herbs.toml", "unknown_table") in codes(folder)


def test_the_error_says_everything_in_words(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    with pytest.raises(CatalogueError, match=r"herbs\.toml: unreadable: (.|\n)*vocabulary\.toml"):
        load_catalogue(folder)
