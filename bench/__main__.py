"""`python -m bench`: every claim, then one table; 1 where something misses its reach."""

from collections.abc import Callable

from rich.console import Console

from bench import fanout, latency, memory, reconnect, stall, submit
from bench.kit.claims import finish
from bench.kit.report import Row

CLAIMS: tuple[Callable[[Console], list[Row]], ...] = (
    lambda console: submit.run(console, submit.Options()),
    lambda console: fanout.run(console, fanout.Options()),
    lambda console: memory.run(console, memory.Options()),
    lambda console: latency.run(console, latency.Options()),
    lambda console: stall.run(console, stall.Options()),
    lambda console: reconnect.run(console, reconnect.Options()),
)


def main() -> int:
    """Run all claims with their usual options."""
    console = Console()
    return finish(console, [row for claim in CLAIMS for row in claim(console)])


if __name__ == "__main__":
    raise SystemExit(main())
