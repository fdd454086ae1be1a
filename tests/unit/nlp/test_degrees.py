"""Names that say how strong a thing is, denied."""

import pytest

from tajriba.knowledge.vocabulary.terms import understood


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("I don't have severe asthma", ["asthma"]),
        ("I don't have asthma attacks", ["asthma"]),
        ("حمله صرع ندارم", ["epilepsy"]),
        ("حمله قلبی ندارم", []),
        ("no chronic kidney disease", []),
        ("صرع ندارم", []),
    ],
)
def test_who_denies_a_degree_of_a_thing_may_have_it(line: str, codes: list[str]) -> None:
    assert understood(line, "health_state")["codes"] == codes
