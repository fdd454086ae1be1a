"""What is of a relative and of the writer, too, is the writer's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import health_states_in, medicine_classes_in

RELATIVES_EN = ["mother", "father", "sister", "brother", "mum", "grandmother"]
RELATIVES_FA = ["مادرم", "پدرم", "خواهرم", "برادرم", "مامانم", "بابام"]
MEDICINES = {"warfarin": "anticoagulant", "metformin": "antidiabetic", "digoxin": "digoxin"}
MEDICINES_FA = {"وارفارین": "anticoagulant", "متفورمین": "antidiabetic", "دیگوکسین": "digoxin"}


@given(
    st.sampled_from([
        "my {} takes {} and so do I", "me and my {} take {}", "like my {} I take {}",
        "my {} gave me {}", "my {} told me to take {}", "I take {1} like my {0}",
        "my {}'s doctor gave me {}", "my {} takes {}, so do I", "my {} takes {}, me too",
        "my {} and I take {}",
    ]),
    st.sampled_from(RELATIVES_EN),
    st.sampled_from(sorted(MEDICINES)),
)  # fmt: skip
def test_what_the_writer_takes_as_well_is_the_writers(line: str, who: str, medicine: str) -> None:
    assert MEDICINES[medicine] in medicine_classes_in([line.format(who, medicine)])[0]


@given(
    st.sampled_from([
        "{1} {0} رو میخورم", "قرص {} {} رو میخورم", "مثل {} {} میخورم", "دکتر {} {} داده",
        "{} بهم {} داده", "من و {} {} میخوریم", "{} {} میخوره، منم میخورم",
    ]),
    st.sampled_from(RELATIVES_FA),
    st.sampled_from(sorted(MEDICINES_FA)),
)  # fmt: skip
def test_what_is_taken_over_from_a_relative_is_the_writers(
    line: str, who: str, medicine: str
) -> None:
    assert MEDICINES_FA[medicine] in medicine_classes_in([line.format(who, medicine)])[0]


@pytest.mark.parametrize(
    "line",
    ["مثل مادرم دیابت دارم", "دیابت دارم مثل پدرم", "my mother has diabetes and so do I",
     "like my mother I have diabetes", "I have diabetes like my father",
     "my mother has diabetes, I do too", "me and my mother have diabetes"],
)  # fmt: skip
def test_a_disease_that_the_writer_has_as_well_is_the_writers(line: str) -> None:
    assert "diabetes" in health_states_in([line])[0]


@pytest.mark.parametrize(
    "line",
    ["my mother has diabetes", "سابقه دیابت در مادرم دارم", "مادرم دیابت داره ولی من ندارم",
     "my mother has diabetes, I do not", "مادرم دیابت داره، منم ندارم"],
)  # fmt: skip
def test_what_only_a_relative_has_is_not_the_writers(line: str) -> None:
    assert "diabetes" not in health_states_in([line])[0]
