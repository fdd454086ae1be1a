"""The shipped knowledge holds, and every way to break the files is named."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tajriba.kit.text import search_key
from tajriba.knowledge.catalogue.catalogue import (
    SHIPPED,
    Catalogue,
    CatalogueError,
    herb_facts,
    load_catalogue,
)
from tajriba.knowledge.catalogue.unchecked import unchecked, unchecked_herbs
from tajriba.knowledge.catalogue.validated_catalogue import Problem
from tajriba.knowledge.dosage.posology import limits_of
from tajriba.knowledge.entries import UNSOURCED, Herb

Edit = Callable[[str, str, str], None]
SPICES = "herbs/spices.toml"
SEEDS = "herbs/seeds.toml"


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(str(SHIPPED), tmp_path / "data"))


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


def written() -> str:
    """The words of the page on knowledge, each after one space."""
    page = Path(__file__).parents[3] / "docs/knowledge.md"
    return " ".join(page.read_text(encoding="utf-8").split())


def find(catalogue: Catalogue, code: str) -> Herb:
    return next(herb for herb in catalogue.herbs if herb.code == code)


def test_it_covers_what_was_promised(shipped: Catalogue) -> None:
    assert len(shipped.herbs) >= 120
    assert len(shipped.conditions) >= 60
    assert "سردرد" in {condition.name_fa for condition in shipped.conditions}
    assert sum(herb.confidence == "monograph" for herb in shipped.herbs) >= 22


def test_every_herb_says_what_pregnancy_means_for_it(shipped: Catalogue) -> None:
    """A food, too, is another thing in the dose of a medicine."""
    silent = [
        herb.code
        for herb in shipped.herbs
        if all(one.kind != "pregnancy" for one in herb.contraindications)
    ]
    assert silent == []


def test_there_is_a_choice_of_remedies_for_most_conditions(shipped: Catalogue) -> None:
    safe = {herb.code for herb in shipped.herbs if herb.safe_for_everyone}
    chosen = Counter(one.condition for one in shipped.recommendations if one.reviewed)
    for_anybody = Counter(one.condition for one in shipped.recommendations if one.herb in safe)
    assert len(chosen) >= 60
    assert min(chosen.values()) >= 3
    assert min(for_anybody[condition] for condition in chosen) >= 2


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
    file = folder / "side_effects/nerves_and_mind.toml"
    head, first, *rest = file.read_text(encoding="utf-8").split("[[side_effect]]")
    moved = "[[side_effect]]".join([head, *rest, "\n" + first])
    file.write_text(moved, encoding="utf-8")
    assert load_catalogue(folder).version == shipped.version
    edit(SPICES, "max_daily_g = 1.5", "max_daily_g = 1.4")
    assert load_catalogue(folder).version != shipped.version


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (SPICES, 'source = "makhzan"', 'source = "x"', ("herb saffron", "unknown_code")),
        (SPICES, '"headache"', '"headach"', ("herb saffron", "unknown_code")),
        (
            SPICES,
            'what = "bleeding_disorder"',
            'what = "anticoagulant"',
            ("herb saffron", "unknown_code"),
        ),
        (SPICES, ", preferred = true", "", ("herb saffron", "preferred_opinions")),
        (
            SPICES,
            'source = "makhzan_reported" }',
            'source = "makhzan_reported", preferred = true }',
            ("herb saffron", "preferred_opinions"),
        ),
        (SPICES, "hot = 2,", "hot = 2, cold = 1,", ("herb saffron", "contradictory_opinion")),
        (SPICES, "wfo-0000617397", "wfo-0000788844", ("herb ginger", "shared_plant_id")),
        (
            "herbs/fruits.toml",
            "wfo-0000468843",
            "wfo-0000000001",
            ("herb pomegranate", "shared_plant_id"),
        ),
        (SPICES, "wfo-0000788844", "wfo-788844", ("herbs.saffron.wfo", "string_pattern_mismatch")),
        (SPICES, "dry = 1,", "dry = 1, wet = 1,", ("herb saffron", "contradictory_opinion")),
        (SPICES, "hot = 2, dry = 1, ", "", ("herb saffron", "empty_opinion")),
        (SPICES, "min_age = 12, ", "", ("herb saffron", "misplaced_min_age")),
        (
            SPICES,
            'kind = "pregnancy", ',
            'kind = "pregnancy", what = "epilepsy", ',
            ("herb saffron", "misplaced_what"),
        ),
        (SEEDS, 'code = "nigella"', 'code = "saffron"', ("herb saffron", "duplicate_code")),
        (SPICES, '"کرکم"', '"شونيز"', ("herb nigella", "shared_name")),
        (
            "side_effects/stomach_and_bowels.toml",
            '"charley horse"',
            '"سر / درد"',
            ("side_effect cramps", "phrase_is_a_name"),
        ),
        (
            "conditions/symptoms_head_and_stomach.toml",
            'name_fa = "بی‌خوابی"',
            'name_fa = "کم‌خوابی"',
            ("symptom insomnia", "two_meanings"),
        ),
        (
            "conditions/common.toml",
            'symptoms = ["headache"',
            'symptoms = ["nothing"',
            ("condition headache", "unknown_code"),
        ),
        (
            "recommendations/head.toml",
            'herb = "saffron"',
            'herb = "nothing"',
            ("recommendation headache-saffron-infusion", "unknown_code"),
        ),
        (
            "recommendations/head.toml",
            'condition = "headache"',
            'condition = "nothing"',
            ("recommendation headache-saffron-infusion", "unknown_code"),
        ),
        (
            "recommendations/head.toml",
            "daily_g = 0.06",
            "daily_g = 1.51",
            ("recommendation headache-saffron-infusion", "dose_above_maximum"),
        ),
        (
            "recommendations/head.toml",
            "dose.daily_g = 0.06\n",
            "",
            ("recommendation headache-saffron-infusion", "dose_unstated"),
        ),
        (
            "recommendations/head.toml",
            "A cloth wetted with cool rose water on the forehead",
            "A capsule of rose",
            ("recommendation headache-rose-compress", "route_contradicted"),
        ),
        (
            "vocabulary/preparations.toml",
            'routes = ["swallowed", "gargled"]',
            'routes = ["swallowed", "swallowed"]',
            ("preparation to_chew", "repeated_route"),
        ),
        (SPICES, 'parts = ["stigma"]\n', "", ("herb saffron", "parts_unstated")),
        (SPICES, '["stigma"]', '["seed", "seed"]', ("herb saffron", "repeated_part")),
        (SPICES, '["costus", ', '["x", ', ("herb saffron", "unknown_code")),
        (
            SPICES,
            '["costus", ',
            '["saffron", ',
            ("herb saffron", "own_substitute"),
        ),
        (
            SPICES,
            "dose.max_daily_g = 1.5",
            "dose.min_daily_g = 1.6\ndose.max_daily_g = 1.5",
            ("herb saffron", "dose_range_reversed"),
        ),
        (
            SPICES,
            "dose.max_daily_g = 1.5",
            "dose.min_daily_g = 1.5",
            ("herb saffron", "maximum_unstated"),
        ),
    ],
)
def test_a_breach_is_named(
    folder: Path, edit: Edit, file: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    edit(file, old, new)
    assert expected in codes(folder)


def test_too_few_remedies_are_named(folder: Path) -> None:
    file = folder / "recommendations" / "head.toml"
    first, *_ = file.read_text(encoding="utf-8").split("\n[[recommendation]]", 2)[1:]
    file.write_text("[[recommendation]]" + first, encoding="utf-8")
    found = codes(folder)
    assert ("condition headache", "too_few_recommendations") in found
    assert ("condition headache", "too_few_safe_for_everyone") in found


def test_a_condition_may_be_known_without_a_remedy(folder: Path) -> None:
    shutil.rmtree(folder / "recommendations")
    known = load_catalogue(folder)
    assert known.conditions
    assert known.recommendations == ()


def test_an_unreviewed_remedy_does_not_count(folder: Path) -> None:
    file = folder / "recommendations" / "cough.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("reviewed = true", "reviewed = false"), encoding="utf-8")
    assert ("condition cough", "too_few_recommendations") in codes(folder)


def test_all_breaches_are_listed_at_once(folder: Path, edit: Edit) -> None:
    edit(SPICES, ", preferred = true", "")
    edit("recommendations/head.toml", "daily_g = 0.06", "daily_g = 1.51")
    edit("recommendations/head.toml", 'herb = "rose"', 'herb = "nothing"')
    assert {problem.code for problem in problems(folder)} == {
        "preferred_opinions",
        "dose_above_maximum",
        "unknown_code",
    }


def test_problems_of_form_are_listed_by_the_code_of_the_entry(folder: Path, edit: Edit) -> None:
    edit(SPICES, "hot = 2,", 'hot = "two",')
    edit(SEEDS, "max_daily_g = 3", "max_daily_gram = 3")
    edit("side_effects/nerves_and_mind.toml", 'code = "headache"', 'code = "head ache"')
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
    assert codes(folder) == {("sources.toml", "not_a_list")}


def test_entries_that_are_no_tables_are_named(folder: Path) -> None:
    (folder / "sources.toml").write_text("source = [1]\n", encoding="utf-8")
    assert ("sources.0", "model_type") in codes(folder)


def test_files_that_cannot_be_read_are_named(folder: Path) -> None:
    (folder / "red_flags/rules_body_and_injury.toml").write_text("[[red_flag", encoding="utf-8")
    (folder / "herbs" / "spices.toml").write_bytes(b'x = "\xff"')
    assert codes(folder) == {
        ("red_flags/rules_body_and_injury.toml", "unreadable"),
        (SPICES, "unreadable"),
    }


def test_a_file_nested_too_deeply_is_named(folder: Path) -> None:
    (folder / "herbs" / "deep.toml").write_text("x = " + "[" * 5000 + "]" * 5000)
    assert codes(folder) == {("herbs/deep.toml", "unreadable")}


def test_a_file_as_a_windows_editor_saves_it_is_read(shipped: Catalogue, folder: Path) -> None:
    spices = folder / SPICES
    spices.write_text(spices.read_text(encoding="utf-8"), encoding="utf-8-sig", newline="\r\n")
    assert load_catalogue(folder).version == shipped.version


def test_a_stray_table_is_named(folder: Path, edit: Edit) -> None:
    edit(SPICES, "[[herb]]", "[[herbb]]")
    assert codes(folder) == {(SPICES, "unknown_table")}


def test_where_the_files_stand_does_not_matter(shipped: Catalogue, folder: Path) -> None:
    one = folder / "all.toml"
    files = [file for file in sorted(folder.rglob("*.toml")) if file != one]
    one.write_text("\n".join(file.read_text(encoding="utf-8") for file in files), encoding="utf-8")
    for file in files:
        file.unlink()
    assert load_catalogue(folder).version == shipped.version


def test_hidden_and_other_files_are_left_alone(shipped: Catalogue, folder: Path) -> None:
    (folder / ".#spices.toml").write_text("an editor's", encoding="utf-8")
    (folder / "notes.txt").write_text("a hakim's", encoding="utf-8")
    assert load_catalogue(folder).version == shipped.version


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    assert codes(tmp_path) == {(".", "unreadable")}
    assert codes(tmp_path / "nowhere") == {(".", "unreadable")}


def test_the_error_says_everything_in_words(folder: Path, edit: Edit) -> None:
    edit("red_flags/rules_body_and_injury.toml", "[[red_flag]]", "[[flag]]")
    edit("sources.toml", "[[source]]", "[[sources]]")
    with pytest.raises(
        CatalogueError,
        match=r"red_flags/rules_body_and_injury\.toml: unknown_table: flag\nsources",
    ):
        load_catalogue(folder)


MEMBER = """
[[member]]
kind = "medicine"
codes = [{codes}]
name_fa = "فرضین"
name_en = "{name}"
spellings = ["Imaginol"]
atc = "B01AA03"
"""


@pytest.mark.parametrize(
    ("codes_", "name", "problem"),
    [
        ('"anticoagulant"', "Hypothesin", None),
        ('"anticoagulant", "statin"', "Hypothesin", None),
        ("", "Hypothesin", None),
        ('"anticoagulant"', "Anticoagulant", None),
        ('"diabetes"', "Hypothesin", "unknown_code"),
        ('"statin"', "Anticoagulant", "shared_name"),
    ],
)
def test_a_member_names_classes_of_its_kind(
    folder: Path, codes_: str, name: str, problem: str | None
) -> None:
    (folder / "members.toml").write_text(MEMBER.format(codes=codes_, name=name), encoding="utf-8")
    if problem is None:
        assert any(one.name_en == name for one in load_catalogue(folder).members)
    else:
        assert problem in {code for _, code in codes(folder)}


def test_what_a_doctor_must_see_now_has_no_remedy(folder: Path, edit: Edit) -> None:
    edit("conditions/common.toml", 'code = "headache"', 'code = "headache"\nrefer = "now"')
    assert ("recommendation headache-mint-infusion", "remedy_of_emergency") in codes(folder)


def test_a_compound_is_forbidden_to_the_unborn_and_the_young_as_its_ingredients_are(
    shipped: Catalogue,
) -> None:
    herbs = {herb.code: herb for herb in shipped.herbs}
    compounds = [herb for herb in shipped.herbs if herb.ingredients]
    assert len(compounds) >= 60
    for one in compounds:
        for kind in ("pregnancy", "nursing", "age"):
            parts = (herbs[part.herb] for part in one.ingredients)
            strict = any(_forbids(part, kind) for part in parts)
            assert _forbids(one, kind) == strict, (one.code, kind)


def test_a_compound_cites_the_source_of_the_ingredient_that_brings_a_rule(
    shipped: Catalogue,
) -> None:
    herbs = {herb.code: herb for herb in shipped.herbs}
    for one in (herb for herb in shipped.herbs if herb.ingredients):
        cited = {
            (rule.kind, rule.what, rule.min_age, rule.level)
            for part in one.ingredients
            for rule in herbs[part.herb].contraindications
            if rule.source != UNSOURCED
        }
        for rule in (rule for rule in one.contraindications if rule.source == UNSOURCED):
            assert (rule.kind, rule.what, rule.min_age, rule.level) not in cited, one.code


def test_a_compound_states_shares_routes_and_a_maximum_that_no_ingredient_exceeds(
    shipped: Catalogue,
) -> None:
    herbs = {herb.code: herb for herb in shipped.herbs}
    for one in (herb for herb in shipped.herbs if herb.ingredients):
        assert one.posology, one.code
        assert all(part.share for part in one.ingredients), one.code
        if limits_of(one, "swallowed") is None:
            continue
        most, held = one.dose.max_daily_g, Counter[str]()
        assert most is not None, one.code
        for part in one.ingredients:
            herb, grams = herbs[part.herb], most * (part.share or 1)
            limits = limits_of(herb, "swallowed")
            if limits is not None and limits.max_daily_g is not None:
                assert grams <= limits.max_daily_g, (one.code, herb.code)
                held.update(dict.fromkeys(herb.constituents, grams / limits.max_daily_g))
        assert all(total <= 1 for total in held.values()), (one.code, held)


def test_ointments_and_suppositories_are_not_swallowed(shipped: Catalogue) -> None:
    words = ("مرهم", "شیاف", "روغن", "قیروطی")
    outward = [
        herb for herb in shipped.herbs if herb.ingredients and herb.name_fa.startswith(words)
    ]
    assert len(outward) >= 10
    assert all(limits_of(herb, "swallowed") is None for herb in outward)


def _forbids(herb: Herb, kind: str) -> bool:
    return any(one.kind == kind and one.level == "absolute" for one in herb.contraindications)


def test_no_herb_that_is_not_for_swallowing_is_offered_by_mouth(shipped: Catalogue) -> None:
    offered = {one.herb for one in shipped.recommendations if one.route == "swallowed"}
    unsafe = {"birthwort", "colchicum", "wild_rue", "felty_germander", "leopards_bane", "calamus"}
    assert not offered & unsafe


def test_what_nobody_checked_is_counted(shipped: Catalogue) -> None:
    found, herbs = unchecked(shipped), unchecked_herbs(shipped)
    assert found.herbs == len(herbs)
    assert {one.code for one in shipped.herbs if one.confidence == "unverified"} <= herbs
    offered = [
        one for one in shipped.recommendations if {one.herb, *one.additions}.isdisjoint(herbs)
    ]
    assert found.remedies == len(shipped.recommendations) - len(offered)
    assert {one.condition for one in offered} == {one.condition for one in shipped.recommendations}
    assert 0 < found.unsourced < found.contraindications
    assert (
        f"Of the {len(shipped.herbs)} herbs {len(shipped.herbs) - found.herbs} are checked, and"
        f" {len(offered)} of the {len(shipped.recommendations)} remedies are offered."
        f" {found.unsourced:,} of {found.contraindications:,} contraindications" in written()
    )


def test_how_many_herbs_have_a_plant_id_is_written(shipped: Catalogue) -> None:
    simple = [herb for herb in shipped.herbs if not herb.ingredients]
    found = [herb for herb in simple if herb.wfo]
    assert not any(herb.wfo for herb in shipped.herbs if herb.ingredients)
    assert f"{len(found)} of the {len(simple)} simple herbs have one" in written()


def test_what_is_checked_names_a_text_or_a_monograph(shipped: Catalogue) -> None:
    vague = {"tradition", UNSOURCED, "usda"}
    for herb in shipped.herbs:
        if herb.confidence == "monograph":
            assert set(herb.sources) - vague, herb.code
    assert all(
        one.place
        for herb in shipped.herbs
        for one in herb.opinions
        if one.source == "ibn_al_baytar"
    )


def test_a_source_that_names_none_is_refused(folder: Path) -> None:
    vague = '[[source]]\ncode = "general"\ncitation = "General knowledge"\n'
    (folder / "vague.toml").write_text(vague, encoding="utf-8")
    assert ("source general", "vague_source") in codes(folder)
