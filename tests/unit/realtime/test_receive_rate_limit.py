"""How fast a client may be heard."""

from hypothesis import given
from hypothesis import strategies as st

from tajriba.realtime.transports.receive_rate_limit import BURST, PER_SECOND, TokenBucket


def test_a_burst_is_heard_at_once_and_what_follows_is_not() -> None:
    credit = TokenBucket(now=0.0)
    assert credit.spend(BURST, now=0.0) == 0
    assert credit.spend(PER_SECOND, now=0.0) == 1.0


def test_who_waits_as_told_goes_on() -> None:
    credit = TokenBucket(now=0.0)
    wait = credit.spend(BURST + 100, now=0.0)
    assert credit.spend(0, now=wait) == 0


@given(st.lists(st.tuples(st.floats(0, 60), st.integers(0, 300_000)), max_size=30))
def test_nobody_is_heard_more_than_the_burst_and_the_rate(
    moves: list[tuple[float, int]],
) -> None:
    credit, now, heard = TokenBucket(now=0.0), 0.0, 0
    for pause, size in moves:
        now += pause
        heard += size
        now += credit.spend(size, now)
        assert heard <= BURST + now * PER_SECOND + 1
