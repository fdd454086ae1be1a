"""`python -m bench`: every claim, then one table; 1 where something misses its reach."""

from rich.console import Console

from bench import submit
from bench.kit.report import show_rows


def main() -> int:
    """Run all claims with their usual options."""
    console = Console()
    rows = submit.run(console, submit.Options())
    show_rows(console, rows)
    return 0 if all(row.passed for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
