"""Who has stopped taking what waits for it."""

from tajriba.realtime.hub.slow_consumer import STALLED_MS, SlowConsumers


def test_who_takes_nothing_for_seven_seconds_is_stalled() -> None:
    stalls = SlowConsumers()
    assert not stalls.stalled(1, 100, now=0)
    assert not stalls.stalled(1, 200, now=STALLED_MS - 1)
    assert stalls.stalled(1, 200, now=STALLED_MS)


def test_who_takes_a_little_is_not() -> None:
    stalls = SlowConsumers()
    assert not stalls.stalled(1, 100, now=0)
    assert not stalls.stalled(1, 99, now=STALLED_MS - 1)
    assert not stalls.stalled(1, 300, now=2 * STALLED_MS - 2)
    assert stalls.stalled(1, 300, now=2 * STALLED_MS - 1)


def test_who_has_taken_all_begins_anew() -> None:
    stalls = SlowConsumers()
    stalls.stalled(1, 100, now=0)
    assert not stalls.stalled(1, 0, now=STALLED_MS)
    assert not stalls.stalled(1, 100, now=STALLED_MS + 1)
    stalls.forget(1)
    stalls.forget(2)
    assert not stalls.stalled(1, 100, now=3 * STALLED_MS)
