"""`python -m bench`: every claim, then one table; 1 where something misses its reach."""

from rich.console import Console

from bench import (
    client,
    erasure,
    fanout,
    latency,
    memory,
    predict,
    reading,
    reconnect,
    slow_consumer,
    start,
    submit,
    training,
)
from bench.kit.claim_command import finish

CLAIMS = (
    start,
    client,
    submit,
    predict,
    reading,
    training,
    erasure,
    fanout,
    memory,
    latency,
    slow_consumer,
    reconnect,
)


def main() -> int:
    """Run all claims with their usual options."""
    console = Console()
    return finish(console, [row for each in CLAIMS for row in each.CLAIM.run(console)])


if __name__ == "__main__":
    raise SystemExit(main())
