"""A clock that moves when a test says so."""

from tajriba.kit.clock import DAY_MS


class FakeClock:
    """Starts at noon UTC of 2026-11-22."""

    def __init__(self, now: int = 1_795_348_800_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: float = 0, days: float = 0) -> None:
        self.now += round(seconds * 1000 + days * DAY_MS)
