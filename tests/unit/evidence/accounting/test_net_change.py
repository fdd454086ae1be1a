"""One number tells whether somebody changed anything, however much there is to add up."""

from operator import add, neg

from hypothesis import given
from hypothesis import strategies as st

from tajriba.evidence.accounting.net_change import MODULUS, added, net_of
from tajriba.evidence.sums import SUMS

amounts = st.integers(-(2**40), 2**40)
changes = st.lists(amounts, min_size=len(SUMS), max_size=len(SUMS))


@given(changes)
def test_what_is_taken_back_leaves_nothing(change: list[int]) -> None:
    assert added(net_of(change), net_of(list(map(neg, change)))) == 0


@given(changes, changes)
def test_nets_add_up_as_changes_do(one: list[int], other: list[int]) -> None:
    assert added(net_of(one), net_of(other)) == net_of(list(map(add, one, other)))


@given(changes, changes)
def test_different_changes_have_different_nets(one: list[int], other: list[int]) -> None:
    assert (net_of(one) == net_of(other)) is (one == other)


@given(changes, changes)
def test_nothing_leaves_what_a_database_can_add(one: list[int], other: list[int]) -> None:
    assert 0 <= net_of(one) + net_of(other) < 2 * MODULUS < 2**63
