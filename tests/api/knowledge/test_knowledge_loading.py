"""Loading the shipped knowledge into a database that has lived, and what imports name."""

from typing import Any

from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.catalogue.catalogue import Catalogue
from tajriba.knowledge.importing import ensure_conditions, ensure_herbs, ensure_recommendations
from tajriba.knowledge.loading import load_knowledge
from tajriba.knowledge.service import (
    condition_entry,
    condition_name,
    find_condition,
    find_herb,
    herb_entry,
    herb_name,
    knowledge_version,
    recommendations_of,
)
from tajriba.knowledge.vocabulary.terms import shipped
from tests.kit.clinics.clinic import Clinic, data_of

FIRST = shipped().recommendations[0]
HERB = next(herb for herb in shipped().herbs if herb.code == FIRST.herb)


def changed(**fields: Any) -> Catalogue:
    known = {name: getattr(shipped(), name) for name in Catalogue.model_fields}
    return Catalogue(**known | fields)


def without_first_herb() -> Catalogue:
    return changed(
        herbs=tuple(herb for herb in shipped().herbs if herb != HERB),
        recommendations=tuple(one for one in shipped().recommendations if one.herb != HERB.code),
    )


def load(clinic: Clinic, catalogue: Catalogue) -> bool:
    return clinic.database.write_now(load_knowledge, catalogue)


def everything(tx: ReadTx) -> list[Any]:
    return recommendations_of(tx)


def first_remedy(clinic: Clinic) -> Any:
    herb_id = clinic.database.read_now(find_herb, HERB.name_fa)
    return clinic.database.read_now(recommendations_of, herb_id=herb_id)[0]


def test_again_changes_nothing(clinic: Clinic) -> None:
    before = clinic.database.read_now(everything)
    assert load(clinic, shipped()) is False
    assert clinic.database.read_now(everything) == before
    assert len(before) == len(shipped().recommendations)
    assert clinic.database.read_now(knowledge_version) == shipped().version


def test_changed_content_updates_the_same_rows(clinic: Clinic) -> None:
    before = first_remedy(clinic)
    renamed = HERB.model_copy(update={"name_en": "Renamed", "spellings": ("نامی تازه",)})
    longer = FIRST.model_copy(update={"duration_days": 77})
    assert load(
        clinic,
        changed(
            herbs=(renamed, *(herb for herb in shipped().herbs if herb != HERB)),
            recommendations=(longer, *shipped().recommendations[1:]),
        ),
    )
    after = first_remedy(clinic)
    assert (after.id, after.herb_id) == (before.id, before.herb_id)
    assert after.duration_days == 77
    assert after.herb_name.en == "Renamed"
    assert clinic.database.read_now(find_herb, "نامي تازه") == before.herb_id
    assert clinic.database.read_now(herb_entry, before.herb_id) == renamed


def test_removed_remedies_lose_their_review_and_get_it_back(clinic: Clinic) -> None:
    before = clinic.database.read_now(everything)
    load(clinic, without_first_herb())
    kept = clinic.database.read_now(everything)
    assert [one.id for one in kept] == [one.id for one in before]
    assert all(not one.reviewed for one in kept if one.herb_name.fa == HERB.name_fa)
    assert all(one.reviewed for one in kept if one.herb_name.fa != HERB.name_fa)
    load(clinic, shipped())
    assert clinic.database.read_now(everything) == before


def test_a_remedy_keeps_its_herb_and_condition(clinic: Clinic) -> None:
    before = first_remedy(clinic)
    other = next(herb for herb in shipped().herbs if herb != HERB)
    moved = FIRST.model_copy(update={"herb": other.code})
    load(clinic, changed(recommendations=(moved, *shipped().recommendations[1:])))
    old = first_remedy(clinic)
    assert (old.id, old.herb_id, old.reviewed) == (before.id, before.herb_id, False)
    newest = clinic.database.read_now(everything)[-1]
    assert (newest.herb_name.fa, newest.reviewed) == (other.name_fa, True)


def test_a_shipped_herb_takes_over_an_imported_one(clinic: Clinic) -> None:
    stranger = HERB.model_copy(
        update={
            "code": "stranger",
            "name_fa": "ناشناس",
            "name_en": "Stranger",
            "name_latin": "Ignota ignota",
            "spellings": (),
        }
    )
    imported = clinic.database.write_now(ensure_herbs, ["ناشناس"])["ناشناس"]
    load(clinic, changed(herbs=(*shipped().herbs, stranger)))
    assert clinic.database.read_now(find_herb, "stranger") == imported
    assert clinic.database.read_now(herb_entry, imported) == stranger
    assert clinic.database.read_now(herb_name, imported).en == "Stranger"


def test_imports_find_or_create_each_name_once(clinic: Clinic) -> None:
    names = ["Unheard of", "unheard  OF", "سر درد", *(f"condition {n}" for n in range(6000))]
    found = clinic.database.write_now(ensure_conditions, names)
    assert found["Unheard of"] == found["unheard  OF"]
    assert found["سر درد"] == clinic.database.read_now(find_condition, "headache")
    assert len(set(found.values())) == len(names) - 1
    assert clinic.database.write_now(ensure_conditions, names) == found
    assert clinic.database.read_now(condition_entry, found["Unheard of"]) is None
    assert clinic.database.read_now(condition_name, found["Unheard of"]).in_("en") == "Unheard of"


def test_imports_keep_apart_what_could_mean_different_things(clinic: Clinic) -> None:
    names = ["insomnia", "sleeplessness", "pain/fever", "pain; fever"]
    found = clinic.database.write_now(ensure_conditions, names)
    assert len(set(found.values())) == len(names)
    assert found["insomnia"] == clinic.database.read_now(find_condition, "بی‌خوابی")
    assert found["pain; fever"] == clinic.database.read_now(find_condition, "Pain; fever")


def test_imported_remedies_are_never_the_reviewed_ones(clinic: Clinic) -> None:
    known = first_remedy(clinic)
    pair = (known.herb_id, known.condition_id)
    made = clinic.database.write_now(ensure_recommendations, [pair, pair])
    assert made[pair] != known.id
    assert clinic.database.write_now(ensure_recommendations, [pair]) == made
    assert clinic.database.write_now(ensure_recommendations, []) == {}
    mine = clinic.database.read_now(recommendations_of, herb_id=pair[0], condition_id=pair[1])
    assert [one.reviewed for one in mine if one.id == made[pair]] == [False]


def test_words_that_left_the_vocabulary_are_shown_by_their_code(clinic: Clinic) -> None:
    older = HERB.model_copy(update={"indications": ("bygone",), "sources": ("lost",)})
    load(clinic, changed(herbs=(older, *(herb for herb in shipped().herbs if herb != HERB))))
    herb_id = clinic.database.read_now(find_herb, HERB.name_fa)
    shown = data_of(clinic.client.get(f"/api/herbs/{herb_id}"))
    assert shown["indications"] == [{"code": "bygone", "name": "bygone"}]
    assert {"code": "lost", "citation": "lost"} in shown["sources"]
