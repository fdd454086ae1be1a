"""Every table, and every column that an export leaves out, is accounted for."""

from tajriba.privacy.personal_tables import NOT_EXPORTED, SECTIONS
from tajriba.schema import metadata

PERSONAL = {"patient_id", "user_id", "diagnosis_id", "session_id", "actor_id", "email", "comment"}
"""Columns that no table has that says nothing of a person."""


def test_every_table_is_exported_or_says_why_not() -> None:
    exported = {section.table.name for section in SECTIONS}
    assert exported | set(NOT_EXPORTED) == set(metadata.tables)
    assert exported & set(NOT_EXPORTED) == set()


def test_what_is_withheld_is_a_column_and_says_why() -> None:
    for section in SECTIONS:
        assert set(section.withheld) <= set(section.table.c.keys()), section.name
        assert section.json <= set(section.table.c.keys()), section.name
        assert all(section.withheld.values()), section.name


def test_no_table_with_a_person_in_it_is_said_to_hold_nothing_of_one() -> None:
    nobodys = {name for name, why in NOT_EXPORTED.items() if why.startswith("it holds nothing")}
    found = {name for name in nobodys if PERSONAL & set(metadata.tables[name].c.keys())}
    assert found == set()
